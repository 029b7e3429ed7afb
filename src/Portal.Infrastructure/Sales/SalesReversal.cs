using Microsoft.EntityFrameworkCore;
using Portal.Domain.Sales;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Sales;

/// <summary>Takes documents back: each gets one of the same day with the opposite amounts, whose version is the negative of its own.</summary>
internal static class SalesReversal
{
    private const int DocumentsAtOnce = 1000;

    /// <summary>Takes back every document of an import that is there, in the context's transaction.</summary>
    /// <returns>How many.</returns>
    public static async Task<int> WriteAsync(PortalDbContext context, long importRunId, DateTime nowUtc, CancellationToken cancellationToken)
    {
        var products = await context.Products.ToDictionaryAsync(row => row.Id, row => row.Number, cancellationToken);
        var count = 0;
        for (var after = 0L; ;)
        {
            var documents = await (
                from document in context.SalesDocuments.AsNoTracking()
                join customer in context.Customers on document.CustomerId equals customer.Id
                join employee in context.Employees on document.SalespersonId equals employee.Id into employees
                from employee in employees.DefaultIfEmpty()
                join agent in context.Customers on document.AgentId equals agent.Id into agents
                from agent in agents.DefaultIfEmpty()
                where document.ImportRunId == importRunId && document.Version > 0 && document.Id > after
                orderby document.Id
                select new { Document = document, Customer = customer.Number, Salesperson = employee!.Number, Agent = agent!.Number })
                .Take(DocumentsAtOnce).ToListAsync(cancellationToken);
            if (documents.Count == 0)
            {
                return count;
            }

            var first = documents[0].Document.Id;
            after = documents[^1].Document.Id;
            var upTo = after;
            var lines = await (
                from line in context.SalesLines.AsNoTracking()
                join document in context.SalesDocuments on line.DocumentId equals document.Id
                where document.ImportRunId == importRunId && document.Id >= first && document.Id <= upTo
                orderby line.LineNumber
                select line).ToListAsync(cancellationToken);
            var byDocument = lines.ToLookup(line => line.DocumentId);
            var reversals = documents.ConvertAll(row => Reverse(row.Document, row.Customer, row.Salesperson, row.Agent, [.. byDocument[row.Document.Id]], products));
            await SalesDocumentWriter.WriteAsync(context, reversals, importRunId, nowUtc, cancellationToken);
            count += documents.Count;
        }
    }

    private static SalesDocumentRow Reverse(
        SalesDocument document, string customer, string? salesperson, string? agent, List<SalesLine> lines, Dictionary<long, string> products)
    {
        var draft = new SalesDocumentDraft
        {
            Source = document.Source,
            Number = document.Number,
            Kind = document.Kind == SalesDocumentKind.Sale ? SalesDocumentKind.Return : SalesDocumentKind.Sale,
            CustomerNumber = customer,
            DocumentOn = document.DocumentOn,
            SalespersonNumber = salesperson,
            OriginalNumber = document.Number,
            Currency = document.Currency,
            Channel = document.Channel,
            AgentNumber = agent,
            Lines = [.. lines.Select(line => Reverse(line, products[line.ProductId]))],
        };
        return new SalesDocumentRow(draft, document.CustomerId, document.SalespersonId, [.. lines.Select(line => new ResolvedLine(line.ProductId, -line.QuantityMilli))])
        {
            Version = -document.Version,
            AgentId = document.AgentId,
        };
    }

    private static SalesLineDraft Reverse(SalesLine line, string product) =>
        new(line.LineNumber, product, -(line.UnitQuantityMilli ?? line.QuantityMilli), -line.NetMinor, -line.DiscountMinor, -line.CostMinor)
        {
            DeliveredOn = line.DeliveredOn,
            IsNotForRebate = line.IsNotForRebate,
            Unit = line.Unit,
        };
}
