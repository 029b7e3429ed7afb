using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Spreadsheets;

namespace Portal.Infrastructure.Payouts;

/// <summary>Takes the bank file back with the results filled in. One wrong line and nothing is recorded; lines without a result wait.</summary>
public sealed class ImportBankResults(IDbContextFactory<PortalDbContext> contexts, ConfirmPayments confirmPayments, CurrentUser user)
{
    private const int MaxProblems = 50;

    /// <summary>Reads the file and records the results.</summary>
    /// <param name="documentId">The payout document.</param>
    /// <param name="path">The file, CSV or XLSX.</param>
    /// <param name="words">The words of the person's language; the codes are understood too.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>How many payments were confirmed and how many failed; or what is wrong, line by line.</returns>
    public async Task<Outcome<BankResults>> RunAsync(long documentId, string path, BankFileWords words, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(words);
        if (user.Refuse(Permissions.Payouts.Pay) is { } refusal)
        {
            return refusal;
        }

        var payments = await LoadAsync(documentId, cancellationToken);
        var read = Read(path, payments, words);
        if (!read.IsDone)
        {
            return Outcome<BankResults>.Refused(read.Refusals);
        }

        var decisions = read.Value;
        if (decisions.Count == 0)
        {
            return new Refusal("bank_results_none");
        }

        var confirmed = await confirmPayments.RunAsync(new ConfirmPaymentsInput(documentId, decisions), cancellationToken);
        return confirmed.IsDone
            ? new BankResults(decisions.Count(decision => decision.IsPaid), decisions.Count(decision => !decision.IsPaid))
            : Outcome<BankResults>.Refused(confirmed.Refusals);
    }

    private async Task<Dictionary<string, Payment>> LoadAsync(long documentId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await (
            from item in context.PayoutItems
            join document in context.PayoutDocuments on item.DocumentId equals document.Id
            where document.Id == documentId
            select new { document.Number, item.Id, item.AmountMinor }).ToListAsync(cancellationToken);
        return rows.ToDictionary(row => BankFileColumns.Reference(row.Number, row.Id), row => new Payment(row.Id, row.AmountMinor), StringComparer.OrdinalIgnoreCase);
    }

    private static Outcome<List<PaymentDecision>> Read(string path, Dictionary<string, Payment> payments, BankFileWords words)
    {
        var opened = TableReader.Open(path);
        if (!opened.IsDone)
        {
            return Outcome<List<PaymentDecision>>.Refused(opened.Refusals);
        }

        using var reader = opened.Value;
        var columns = new Columns(reader, words);
        if (columns.Missing is { } missing)
        {
            return new Refusal("bank_results_column_missing", missing);
        }

        var problems = new List<Refusal>();
        var decisions = new Dictionary<long, PaymentDecision>();
        while (problems.Count < MaxProblems && reader.Read())
        {
            var (decision, problem) = ReadLine(columns, payments, words);
            problem = reader.RowRefusal ?? problem;
            if (problem is not null)
            {
                problems.Add(problem with { Field = Line(reader) });
            }
            else if (decision is not null && !decisions.TryAdd(decision.ItemId, decision) && decisions[decision.ItemId] != decision)
            {
                problems.Add(new Refusal("bank_results_twice", columns.Text("reference")) { Field = Line(reader) });
            }
        }

        if (reader.Failure is { } failure)
        {
            problems.Add(failure);
        }

        return problems.Count > 0 ? Outcome<List<PaymentDecision>>.Refused(problems) : decisions.Values.ToList();
    }

    private static (PaymentDecision? Decision, Refusal? Problem) ReadLine(Columns columns, Dictionary<string, Payment> payments, BankFileWords words)
    {
        var reference = columns.Text("reference");
        if (!payments.TryGetValue(reference, out var payment))
        {
            return (null, new Refusal("bank_results_unknown_reference", reference));
        }

        if (columns.Cell("amount") is { } cell
            && (CellParsing.Number(cell, out var amount) is not null || (amount is { } value && value * Money.MinorPerUnit != payment.AmountMinor)))
        {
            return (null, new Refusal("bank_results_other_amount", reference, new Money(payment.AmountMinor), CellParsing.Shown(cell)));
        }

        var result = columns.Text("result");
        if (result.Length == 0)
        {
            return (null, null);
        }

        var isPaid = Is(result, words.Paid, BankFileWords.Codes.Paid);
        if (!isPaid && !Is(result, words.Failed, BankFileWords.Codes.Failed))
        {
            return (null, new Refusal("bank_results_unknown_result", result, words.Paid, words.Failed));
        }

        var reason = columns.Text("reason");
        return !isPaid && reason.Length == 0
            ? (null, new Refusal("payout_reason_missing"))
            : (new PaymentDecision(payment.ItemId, isPaid, isPaid ? null : reason), null);
    }

    private static bool Is(string text, params string[] words) => words.Contains(text, StringComparer.OrdinalIgnoreCase);

    private static string Line(TableReader reader) => reader.LineNumber.ToString(CultureInfo.InvariantCulture);

    private sealed record Payment(long ItemId, long AmountMinor);

    private sealed class Columns
    {
        private readonly TableReader _reader;
        private readonly Dictionary<string, int> _indexes = [];

        public Columns(TableReader reader, BankFileWords words)
        {
            _reader = reader;
            for (var column = 0; column < BankFileColumns.All.Count; column++)
            {
                var code = BankFileColumns.All[column];
                var index = reader.Header.ToList().FindIndex(name => Is(name, code, words.Headers[column]));
                if (index >= 0)
                {
                    _indexes[code] = index;
                }
                else if (code is "reference" or "result")
                {
                    Missing ??= words.Headers[column];
                }
            }
        }

        public string? Missing { get; }

        public TableCell? Cell(string code) => _indexes.TryGetValue(code, out var index) && _reader.Cells[index].Kind != CellKind.Empty ? _reader.Cells[index] : null;

        public string Text(string code) => Cell(code) is { } cell ? CellParsing.Shown(cell).Trim() : "";
    }
}

/// <summary>What a bank's results said.</summary>
/// <param name="PaidCount">Payments that arrived.</param>
/// <param name="FailedCount">Payments that failed.</param>
public sealed record BankResults(int PaidCount, int FailedCount);
