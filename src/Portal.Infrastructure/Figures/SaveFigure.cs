using Microsoft.EntityFrameworkCore;
using Portal.Domain.Figures;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Figures;

/// <summary>Enters a target or base figure of a customer, or corrects it. What was settled by another one is corrected by the next run.</summary>
public sealed class SaveFigure(IDbContextFactory<PortalDbContext> contexts, CurrentUser user, BusinessClock clock)
{
    private const int MaxListLength = 50;

    /// <summary>Saves it.</summary>
    public async Task<Outcome> RunAsync(FigureInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (user.Refuse(Permissions.Figures.Edit) is { } refusal)
        {
            return refusal;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var visible = context.Customers.VisibleTo(user, context);
        var refusals = Check(input);
        var number = input.CustomerNumber.Trim();
        var customerId = await visible.Where(row => row.Number == number).Select(row => (long?)row.Id).SingleOrDefaultAsync(cancellationToken);
        if (customerId is null)
        {
            refusals.Add(new Refusal("import_customer_unknown", number) { Field = nameof(input.CustomerNumber) });
        }

        if (refusals.Count > 0)
        {
            return Outcome.Refused(refusals);
        }

        var figure = input.Id is { } id
            ? await context.CustomerFigures.SingleOrDefaultAsync(row => row.Id == id && visible.Any(customer => customer.Id == row.CustomerId), cancellationToken)
            : null;
        if (input.Id is not null && figure is null)
        {
            return new Refusal(Refusal.NotFound);
        }

        var value = Quantity.FromUnits(input.Value!.Value).Milli;
        if (figure is null)
        {
            context.Add(figure = new CustomerFigure(input.List.Trim(), customerId!.Value, input.From!.Value, input.To!.Value, value));
        }
        else
        {
            context.Expect(figure, input.RowVersion);
        }

        figure.Enter(value, user.UserId, clock.UtcNow);
        try
        {
            return await context.TrySaveAsync(cancellationToken) is { } stale ? stale : Outcome.Done;
        }
        catch (DbUpdateException error) when (DatabaseErrors.IsUniqueViolation(error))
        {
            return new Refusal("figure_there_already", number, input.List.Trim()) { Field = nameof(input.CustomerNumber) };
        }
    }

    private static List<Refusal> Check(FigureInput input)
    {
        var refusals = new List<Refusal>();
        if (string.IsNullOrWhiteSpace(input.List) || input.List.Trim().Length > MaxListLength)
        {
            refusals.Add(new Refusal("figure_list_needed", MaxListLength) { Field = nameof(input.List) });
        }

        if (input.From is null || input.To is null)
        {
            refusals.Add(new Refusal("figure_days_needed") { Field = input.From is null ? nameof(input.From) : nameof(input.To) });
        }
        else if (input.From > input.To)
        {
            refusals.Add(new Refusal("figure_days_reversed", input.From, input.To) { Field = nameof(input.To) });
        }

        if (input.Value is not { } value || !CustomerFigure.CanBe(value))
        {
            refusals.Add(new Refusal("figure_invalid", input.Value) { Field = nameof(input.Value) });
        }

        return refusals;
    }
}

/// <summary>A figure as edited; an existing one keeps list, customer and days.</summary>
public sealed record FigureInput
{
    /// <summary>The figure, or null for a new one.</summary>
    public long? Id { get; init; }

    /// <summary>The version that was read.</summary>
    public long RowVersion { get; init; }

    /// <summary>The list.</summary>
    public string List { get; init; } = "";

    /// <summary>The customer's number.</summary>
    public string CustomerNumber { get; init; } = "";

    /// <summary>The first day.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last day.</summary>
    public DateOnly? To { get; init; }

    /// <summary>The figure, in what the programme measures.</summary>
    public decimal? Value { get; init; }
}
