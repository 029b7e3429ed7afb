using Microsoft.EntityFrameworkCore;
using Portal.Domain.Payouts;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Live;
using Portal.Infrastructure.Shared;
using Portal.Infrastructure.Spreadsheets;

namespace Portal.Infrastructure.Payouts;

/// <summary>
/// Makes the payroll list of a payout document: what each employee gets with the wages, one line per employee, for whoever pays
/// wages. Made again, it is the same list until payments are confirmed.
/// </summary>
public sealed class ExportPayroll(WriteTransaction writes, IDbContextFactory<PortalDbContext> contexts, LiveUpdates live, CurrentUser user, BusinessClock clock)
{
    /// <summary>Makes the list and marks its payments exported.</summary>
    /// <param name="documentId">The payout document.</param>
    /// <param name="headers">The words above the columns, as many as <see cref="Columns"/>.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<Outcome<PayrollFile>> RunAsync(long documentId, IReadOnlyList<string> headers, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(headers);
        if (user.Refuse(Permissions.Payouts.Pay) is { } refusal)
        {
            return refusal;
        }

        var marked = await writes.RunAsync((context, ct) => MarkAsync(documentId, context, ct), cancellationToken);
        if (!marked.IsDone)
        {
            return marked.Refusal;
        }

        await live.PublishAsync(LiveUpdates.Payments, CancellationToken.None);
        return await WriteAsync(documentId, marked.Value, headers, cancellationToken);
    }

    /// <summary>The columns' codes, in order.</summary>
    public static IReadOnlyList<string> Columns { get; } = ["number", "name", "department", "customers", "amount", "currency", "period", "purpose"];

    private async Task<Outcome<PayoutDocument>> MarkAsync(long documentId, PortalDbContext context, CancellationToken cancellationToken)
    {
        var document = await context.PayoutDocuments.SingleOrDefaultAsync(row => row.Id == documentId, cancellationToken);
        if (document is null)
        {
            return new Refusal(Refusal.NotFound);
        }

        if (document.Method != PayoutMethod.Payroll)
        {
            return new Refusal("payout_other_method", document.Number);
        }

        foreach (var item in await context.PayoutItems.Where(item => item.DocumentId == documentId && item.State == PayoutItemState.Pending).ToListAsync(cancellationToken))
        {
            item.MarkExported();
        }

        document.MarkExported(user.UserId, clock.UtcNow);
        return await context.TrySaveAsync(cancellationToken) is { } stale ? stale : document;
    }

    private async Task<PayrollFile> WriteAsync(long documentId, PayoutDocument document, IReadOnlyList<string> headers, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var period = await context.Settlements.Where(row => row.Id == document.SettlementId)
            .Select(row => new { row.Number, row.PeriodFrom, row.PeriodTo }).SingleAsync(cancellationToken);
        var rows = await (
            from item in context.PayoutItems
            join employee in context.Employees on item.EmployeeId equals employee.Id
            where item.DocumentId == documentId && item.State == PayoutItemState.Exported
            group item by new { employee.Number, employee.Name, employee.DepartmentId } into items
            orderby items.Key.Number
            select new
            {
                items.Key.Number,
                items.Key.Name,
                Department = context.Departments.Where(department => department.Id == items.Key.DepartmentId).Select(department => department.Name).FirstOrDefault(),
                Customers = items.Count(),
                AmountMinor = items.Sum(item => item.AmountMinor),
            }).ToListAsync(cancellationToken);
        var range = new DateRange(period.PeriodFrom, period.PeriodTo).ToString();
        var cells = rows.Select(row => (IReadOnlyList<object?>)
            [row.Number, row.Name, row.Department ?? "", row.Customers, new Money(row.AmountMinor), document.Currency, range, $"{document.Number} {period.Number}"]);
        using var target = new MemoryStream();
        await SpreadsheetWriter.WriteCsvAsync(target, document.Number, headers, cells.ToAsyncEnumerable(), cancellationToken);
        return new PayrollFile(document.Number + ".csv", target.ToArray(), rows.Count, rows.Sum(row => row.AmountMinor), document.Currency);
    }
}

/// <summary>A payroll list.</summary>
/// <param name="FileName">FF-2026-0001.csv.</param>
/// <param name="Content">UTF-8 with a byte order mark.</param>
/// <param name="EmployeeCount">Employees in it.</param>
/// <param name="TotalMinor">What they get together, in minor units.</param>
/// <param name="Currency">ISO code.</param>
public sealed record PayrollFile(string FileName, ReadOnlyMemory<byte> Content, int EmployeeCount, long TotalMinor, string Currency);
