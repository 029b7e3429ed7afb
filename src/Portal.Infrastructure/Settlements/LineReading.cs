using Microsoft.EntityFrameworkCore;
using Portal.Domain.Settlements;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Settlements;

/// <summary>Pages of settlement lines; the caller has narrowed them to what the person may see.</summary>
internal static class LineReading
{
    public static async Task<GridPage<SettlementLineRow>> PageAsync(
        PortalDbContext context, IQueryable<SettlementLine> lines, GridQuery query, CancellationToken cancellationToken)
    {
        lines = query.Choice<SettlementReason>("reason") is { } reason ? lines.Where(line => line.Reason == reason) : lines;
        lines = query.Filter("sign") switch
        {
            "positive" => lines.Where(line => line.DueMinor > 0),
            "negative" => lines.Where(line => line.DueMinor < 0),
            _ => lines,
        };
        lines = query.Number("customer") is { } customerId ? lines.Where(line => line.CustomerId == customerId) : lines;
        if (query.Term is { } term)
        {
            lines = lines.Where(line => context.Customers.Any(customer => customer.Id == line.CustomerId
                && (customer.Name.ToLower().Contains(term) || customer.Number.ToLower().Contains(term))));
        }

        var total = await lines.CountAsync(cancellationToken);
        var page = Ordered(context, lines, query).Skip(query.Skip).Take(query.Take);
        return new GridPage<SettlementLineRow>(await Rows(context, page).ToListAsync(cancellationToken), total);
    }

    public static IQueryable<SettlementLineRow> Rows(PortalDbContext context, IQueryable<SettlementLine> lines) => lines.Select(line => new SettlementLineRow
    {
        Id = line.Id,
        SettlementId = line.SettlementId,
        CustomerId = line.CustomerId,
        CustomerNumber = context.Customers.Where(customer => customer.Id == line.CustomerId).Select(customer => customer.Number).First(),
        CustomerName = context.Customers.Where(customer => customer.Id == line.CustomerId).Select(customer => customer.Name).First(),
        PayeeName = context.SettlementPayees.Where(payee => payee.SettlementId == line.SettlementId && payee.CustomerId == line.CustomerId)
            .Select(payee => payee.EmployeeId != null
                ? context.Employees.Where(employee => employee.Id == payee.EmployeeId).Select(employee => employee.Name).First()
                : context.Customers.Where(customer => customer.Id == payee.PayeeId).Select(customer => customer.Name).First())
            .FirstOrDefault(),
        Currency = context.Settlements.Where(row => row.Id == line.SettlementId)
            .Join(context.RebateProgramVersions, row => row.ProgramVersionId, version => version.Id, (row, version) => version.Currency).First(),
        LineNumber = line.ProgramLineNumber,
        QualifierValue = line.QualifierValue,
        IsQualifierQuantity = line.IsQualifierQuantity,
        TierNumber = line.TierNumber,
        TierFrom = line.TierFrom,
        BaseValue = line.BaseValue,
        IsBaseQuantity = line.IsBaseQuantity,
        RatePercent = line.RatePercent,
        RateAmount = line.RateAmount,
        RawMinor = line.RawMinor,
        RoundedMinor = line.RoundedMinor,
        AlreadySettledMinor = line.AlreadySettledMinor,
        DeltaMinor = line.DeltaMinor,
        CarriedInMinor = line.CarriedInMinor,
        CarriedOutMinor = line.CarriedOutMinor,
        DueMinor = line.DueMinor,
        Reason = line.Reason,
    });

    private static IOrderedQueryable<SettlementLine> Ordered(PortalDbContext context, IQueryable<SettlementLine> lines, GridQuery query) => (query.Sort, query.Descending) switch
    {
        ("customer", false) => lines.OrderBy(line => context.Customers.Where(customer => customer.Id == line.CustomerId).Select(customer => customer.Name).First()).ThenBy(line => line.Id),
        ("customer", true) => lines.OrderByDescending(line => context.Customers.Where(customer => customer.Id == line.CustomerId).Select(customer => customer.Name).First()).ThenBy(line => line.Id),
        ("tier", false) => lines.OrderBy(line => line.TierNumber).ThenBy(line => line.Id),
        ("tier", true) => lines.OrderByDescending(line => line.TierNumber).ThenBy(line => line.Id),
        ("base", false) => lines.OrderBy(line => line.BaseValue).ThenBy(line => line.Id),
        ("base", true) => lines.OrderByDescending(line => line.BaseValue).ThenBy(line => line.Id),
        ("rounded", false) => lines.OrderBy(line => line.RoundedMinor).ThenBy(line => line.Id),
        ("rounded", true) => lines.OrderByDescending(line => line.RoundedMinor).ThenBy(line => line.Id),
        ("reason", false) => lines.OrderBy(line => line.Reason).ThenBy(line => line.Id),
        ("reason", true) => lines.OrderByDescending(line => line.Reason).ThenBy(line => line.Id),
        ("due", false) => lines.OrderBy(line => line.DueMinor).ThenBy(line => line.Id),
        _ => lines.OrderByDescending(line => line.DueMinor).ThenBy(line => line.Id),
    };
}
