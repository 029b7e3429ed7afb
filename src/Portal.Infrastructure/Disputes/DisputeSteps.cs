using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Domain.Disputes;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Live;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Disputes;

/// <summary>Makes the steps of disputes: asked first, then made, with its entry and files, in one transaction, once per operation key.</summary>
public sealed class DisputeSteps(
    WriteTransaction writes, DisputeFiles files, LiveUpdates live, CurrentUser user, BusinessClock clock, IOptions<DisputeOptions> options)
{
    /// <summary>The day by which something that is asked today is to be answered.</summary>
    internal DateOnly DueOn => clock.Today.AddDays(options.Value.AnswerWithinDays);

    /// <summary>Makes a step of a dispute that the person may see.</summary>
    /// <param name="step">The step.</param>
    /// <param name="make">Asks whether it may be done and does it; the refusal, or null.</param>
    /// <param name="cancellationToken">Stops.</param>
    internal Task<Outcome<long>> RunAsync(
        DisputeStep step, Func<Dispute, PortalDbContext, CancellationToken, Task<Refusal?>> make, CancellationToken cancellationToken) =>
        WriteAsync(step, (context, ct) => StepAsync(step, make, context, ct), cancellationToken);

    /// <summary>The same where nothing is read beside the dispute.</summary>
    internal Task<Outcome<long>> RunAsync(DisputeStep step, Func<Dispute, Refusal?> make, CancellationToken cancellationToken) =>
        RunAsync(step, (dispute, _, _) => Task.FromResult(make(dispute)), cancellationToken);

    /// <summary>Makes a step that begins with a dispute of its own.</summary>
    internal Task<Outcome<long>> OpenAsync(
        DisputeStep step, Func<PortalDbContext, CancellationToken, Task<Outcome<Dispute>>> open, CancellationToken cancellationToken) =>
        WriteAsync(
            step,
            async (context, ct) =>
            {
                var opened = await open(context, ct);
                if (!opened.IsDone)
                {
                    return opened.Refusal;
                }

                context.Add(opened.Value);
                await context.SaveChangesAsync(ct);
                return opened.Value;
            },
            cancellationToken);

    private async Task<Outcome<long>> WriteAsync(
        DisputeStep step, Func<PortalDbContext, CancellationToken, Task<Outcome<Dispute>>> find, CancellationToken cancellationToken)
    {
        var text = step.Text?.Trim() ?? "";
        if ((step.NeedsText && text.Length == 0) || text.Length > DisputeEntry.MaxTextLength)
        {
            return new Refusal("dispute_text_missing", DisputeEntry.MaxTextLength) { Field = nameof(step.Text) };
        }

        var stored = await files.StoreAsync(step.Uploads, cancellationToken);
        if (!stored.IsDone)
        {
            return stored.Refusal;
        }

        Outcome<long>? outcome = null;
        var isNew = false;
        try
        {
            outcome = await writes.RunAsync(
                async (context, ct) =>
                {
                    isNew = false;
                    if (await KnownAsync(step, context, ct) is { } known)
                    {
                        return known;
                    }

                    var dispute = await find(context, ct);
                    if (!dispute.IsDone)
                    {
                        // What stands in the way may be this very step: its first click was ahead, and this one waited for it.
                        return await KnownAsync(step, context, ct) ?? dispute.Refusal;
                    }

                    isNew = true;
                    return await SaveAsync(step, text, dispute.Value, stored.Value, context, ct);
                },
                cancellationToken);
        }
        finally
        {
            if (outcome is not { IsDone: true } || !isNew)
            {
                files.Remove(stored.Value);
            }
        }

        if (outcome.IsDone)
        {
            await live.PublishAsync(LiveUpdates.Disputes, CancellationToken.None);
        }

        return outcome;
    }

    private static async Task<Outcome<long>?> KnownAsync(DisputeStep step, PortalDbContext context, CancellationToken cancellationToken)
    {
        var known = await context.DisputeEntries.AsNoTracking()
            .Where(entry => entry.OperationKey == step.OperationKey)
            .Select(entry => new { entry.DisputeId, entry.Kind, entry.ByUserId })
            .SingleOrDefaultAsync(cancellationToken);
        return known is null ? null
            : known.Kind == step.Kind && known.ByUserId == step.ByUserId && (step.DisputeId == 0 || step.DisputeId == known.DisputeId) ? known.DisputeId
            : new Refusal("ledger_key_reused", step.OperationKey);
    }

    private async Task<Outcome<Dispute>> StepAsync(
        DisputeStep step, Func<Dispute, PortalDbContext, CancellationToken, Task<Refusal?>> make, PortalDbContext context, CancellationToken cancellationToken)
    {
        var disputes = step.IsByCustomer
            ? context.Disputes.Where(row => row.CustomerId == user.CustomerId)
            : context.Disputes.Where(row => context.Customers.VisibleTo(user, context).Any(customer => customer.Id == row.CustomerId));
        var dispute = await disputes.SingleOrDefaultAsync(row => row.Id == step.DisputeId, cancellationToken);
        if (dispute is null)
        {
            return new Refusal(Refusal.NotFound);
        }

        if (step.RowVersion is { } seen && seen != dispute.RowVersion)
        {
            return new Refusal(Refusal.ChangedByOther);
        }

        return await make(dispute, context, cancellationToken) is { } refusal ? refusal : dispute;
    }

    private async Task<Outcome<long>> SaveAsync(
        DisputeStep step, string text, Dispute dispute, IReadOnlyList<StoredAttachment> stored, PortalDbContext context, CancellationToken cancellationToken)
    {
        var entry = new DisputeEntry(dispute.Id, step.OperationKey, step.Kind, text, step.AmountMinor, step.ByUserId, clock.UtcNow);
        context.Add(entry);

        // Also a step that changes nothing of the dispute itself makes what others have on their screens old.
        context.Entry(dispute).Property(row => row.RowVersion).IsModified = true;
        if (await context.TrySaveAsync(cancellationToken) is { } stale)
        {
            return stale;
        }

        context.AddRange(stored.Select(file => new DisputeAttachment(dispute.Id, entry.Id, file.FileName, file.MediaType, file.SizeBytes, file.StoredAs)));
        await context.SaveChangesAsync(cancellationToken);
        return dispute.Id;
    }
}

/// <summary>A step that somebody makes.</summary>
internal sealed record DisputeStep
{
    /// <summary>Made before the first try; at most 100 characters.</summary>
    public required string OperationKey { get; init; }

    /// <summary>What is done.</summary>
    public required DisputeEntryKind Kind { get; init; }

    /// <summary>The dispute; 0 for one that is opened.</summary>
    public long DisputeId { get; init; }

    /// <summary>The version that the person saw; null where the step does not depend on it.</summary>
    public long? RowVersion { get; init; }

    /// <summary>What the person wrote.</summary>
    public string? Text { get; init; }

    /// <summary>Whether the person has to write something.</summary>
    public bool NeedsText { get; init; } = true;

    /// <summary>The files that come with it.</summary>
    public IReadOnlyList<DisputeUpload> Uploads { get; init; } = [];

    /// <summary>The amount it is about, in minor units, or null.</summary>
    public long? AmountMinor { get; init; }

    /// <summary>Whether the customer makes it.</summary>
    public bool IsByCustomer { get; init; }

    /// <summary>Who makes it.</summary>
    public required long? ByUserId { get; init; }
}
