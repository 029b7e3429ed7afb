using Microsoft.EntityFrameworkCore;
using Portal.Domain.Customers;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Customers;

/// <summary>Adds or renames a group, level or region of customers.</summary>
public sealed class SaveClassification(IDbContextFactory<PortalDbContext> contexts, CurrentUser user)
{
    /// <summary>Saves it. The code of an existing one stays: files and programmes use it.</summary>
    public async Task<Outcome> RunAsync(ClassificationInput input, CancellationToken cancellationToken)
    {
        if (user.Refuse(Permissions.Customers.Edit) is { } refusal)
        {
            return refusal;
        }

        var (code, name) = (input.Code.Trim(), input.Name.Trim());
        if (code.Length is 0 or > 50)
        {
            return new Refusal("classification_code_needed", 50) { Field = nameof(input.Code) };
        }

        if (name.Length is 0 or > 200)
        {
            return new Refusal("classification_name_needed", 200) { Field = nameof(input.Name) };
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (input.Id is null)
        {
            context.Add(input.Kind switch
            {
                ClassificationKind.Group => (object)new CustomerGroup(code, name),
                ClassificationKind.Level => new CustomerLevel(code, name, input.Rank),
                _ => new Region(code, name),
            });
        }
        else if (!await ChangeAsync(context, input, name, cancellationToken))
        {
            return new Refusal(Refusal.NotFound);
        }

        try
        {
            return await context.TrySaveAsync(cancellationToken) is { } stale ? stale : Outcome.Done;
        }
        catch (DbUpdateException error) when (DatabaseErrors.IsUniqueViolation(error))
        {
            return new Refusal("classification_code_taken", code) { Field = nameof(input.Code) };
        }
    }

    private static async Task<bool> ChangeAsync(PortalDbContext context, ClassificationInput input, string name, CancellationToken cancellationToken)
    {
        switch (input.Kind)
        {
            case ClassificationKind.Group when await context.CustomerGroups.SingleOrDefaultAsync(row => row.Id == input.Id, cancellationToken) is { } group:
                group.Rename(name);
                return true;
            case ClassificationKind.Level when await context.CustomerLevels.SingleOrDefaultAsync(row => row.Id == input.Id, cancellationToken) is { } level:
                level.Change(name, input.Rank);
                return true;
            case ClassificationKind.Region when await context.Regions.SingleOrDefaultAsync(row => row.Id == input.Id, cancellationToken) is { } region:
                region.Rename(name);
                return true;
            default:
                return false;
        }
    }
}

/// <summary>By what customers are classified.</summary>
public enum ClassificationKind
{
    /// <summary>Groups.</summary>
    Group = 1,

    /// <summary>Levels.</summary>
    Level = 2,

    /// <summary>Regions.</summary>
    Region = 3,
}

/// <summary>A group, level or region as edited.</summary>
/// <param name="Kind">Which of them.</param>
/// <param name="Id">The one to change, or null for a new one.</param>
/// <param name="Code">The code of a new one.</param>
/// <param name="Name">The name.</param>
/// <param name="Rank">Of a level: its order, 1 the highest.</param>
public sealed record ClassificationInput(ClassificationKind Kind, long? Id, string Code, string Name, int Rank = 0);
