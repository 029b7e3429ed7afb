using Microsoft.EntityFrameworkCore;
using Portal.Domain.Payouts;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Payouts;

/// <summary>What employees get with their wages for the purchases of their customers. Who does not see all of them sees its own.</summary>
public sealed class PayrollQueries(IDbContextFactory<PortalDbContext> contexts, CurrentUser user)
{
    /// <summary>The payments. Sorts: employee, amount, created, state. Filters: <c>state</c>, <c>from</c>, <c>to</c> (days of making).</summary>
    public async Task<GridPage<PayrollRow>> ListAsync(GridQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = Filtered(Rows(context), query);
        var sorted = (query.Sort, query.Descending) switch
        {
            ("employee", false) => rows.OrderBy(row => row.EmployeeNumber),
            ("employee", true) => rows.OrderByDescending(row => row.EmployeeNumber),
            ("amount", false) => rows.OrderBy(row => row.AmountMinor),
            ("amount", true) => rows.OrderByDescending(row => row.AmountMinor),
            ("state", false) => rows.OrderBy(row => row.State),
            ("state", true) => rows.OrderByDescending(row => row.State),
            ("created", false) => rows.OrderBy(row => row.CreatedAtUtc),
            _ => rows.OrderByDescending(row => row.CreatedAtUtc),
        };
        return new GridPage<PayrollRow>(
            await sorted.ThenByDescending(row => row.Id).Skip(query.Skip).Take(query.Take).ToListAsync(cancellationToken),
            await rows.CountAsync(cancellationToken));
    }

    private IQueryable<PayrollRow> Rows(PortalDbContext context)
    {
        var mayView = user.Can(Permissions.Payouts.Payroll);
        var isAll = user.Scope == DataScope.All && user.Can(Permissions.Payouts.View);
        var employeeId = user.EmployeeId ?? 0;
        return
            from item in context.PayoutItems
            join document in context.PayoutDocuments on item.DocumentId equals document.Id
            join settlement in context.Settlements on document.SettlementId equals settlement.Id
            join version in context.RebateProgramVersions on settlement.ProgramVersionId equals version.Id
            join employee in context.Employees on item.EmployeeId equals employee.Id
            join customer in context.Customers on item.CustomerId equals customer.Id
            where mayView && (isAll || item.EmployeeId == employeeId)
            select new PayrollRow
            {
                Id = item.Id,
                EmployeeNumber = employee.Number,
                EmployeeName = employee.Name,
                CustomerName = customer.Name,
                DocumentId = document.Id,
                DocumentNumber = document.Number,
                ProgramNameZhCn = version.NameZhCn,
                ProgramNameEn = version.NameEn,
                PeriodFrom = settlement.PeriodFrom,
                PeriodTo = settlement.PeriodTo,
                AmountMinor = item.AmountMinor,
                Currency = document.Currency,
                State = item.State,
                CreatedAtUtc = document.CreatedAtUtc,
                DecidedAtUtc = item.DecidedAtUtc,
            };
    }

    private static IQueryable<PayrollRow> Filtered(IQueryable<PayrollRow> rows, GridQuery query)
    {
        if (query.Term is { } term)
        {
            rows = rows.Where(row => row.EmployeeNumber.ToLower().Contains(term) || row.EmployeeName.ToLower().Contains(term)
                || row.CustomerName.ToLower().Contains(term) || row.DocumentNumber.ToLower().Contains(term));
        }

        rows = query.Choice<PayoutItemState>("state") is { } state ? rows.Where(row => row.State == state) : rows;
        if (query.Day("from") is { } from)
        {
            var fromUtc = from.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
            rows = rows.Where(row => row.CreatedAtUtc >= fromUtc);
        }

        if (query.Day("to") is { } to)
        {
            var beforeUtc = to.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
            rows = rows.Where(row => row.CreatedAtUtc < beforeUtc);
        }

        return rows;
    }
}

/// <summary>What an employee gets for one customer.</summary>
public sealed record PayrollRow
{
    /// <summary>The payment.</summary>
    public long Id { get; init; }

    /// <summary>The employee's number.</summary>
    public required string EmployeeNumber { get; init; }

    /// <summary>The employee's name.</summary>
    public required string EmployeeName { get; init; }

    /// <summary>The customer who bought.</summary>
    public required string CustomerName { get; init; }

    /// <summary>The payout document.</summary>
    public long DocumentId { get; init; }

    /// <summary>FF-2026-0001.</summary>
    public required string DocumentNumber { get; init; }

    /// <summary>The programme's Chinese name.</summary>
    public required string ProgramNameZhCn { get; init; }

    /// <summary>The programme's English name.</summary>
    public required string ProgramNameEn { get; init; }

    /// <summary>First day of the period.</summary>
    public DateOnly PeriodFrom { get; init; }

    /// <summary>Last day of the period.</summary>
    public DateOnly PeriodTo { get; init; }

    /// <summary>The period as text.</summary>
    public string Period => new DateRange(PeriodFrom, PeriodTo).ToString();

    /// <summary>The amount in minor units.</summary>
    public long AmountMinor { get; init; }

    /// <summary>ISO code of the currency.</summary>
    public required string Currency { get; init; }

    /// <summary>Where it stands.</summary>
    public PayoutItemState State { get; init; }

    /// <summary>When the document was made.</summary>
    public DateTime CreatedAtUtc { get; init; }

    /// <summary>When it was paid or failed.</summary>
    public DateTime? DecidedAtUtc { get; init; }
}
