using Microsoft.Extensions.Logging;
using Portal.Domain.ApiKeys;
using Portal.Domain.Sales;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;
using Portal.Infrastructure.Spreadsheets;

namespace Portal.Infrastructure.Intake;

/// <summary>
/// Records a payment that another system sends, once for ever: the same source and number finds the first one, and is refused
/// if it says something else. It is on the disk when the outcome is known.
/// </summary>
public sealed class RecordPayment
{
    private const int MaxNumberLength = 50;
    private const int MaxSourceLength = 30;
    private readonly PaymentQueue _queue;
    private readonly CurrentUser _user;

    internal RecordPayment(PaymentQueue queue, CurrentUser user)
    {
        _queue = queue;
        _user = user;
    }

    /// <summary>Records it, together with others that come at the same time.</summary>
    public async Task<Outcome<RecordedPayment>> RunAsync(IntakePayment payment, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(payment);
        if (_user.RefuseScope(ApiScopes.PaymentsWrite) is { } refusal)
        {
            return refusal;
        }

        var draft = Draft(payment);
        return draft.IsDone ? await _queue.RecordAsync(draft.Value, cancellationToken) : Outcome<RecordedPayment>.Refused(draft.Refusals);
    }

    private static Outcome<SalesPaymentDraft> Draft(IntakePayment payment)
    {
        var refusals = new List<Refusal>();
        IntakeChecks.Need(payment.Source, "source", MaxSourceLength, refusals);
        IntakeChecks.Need(payment.Number, "number", MaxNumberLength, refusals);
        IntakeChecks.Need(payment.Document, "document", MaxNumberLength, refusals);
        IntakeChecks.CheckLength(payment.DocumentSource, "documentSource", MaxSourceLength, refusals);
        if (payment.Date is null)
        {
            refusals.Add(new Refusal("import_value_missing", "date") { Field = "date" });
        }

        IntakeChecks.CheckDay(payment.Date, "date", refusals);
        long minor = 0;
        switch (payment.Amount)
        {
            case null:
                refusals.Add(new Refusal("import_value_missing", "amount") { Field = "amount" });
                break;
            case > CellParsing.MaxNumber or < -CellParsing.MaxNumber:
                refusals.Add(new Refusal("cell_number_too_large", payment.Amount) { Field = "amount" });
                break;
            default:
                minor = Money.FromAmount(payment.Amount.Value).Minor;
                break;
        }

        if (refusals.Count == 0 && minor == 0)
        {
            refusals.Add(new Refusal("payment_amount_zero") { Field = "amount" });
        }

        return refusals.Count > 0
            ? Outcome<SalesPaymentDraft>.Refused(refusals)
            : new SalesPaymentDraft(
                payment.Source!, payment.Number!, string.IsNullOrEmpty(payment.DocumentSource) ? payment.Source! : payment.DocumentSource, payment.Document!, payment.Date!.Value, minor);
    }
}

/// <summary>Gathers payments that come at the same time into one transaction; one that is refused does not touch the others.</summary>
internal sealed class PaymentQueue
{
    private const int MaxPayments = 256;
    private readonly GroupCommit<SalesPaymentDraft, Outcome<RecordedPayment>> _group;

    public PaymentQueue(WriteTransaction writes, BusinessClock clock, ILogger<PaymentQueue> logger) =>
        _group = new(MaxPayments, drafts => WriteAsync(writes, drafts, clock), logger);

    public Task<Outcome<RecordedPayment>> RecordAsync(SalesPaymentDraft draft, CancellationToken cancellationToken) => _group.RunAsync(draft, cancellationToken);

    private static async Task<IReadOnlyList<Outcome<RecordedPayment>>> WriteAsync(WriteTransaction writes, IReadOnlyList<SalesPaymentDraft> drafts, BusinessClock clock)
    {
        var written = await writes.RunAsync<Outcome<IReadOnlyList<Outcome<RecordedPayment>>>>(
            async (context, ct) =>
            {
                context.Database.AutoSavepointsEnabled = false;
                return (await new PaymentBatch(drafts, context, clock.UtcNow).RunAsync(ct)).ToList();
            },
            CancellationToken.None);
        return written.Value;
    }
}
