using Microsoft.EntityFrameworkCore;
using Portal.Domain.Payouts;
using Portal.Domain.Programs;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Disputes;
using Portal.Infrastructure.Live;
using Portal.Infrastructure.Settlements;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Payouts;

/// <summary>
/// Makes the payout document of a posted settlement: one payment for each customer with a positive due that no payout has yet, to whoever is paid for it. What is
/// disputed is left out, and the dispute says so; a later payout can pay it.
/// </summary>
public sealed class CreatePayout(WriteTransaction writes, LiveUpdates live, CurrentUser user, BusinessClock clock)
{
    /// <summary>Makes it; the same operation key gives the first document.</summary>
    /// <returns>The document's id.</returns>
    public async Task<Outcome<long>> RunAsync(CreatePayoutInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (user.Refuse(Permissions.Payouts.Pay) is { } refusal)
        {
            return refusal;
        }

        var outcome = await writes.RunAsync((context, ct) => CreateAsync(input, context, ct), cancellationToken);
        if (outcome.IsDone)
        {
            await live.PublishAsync(LiveUpdates.Payments, CancellationToken.None);
        }

        return outcome;
    }

    private async Task<Outcome<long>> CreateAsync(CreatePayoutInput input, PortalDbContext context, CancellationToken cancellationToken)
    {
        // Taking the number first makes others wait who want to pay the same settlement at the same time.
        var number = await context.NextNumberAsync("FF", clock.Today.Year, cancellationToken);
        var known = await context.PayoutDocuments.AsNoTracking().SingleOrDefaultAsync(row => row.OperationKey == input.OperationKey, cancellationToken);
        if (known is not null)
        {
            // Nothing is saved, so the number stays free.
            return known.SettlementId == input.SettlementId && known.Method == input.Method ? known.Id : new Refusal("ledger_key_reused", input.OperationKey);
        }

        var settlement = await context.Settlements.AsNoTracking().SingleOrDefaultAsync(row => row.Id == input.SettlementId, cancellationToken);
        if (settlement is null)
        {
            return new Refusal(Refusal.NotFound);
        }

        if (settlement.State != SettlementState.Posted)
        {
            return new Refusal("payout_settlement_not_posted", settlement.Number);
        }

        var definition = await SettlementPayees.DefinitionAsync(context, settlement.ProgramVersionId, cancellationToken);
        if (RefuseMethod(input.Method, definition) is { } unfit)
        {
            return unfit;
        }

        var currency = definition?.Currency ?? Money.DefaultCurrency;
        var all = await SettlementDues.OpenAsync(context, settlement.Id, currency, cancellationToken);
        var dues = all.FindAll(due => due.EmployeeId is null == (input.Method != PayoutMethod.Payroll));
        if (dues.Count == 0)
        {
            return await WhyNothingAsync(context, settlement, all.Count > 0, input.Method, cancellationToken);
        }

        var document = new PayoutDocument(
            number, input.OperationKey, settlement.Id, input.Method, dues.Count, dues.Sum(due => due.AmountMinor), user.UserId, clock.UtcNow, currency);
        context.Add(document);
        await context.SaveChangesAsync(cancellationToken);
        context.AddRange(dues.Select(due => new PayoutItem(document.Id, due.CustomerId, due.AmountMinor, due.PayeeId, due.EmployeeId)));
        await DisputeHolds.NoteAsync(context, document, user.UserId, clock.UtcNow, cancellationToken);
        return await context.TrySaveAsync(cancellationToken) is { } stale ? stale : document.Id;
    }

    /// <summary>Why a programme's rebates cannot be paid in this way: goods need to be named, and points need a rate.</summary>
    private static Refusal? RefuseMethod(PayoutMethod method, ProgramDefinition? definition) => method switch
    {
        PayoutMethod.Goods when definition?.Goods is null => new Refusal("payout_goods_unknown", definition?.Code),
        PayoutMethod.Points when definition?.PointsPerUnit is null => new Refusal("payout_points_unknown", definition?.Code),
        _ => null,
    };

    private static async Task<Refusal> WhyNothingAsync(
        PortalDbContext context, Settlement settlement, bool isOwedOtherwise, PayoutMethod method, CancellationToken cancellationToken)
    {
        if (isOwedOtherwise)
        {
            return new Refusal(method == PayoutMethod.Payroll ? "payout_no_employees" : "payout_employees_only", settlement.Number);
        }

        return await context.HeldLines(settlement.Id).CountAsync(cancellationToken) is > 0 and var held
            ? new Refusal("payout_disputed", settlement.Number, held)
            : new Refusal("payout_nothing_due", settlement.Number);
    }
}

/// <summary>Which settlement to pay and how.</summary>
/// <param name="OperationKey">Made before the first try; at most 100 characters.</param>
/// <param name="SettlementId">The settlement.</param>
/// <param name="Method">How.</param>
public sealed record CreatePayoutInput(string OperationKey, long SettlementId, PayoutMethod Method);
