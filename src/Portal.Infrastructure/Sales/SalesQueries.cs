using Microsoft.EntityFrameworkCore;
using Portal.Domain.Sales;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Sales;

/// <summary>Reads sales documents of the customers that the person may see.</summary>
public sealed class SalesQueries(IDbContextFactory<PortalDbContext> contexts, CurrentUser user)
{
    private const int MostLines = 1000;

    /// <summary>Documents, the newest first.</summary>
    public async Task<GridPage<SalesDocumentListRow>> ListAsync(GridQuery query, CancellationToken cancellationToken)
    {
        if (!user.Can(Permissions.Sales.View))
        {
            return new GridPage<SalesDocumentListRow>([], 0);
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var documents = Filtered(context, query);
        var total = await documents.CountAsync(cancellationToken);
        var ordered = (query.Sort, query.Descending) switch
        {
            ("number", false) => documents.OrderBy(row => row.Number).ThenBy(row => row.Id),
            ("number", true) => documents.OrderByDescending(row => row.Number).ThenBy(row => row.Id),
            ("date", false) => documents.OrderBy(row => row.DocumentOn).ThenBy(row => row.Id),
            ("net", false) => documents.OrderBy(row => row.NetMinor).ThenBy(row => row.Id),
            ("net", true) => documents.OrderByDescending(row => row.NetMinor).ThenBy(row => row.Id),
            ("recorded", false) => documents.OrderBy(row => row.Id),
            ("recorded", true) => documents.OrderByDescending(row => row.Id),
            _ => documents.OrderByDescending(row => row.DocumentOn).ThenByDescending(row => row.Id),
        };
        var rows = await (
            from document in ordered.Skip(query.Skip).Take(query.Take)
            join customer in context.Customers on document.CustomerId equals customer.Id
            select new SalesDocumentListRow(
                document.Id,
                document.Number,
                document.Kind,
                document.DocumentOn,
                customer.Id,
                customer.Number,
                customer.Name,
                document.LineCount,
                document.NetMinor,
                document.Currency,
                document.OriginalNumber,
                context.Employees.Where(row => row.Id == document.SalespersonId).Select(row => row.Name).FirstOrDefault(),
                document.Source,
                document.RecordedAtUtc))
            .ToListAsync(cancellationToken);
        return new GridPage<SalesDocumentListRow>(rows, total);
    }

    /// <summary>One document with its lines, the sale it returns, and the returns of it.</summary>
    public async Task<SalesDocumentRecord?> FindAsync(long id, CancellationToken cancellationToken)
    {
        if (!user.Can(Permissions.Sales.View))
        {
            return null;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var visible = context.Customers.VisibleTo(user, context);
        var found = await (
            from document in context.SalesDocuments.AsNoTracking()
            where document.Id == id
            join customer in visible on document.CustomerId equals customer.Id
            select new { Document = document, CustomerNumber = customer.Number, CustomerName = customer.Name })
            .SingleOrDefaultAsync(cancellationToken);
        if (found is null)
        {
            return null;
        }

        var row = found.Document;
        var lines = await (
            from line in context.SalesLines
            where line.DocumentId == id
            join product in context.Products on line.ProductId equals product.Id
            orderby line.LineNumber
            select new SalesLineRow(line.LineNumber, product.Id, product.Number, product.Name, product.Unit, line.QuantityMilli, line.NetMinor, line.DiscountMinor, line.CostMinor)
            {
                SoldUnit = line.Unit,
                SoldQuantityMilli = line.UnitQuantityMilli,
                DeliveredOn = line.DeliveredOn,
                IsNotForRebate = line.IsNotForRebate,
            })
            .Take(MostLines).ToListAsync(cancellationToken);
        var related = await context.SalesDocuments
            .Where(other => other.Source == row.Source && other.Id != id && (other.Number == row.Number || other.OriginalNumber == row.Number || other.Number == row.OriginalNumber))
            .OrderBy(other => other.DocumentOn).ThenBy(other => other.Id)
            .Select(other => new RelatedDocument(other.Id, other.Number, other.Kind, other.DocumentOn, other.NetMinor))
            .ToListAsync(cancellationToken);
        return new SalesDocumentRecord(
            row.Id,
            row.Number,
            row.Version,
            row.Source,
            row.Kind,
            row.DocumentOn,
            row.CustomerId,
            found.CustomerNumber,
            found.CustomerName,
            await context.Employees.Where(employee => employee.Id == row.SalespersonId).Select(employee => employee.Name).SingleOrDefaultAsync(cancellationToken),
            row.Currency,
            row.OriginalNumber,
            row.LineCount,
            row.NetMinor,
            row.ContentHash,
            row.RecordedAtUtc,
            row.ImportRunId,
            lines,
            related)
        {
            Channel = row.Channel,
            Agent = row.AgentId is not { } agentId ? null
                : await context.Customers.Where(agent => agent.Id == agentId).Select(agent => agent.Number + " " + agent.Name).SingleOrDefaultAsync(cancellationToken),
            Payments = await context.SalesPayments.Where(payment => payment.DocumentSource == row.Source && payment.DocumentNumber == row.Number)
                .OrderBy(payment => payment.PaidOn).ThenBy(payment => payment.Id)
                .Select(payment => new DocumentPaymentRow(payment.Number, payment.Version, payment.PaidOn, payment.AmountMinor)).ToListAsync(cancellationToken),
        };
    }

    /// <summary>The latest version of the document with a number within a source; null where there is none that the person may see.</summary>
    public async Task<SalesDocumentRecord?> FindByNumberAsync(string source, string number, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var id = await context.SalesDocuments.Where(row => row.Source == source && row.Number == number && row.Version > 0)
            .OrderByDescending(row => row.Version).Select(row => (long?)row.Id).FirstOrDefaultAsync(cancellationToken);
        return id is null ? null : await FindAsync(id.Value, cancellationToken);
    }

    private IQueryable<SalesDocument> Filtered(PortalDbContext context, GridQuery query)
    {
        var visible = context.Customers.VisibleTo(user, context);
        var documents = user.Scope == DataScope.All
            ? context.SalesDocuments
            : context.SalesDocuments.Where(row => visible.Any(customer => customer.Id == row.CustomerId));
        if (query.Term is { } term)
        {
            documents = documents.Where(row => row.Number.ToLower().Contains(term)
                || visible.Any(customer => customer.Id == row.CustomerId && (customer.Number.ToLower().Contains(term) || customer.Name.ToLower().Contains(term))));
        }

        if (query.Number("customer") is { } customerId)
        {
            documents = documents.Where(row => row.CustomerId == customerId);
        }

        if (query.Number("import") is { } importRunId)
        {
            documents = documents.Where(row => row.ImportRunId == importRunId);
        }

        if (query.Number("product") is { } productId)
        {
            documents = documents.Where(row => context.SalesLines.Any(line => line.DocumentId == row.Id && line.ProductId == productId));
        }

        if (query.Choice<SalesDocumentKind>("kind") is { } kind)
        {
            documents = documents.Where(row => row.Kind == kind);
        }

        if (query.Day("from") is { } from)
        {
            documents = documents.Where(row => row.DocumentOn >= from);
        }

        if (query.Day("to") is { } to)
        {
            documents = documents.Where(row => row.DocumentOn <= to);
        }

        if (query.Filter("source") is { } source)
        {
            documents = documents.Where(row => row.Source == source);
        }

        return documents;
    }
}

/// <summary>A document in the list.</summary>
/// <param name="Id">The key.</param>
/// <param name="Number">The number.</param>
/// <param name="Kind">Sale or return.</param>
/// <param name="DocumentOn">The business day.</param>
/// <param name="CustomerId">The customer.</param>
/// <param name="CustomerNumber">Its number.</param>
/// <param name="CustomerName">Its name.</param>
/// <param name="LineCount">Number of lines.</param>
/// <param name="NetMinor">Net amount.</param>
/// <param name="Currency">The currency.</param>
/// <param name="OriginalNumber">Of a return: the sale that came back.</param>
/// <param name="Salesperson">The salesperson's name.</param>
/// <param name="Source">The system that issued it.</param>
/// <param name="RecordedAtUtc">When it reached us.</param>
public sealed record SalesDocumentListRow(
    long Id,
    string Number,
    SalesDocumentKind Kind,
    DateOnly DocumentOn,
    long CustomerId,
    string CustomerNumber,
    string CustomerName,
    int LineCount,
    long NetMinor,
    string Currency,
    string? OriginalNumber,
    string? Salesperson,
    string Source,
    DateTime RecordedAtUtc);

/// <summary>One document.</summary>
/// <param name="Id">The key.</param>
/// <param name="Number">The number.</param>
/// <param name="Version">How often its source issued it; negative if it takes that version back.</param>
/// <param name="Source">The system that issued it.</param>
/// <param name="Kind">Sale or return.</param>
/// <param name="DocumentOn">The business day.</param>
/// <param name="CustomerId">The customer.</param>
/// <param name="CustomerNumber">Its number.</param>
/// <param name="CustomerName">Its name.</param>
/// <param name="Salesperson">The salesperson's name.</param>
/// <param name="Currency">The currency.</param>
/// <param name="OriginalNumber">Of a return: the sale that came back.</param>
/// <param name="LineCount">Number of lines.</param>
/// <param name="NetMinor">Net amount.</param>
/// <param name="ContentHash">What recognises the same content.</param>
/// <param name="RecordedAtUtc">When it reached us.</param>
/// <param name="ImportRunId">The import that brought it.</param>
/// <param name="Lines">The lines, the first thousand.</param>
/// <param name="Related">The sale that it returns, or the returns of it.</param>
public sealed record SalesDocumentRecord(
    long Id,
    string Number,
    int Version,
    string Source,
    SalesDocumentKind Kind,
    DateOnly DocumentOn,
    long CustomerId,
    string CustomerNumber,
    string CustomerName,
    string? Salesperson,
    string Currency,
    string? OriginalNumber,
    int LineCount,
    long NetMinor,
    string ContentHash,
    DateTime RecordedAtUtc,
    long? ImportRunId,
    IReadOnlyList<SalesLineRow> Lines,
    IReadOnlyList<RelatedDocument> Related)
{
    /// <summary>The way it was sold.</summary>
    public string? Channel { get; init; }

    /// <summary>The agent's number and name.</summary>
    public string? Agent { get; init; }

    /// <summary>The payments, in the order of days.</summary>
    public IReadOnlyList<DocumentPaymentRow> Payments { get; init; } = [];

    /// <summary>How far it is paid.</summary>
    public PaymentStanding Standing => PaymentStanding.Of(NetMinor, DocumentOn, Payments.Select(payment => (payment.PaidOn, payment.AmountMinor)));
}

/// <summary>A payment of a document.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Version">How often the number was recorded; negative for what takes that version back.</param>
/// <param name="PaidOn">The day.</param>
/// <param name="AmountMinor">Minor units, with the sign of the document.</param>
public sealed record DocumentPaymentRow(string Number, int Version, DateOnly PaidOn, long AmountMinor);

/// <summary>A line of a document.</summary>
/// <param name="LineNumber">The line's number.</param>
/// <param name="ProductId">The product.</param>
/// <param name="ProductNumber">Its number.</param>
/// <param name="ProductName">Its name.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="QuantityMilli">Thousandths of the unit.</param>
/// <param name="NetMinor">Net amount.</param>
/// <param name="DiscountMinor">Discount.</param>
/// <param name="CostMinor">Cost, or null.</param>
public sealed record SalesLineRow(
    int LineNumber, long ProductId, string ProductNumber, string ProductName, string Unit, long QuantityMilli, long NetMinor, long DiscountMinor, long? CostMinor)
{
    /// <summary>The unit in which it was sold; null for the product's own.</summary>
    public string? SoldUnit { get; init; }

    /// <summary>Thousandths of that unit.</summary>
    public long? SoldQuantityMilli { get; init; }

    /// <summary>The day of delivery.</summary>
    public DateOnly? DeliveredOn { get; init; }

    /// <summary>Whether it earns no rebate.</summary>
    public bool IsNotForRebate { get; init; }
}

/// <summary>A document that belongs to another.</summary>
/// <param name="Id">The key.</param>
/// <param name="Number">The number.</param>
/// <param name="Kind">Sale or return.</param>
/// <param name="DocumentOn">The business day.</param>
/// <param name="NetMinor">Net amount.</param>
public sealed record RelatedDocument(long Id, string Number, SalesDocumentKind Kind, DateOnly DocumentOn, long NetMinor);
