using Portal.Domain.Sales;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Sales;

namespace Portal.Infrastructure.Intake;

/// <summary>Records payments that came at about the same time in the context's transaction.</summary>
internal sealed class PaymentBatch(IReadOnlyList<SalesPaymentDraft> drafts, PortalDbContext context, DateTime nowUtc)
{
    private readonly Outcome<RecordedPayment>[] _outcomes = new Outcome<RecordedPayment>[drafts.Count];

    /// <summary>One outcome per draft, in their order.</summary>
    public async Task<IReadOnlyList<Outcome<RecordedPayment>>> RunAsync(CancellationToken cancellationToken)
    {
        var pending = Enumerable.Range(0, drafts.Count).ToList();
        while (pending.Count > 0)
        {
            // At most one of each number, so that each is judged by what is in the database; the rest waits for the next round.
            var round = pending.DistinctBy(index => (drafts[index].Source, drafts[index].Number)).ToList();
            pending = [.. pending.Except(round)];
            await RunRoundAsync(round, cancellationToken);
        }

        return _outcomes;
    }

    private async Task RunRoundAsync(List<int> round, CancellationToken cancellationToken)
    {
        var known = await KnownPayments.LoadAsync(context, round.ConvertAll(index => drafts[index]), cancellationToken);
        var fresh = new List<SalesPayment>();
        foreach (var index in round)
        {
            var judged = known.Judge(drafts[index]);
            if (!judged.IsDone)
            {
                _outcomes[index] = judged.Refusal with { Field = judged.Refusal.Code == "payment_document_unknown" ? "document" : "number" };
                continue;
            }

            _outcomes[index] = new RecordedPayment(drafts[index].Source, drafts[index].Number, judged.Value.Stored is null);
            if (judged.Value.Stored is null)
            {
                fresh.Add(SalesPaymentWriter.Row(judged.Value, nowUtc, null));
            }
        }

        if (fresh.Count > 0)
        {
            await SalesPaymentWriter.WriteAsync(context, fresh, cancellationToken);
        }
    }
}
