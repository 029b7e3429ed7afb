using Microsoft.EntityFrameworkCore;
using Portal.Domain.Customers;
using Portal.Domain.Points.Documents;
using Portal.Domain.Points.Records;
using Portal.Domain.Points.Rules;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Points;

/// <summary>Drafts a version of the programme's rules, or changes a draft.</summary>
public sealed class SavePointsVersion(WriteTransaction writes, CurrentUser user, BusinessClock clock)
{
    private const int MaxNoteLength = 500;

    /// <summary>Saves it; everything that is wrong with the rules is listed at once.</summary>
    /// <returns>The version's key.</returns>
    public async Task<Outcome<long>> RunAsync(PointsVersionInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (user.Refuse(Permissions.Points.EditRules) is { } refusal)
        {
            return refusal;
        }

        var read = PointsDocuments.ReadRules(input.RulesJson);
        if (!read.IsDone)
        {
            return Outcome<long>.Refused(read.Refusals);
        }

        if (input.Note.Length > MaxNoteLength)
        {
            return new Refusal("points_note_too_long", MaxNoteLength) { Field = nameof(input.Note) };
        }

        return await writes.RunAsync((context, ct) => SaveAsync(input, read.Value, context, ct), cancellationToken);
    }

    private async Task<Outcome<long>> SaveAsync(PointsVersionInput input, PointsRules rules, PortalDbContext context, CancellationToken cancellationToken)
    {
        var first = await context.PointsProgramVersions.AsNoTracking().Where(row => row.State == PointsVersionState.Approved).OrderBy(row => row.Number).FirstOrDefaultAsync(cancellationToken);
        if (first is not null && Against(PointsDocuments.ReadRules(first.RulesJson).Value, rules) is { } refusal)
        {
            return refusal;
        }

        if (input.Id is { } id)
        {
            if (await context.PointsProgramVersions.SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } draft)
            {
                return new Refusal(Refusal.NotFound);
            }

            if (draft.State != PointsVersionState.Draft)
            {
                return new Refusal("points_version_not_draft", draft.Number);
            }

            context.Expect(draft, input.RowVersion);
            draft.Change(input.RulesJson, input.EffectiveOn, input.Note.Trim());
            return await context.TrySaveAsync(cancellationToken) is { } stale ? stale : draft.Id;
        }

        var number = (await context.PointsProgramVersions.MaxAsync(row => (int?)row.Number, cancellationToken) ?? 0) + 1;
        var version = new PointsProgramVersion(number, input.RulesJson, input.EffectiveOn, input.Note.Trim(), user.UserId, clock.UtcNow);
        context.PointsProgramVersions.Add(version);
        await context.SaveChangesAsync(cancellationToken);
        return version.Id;
    }

    /// <summary>What stored points are counted in cannot change.</summary>
    private static Refusal? Against(PointsRules first, PointsRules rules) =>
        first.PointDecimals != rules.PointDecimals ? new Refusal("points_fixed", "pointDecimals", first.PointDecimals)
        : first.Currency != rules.Currency ? new Refusal("points_fixed", "currency", first.Currency)
        : first.CurrencyDecimals != rules.CurrencyDecimals ? new Refusal("points_fixed", "currencyDecimals", first.CurrencyDecimals)
        : first.TimeZone != rules.TimeZone ? new Refusal("points_fixed", "timeZone", first.TimeZone)
        : null;
}

/// <summary>A version to save.</summary>
/// <param name="Id">The draft; null for a new one.</param>
/// <param name="RowVersion">As the person saw it.</param>
/// <param name="RulesJson">The rules document.</param>
/// <param name="EffectiveOn">The first day.</param>
/// <param name="Note">What changes and why.</param>
public sealed record PointsVersionInput(long? Id, long RowVersion, string RulesJson, DateOnly EffectiveOn, string Note);

/// <summary>Submits a draft, sends a submitted version back, approves it, or throws a draft away.</summary>
public sealed class DecidePointsVersion(WriteTransaction writes, CurrentUser user, BusinessClock clock)
{
    /// <summary>Submits a draft for approval.</summary>
    public Task<Outcome> SubmitAsync(long id, CancellationToken cancellationToken) => StepAsync(
        id,
        Permissions.Points.EditRules,
        (version, _, _) =>
        {
            if (version.State != PointsVersionState.Draft)
            {
                return Task.FromResult<Refusal?>(new Refusal("points_version_not_draft", version.Number));
            }

            version.Submit(user.UserId, clock.UtcNow);
            return Task.FromResult<Refusal?>(null);
        },
        cancellationToken);

    /// <summary>Sends a submitted version back to its author.</summary>
    public Task<Outcome> SendBackAsync(long id, CancellationToken cancellationToken) => StepAsync(
        id,
        Permissions.Points.Approve,
        (version, _, _) =>
        {
            if (version.State != PointsVersionState.Submitted)
            {
                return Task.FromResult<Refusal?>(new Refusal("points_version_not_submitted", version.Number));
            }

            version.SendBack();
            return Task.FromResult<Refusal?>(null);
        },
        cancellationToken);

    /// <summary>Throws a draft away.</summary>
    public Task<Outcome> DiscardAsync(long id, CancellationToken cancellationToken) => StepAsync(
        id,
        Permissions.Points.EditRules,
        (version, context, _) =>
        {
            if (version.State != PointsVersionState.Draft)
            {
                return Task.FromResult<Refusal?>(new Refusal("points_version_not_draft", version.Number));
            }

            context.PointsProgramVersions.Remove(version);
            return Task.FromResult<Refusal?>(null);
        },
        cancellationToken);

    /// <summary>Approves a version that somebody else submitted; it holds from its day.</summary>
    public Task<Outcome> ApproveAsync(long id, CancellationToken cancellationToken) => StepAsync(
        id,
        Permissions.Points.Approve,
        async (version, context, ct) =>
        {
            if (version.State != PointsVersionState.Submitted)
            {
                return new Refusal("points_version_not_submitted", version.Number);
            }

            if (user.UserId is not null && (version.SubmittedByUserId == user.UserId || version.DraftedByUserId == user.UserId))
            {
                return new Refusal("points_version_own");
            }

            var last = await context.PointsProgramVersions.Where(row => row.State == PointsVersionState.Approved).MaxAsync(row => (DateOnly?)row.EffectiveOn, ct);
            if (last is not null && (version.EffectiveOn <= last || version.EffectiveOn < clock.Today))
            {
                // Days that are worked off stay as they were.
                return new Refusal("points_version_day", last > clock.Today ? last.Value.AddDays(1) : clock.Today);
            }

            version.Approve(user.UserId, clock.UtcNow);
            await LevelsAsync(PointsDocuments.ReadRules(version.RulesJson).Value, context, ct);
            if (last is null && await context.SalesDocuments.MaxAsync(row => (long?)row.Id, ct) is { } lastDocument)
            {
                // A programme that begins in the past counts what was sold since.
                context.PointsIntakeRanges.Add(new PointsIntakeRange { FirstDocumentId = 1, LastDocumentId = lastDocument });
            }

            return null;
        },
        cancellationToken);

    /// <summary>Levels that customers can have: the code of the rules is the code of the customer's level.</summary>
    private static async Task LevelsAsync(PointsRules rules, PortalDbContext context, CancellationToken cancellationToken)
    {
        var codes = rules.Levels?.List.Select(level => level.Code).ToList() ?? [];
        var known = await context.CustomerLevels.Select(row => row.Code).ToListAsync(cancellationToken);
        foreach (var code in codes.Except(known))
        {
            context.CustomerLevels.Add(new CustomerLevel(code, code, codes.Count - codes.IndexOf(code)));
        }
    }

    private async Task<Outcome> StepAsync(
        long id, string permission, Func<PointsProgramVersion, PortalDbContext, CancellationToken, Task<Refusal?>> step, CancellationToken cancellationToken)
    {
        if (user.Refuse(permission) is { } refusal)
        {
            return refusal;
        }

        return await writes.RunAsync<Outcome>(
            async (context, ct) =>
            {
                if (await context.PointsProgramVersions.SingleOrDefaultAsync(row => row.Id == id, ct) is not { } version)
                {
                    return new Refusal(Refusal.NotFound);
                }

                if (await step(version, context, ct) is { } against)
                {
                    return against;
                }

                return await context.TrySaveAsync(ct) is { } stale ? stale : Outcome.Done;
            },
            cancellationToken);
    }
}
