using Microsoft.EntityFrameworkCore;
using Portal.Domain.ExchangeRates;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.ExchangeRates;

/// <summary>Enters the rate of a currency on a day, or corrects it. What was settled by another one is corrected by the next run.</summary>
public sealed class SaveExchangeRate(IDbContextFactory<PortalDbContext> contexts, CurrentUser user, BusinessClock clock)
{
    /// <summary>Saves it.</summary>
    public async Task<Outcome> RunAsync(ExchangeRateInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (user.Refuse(Permissions.ExchangeRates.Edit) is { } refusal)
        {
            return refusal;
        }

        var currency = input.Currency.Trim().ToUpperInvariant();
        var refusals = Check(input, currency);
        if (refusals.Count > 0)
        {
            return Outcome.Refused(refusals);
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rate = input.Id is { } id ? await context.ExchangeRates.SingleOrDefaultAsync(row => row.Id == id, cancellationToken) : null;
        if (input.Id is not null && rate is null)
        {
            return new Refusal(Refusal.NotFound);
        }

        var scaled = ExchangeRate.Scaled(input.Rate!.Value);
        if (rate is null)
        {
            context.Add(rate = new ExchangeRate(currency, input.RateOn!.Value, scaled));
        }
        else
        {
            context.Expect(rate, input.RowVersion);
        }

        rate.Enter(scaled, user.UserId, clock.UtcNow);
        try
        {
            return await context.TrySaveAsync(cancellationToken) is { } stale ? stale : Outcome.Done;
        }
        catch (DbUpdateException error) when (DatabaseErrors.IsUniqueViolation(error))
        {
            return new Refusal("rate_there_already", currency, input.RateOn) { Field = nameof(input.RateOn) };
        }
    }

    private static List<Refusal> Check(ExchangeRateInput input, string currency)
    {
        var refusals = new List<Refusal>();
        if (currency.Length != 3 || !currency.All(char.IsAsciiLetterUpper))
        {
            refusals.Add(new Refusal("import_currency_unknown", currency) { Field = nameof(input.Currency) });
        }
        else if (currency == Money.DefaultCurrency)
        {
            refusals.Add(new Refusal("rate_own_currency", currency) { Field = nameof(input.Currency) });
        }

        if (input.RateOn is not { Year: >= 1990 and <= 2100 })
        {
            refusals.Add(new Refusal("rate_day_needed") { Field = nameof(input.RateOn) });
        }

        if (input.Rate is not { } rate || !ExchangeRate.CanBe(rate))
        {
            refusals.Add(new Refusal("rate_invalid", input.Rate) { Field = nameof(input.Rate) });
        }

        return refusals;
    }
}

/// <summary>A rate as edited; an existing one keeps currency and day.</summary>
public sealed record ExchangeRateInput
{
    /// <summary>The rate, or null for a new one.</summary>
    public long? Id { get; init; }

    /// <summary>The version that was read.</summary>
    public long RowVersion { get; init; }

    /// <summary>ISO code.</summary>
    public string Currency { get; init; } = "";

    /// <summary>The day.</summary>
    public DateOnly? RateOn { get; init; }

    /// <summary>What one unit was worth in our own currency.</summary>
    public decimal? Rate { get; init; }
}
