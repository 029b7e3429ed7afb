using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Portal.Domain.Sales;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Intake;

/// <summary>A document whose references are found.</summary>
/// <param name="Draft">The draft.</param>
/// <param name="CustomerId">The customer.</param>
/// <param name="SalespersonId">The salesperson, or null.</param>
/// <param name="ProductIds">The products of the lines, in their order.</param>
/// <param name="Replaces">The version that it replaces, or null.</param>
internal sealed record ResolvedDocument(IntakeDraft Draft, long CustomerId, long? SalespersonId, IReadOnlyList<long> ProductIds, SalesDocument? Replaces);

/// <summary>Ids by number of what a few documents refer to.</summary>
internal sealed record IntakeDirectory(
    IReadOnlyDictionary<string, long> Customers, IReadOnlyDictionary<string, long> Products, IReadOnlyDictionary<string, long> Employees)
{
    private static readonly Dictionary<string, long> None = [];

    public static IntakeDirectory Empty { get; } = new(None, None, None);

    public static async Task<IntakeDirectory> LoadAsync(IReadOnlyList<IntakeDraft> drafts, PortalDbContext context, CancellationToken cancellationToken)
    {
        var customers = drafts.Select(draft => draft.Draft.CustomerNumber).Distinct().ToArray();
        var products = drafts.SelectMany(draft => draft.Draft.Lines).Select(line => line.ProductNumber).Distinct().ToArray();
        var employees = drafts.Select(draft => draft.Draft.SalespersonNumber).OfType<string>().Distinct().ToArray();
        return new IntakeDirectory(
            await context.Customers.Where(row => EF.Parameter(customers).Contains(row.Number)).ToDictionaryAsync(row => row.Number, row => row.Id, cancellationToken),
            await context.Products.Where(row => EF.Parameter(products).Contains(row.Number)).Select(row => new { row.Id, row.Number })
                .ToDictionaryAsync(row => row.Number, row => row.Id, cancellationToken),
            employees.Length == 0
                ? None
                : await context.Employees.Where(row => EF.Parameter(employees).Contains(row.Number)).Select(row => new { row.Id, row.Number })
                    .ToDictionaryAsync(row => row.Number, row => row.Id, cancellationToken));
    }

    /// <summary>Finds what the document refers to, or says all that is missing.</summary>
    public Outcome<ResolvedDocument> Resolve(IntakeDraft intake, SalesDocument? replaces)
    {
        var refusals = new List<Refusal>();
        var draft = intake.Draft;
        if (!Customers.TryGetValue(draft.CustomerNumber, out var customerId))
        {
            refusals.Add(new Refusal("import_customer_unknown", draft.CustomerNumber) { Field = "customer" });
        }

        long salespersonId = 0;
        if (draft.SalespersonNumber is { } salesperson && !Employees.TryGetValue(salesperson, out salespersonId))
        {
            refusals.Add(new Refusal("import_salesperson_unknown", salesperson) { Field = "salesperson" });
        }

        var productIds = new long[draft.Lines.Count];
        for (var index = 0; index < productIds.Length; index++)
        {
            if (!Products.TryGetValue(draft.Lines[index].ProductNumber, out productIds[index]))
            {
                var field = string.Create(CultureInfo.InvariantCulture, $"lines[{index}].product");
                refusals.Add(new Refusal("import_product_unknown", draft.Lines[index].ProductNumber) { Field = field });
            }
        }

        return refusals.Count > 0
            ? Outcome<ResolvedDocument>.Refused(refusals)
            : new ResolvedDocument(intake, customerId, draft.SalespersonNumber is null ? null : salespersonId, productIds, replaces);
    }
}

/// <summary>The documents in the database that have the numbers of new ones, or are the sales that new returns name.</summary>
internal sealed class KnownDocuments(ILookup<(string Source, string Number), SalesDocument> documents)
{
    public static async Task<KnownDocuments> LoadAsync(IReadOnlyList<SalesDocumentDraft> drafts, PortalDbContext context, CancellationToken cancellationToken)
    {
        var found = new List<SalesDocument>();
        foreach (var group in drafts.GroupBy(draft => draft.Source))
        {
            var source = group.Key;
            var numbers = group.Select(draft => draft.Number).Concat(group.Select(draft => draft.OriginalNumber).OfType<string>()).Distinct().ToArray();
            found.AddRange(await context.SalesDocuments.AsNoTracking()
                .Where(row => row.Source == source && row.Version > 0 && EF.Parameter(numbers).Contains(row.Number)).ToListAsync(cancellationToken));
        }

        return new KnownDocuments(found.ToLookup(document => (document.Source, document.Number)));
    }

    public IReadOnlyList<SalesDocument> VersionsOf(string source, string number) => [.. documents[(source, number)]];
}
