using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Portal.Domain.Sales;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Sales;

namespace Portal.Infrastructure.Intake;

/// <summary>A document whose references are found.</summary>
/// <param name="Draft">The draft.</param>
/// <param name="CustomerId">The customer.</param>
/// <param name="SalespersonId">The salesperson, or null.</param>
/// <param name="Lines">The products of the lines and their quantities, in their order.</param>
/// <param name="Replaces">The version that it replaces, or null.</param>
internal sealed record ResolvedDocument(IntakeDraft Draft, long CustomerId, long? SalespersonId, IReadOnlyList<ResolvedLine> Lines, SalesDocument? Replaces)
{
    /// <summary>The agent, or null.</summary>
    public long? AgentId { get; init; }
}

/// <summary>Ids by number of what a few documents refer to.</summary>
internal sealed record IntakeDirectory(
    IReadOnlyDictionary<string, long> Customers, IReadOnlyDictionary<string, long> Products, IReadOnlyDictionary<string, long> Employees)
{
    private static readonly Dictionary<string, long> None = [];

    public static IntakeDirectory Empty { get; } = new(None, None, None);

    /// <summary>The units of the products; empty where no line names one.</summary>
    public UnitTable Units { get; init; } = UnitTable.Empty;

    public static async Task<IntakeDirectory> LoadAsync(IReadOnlyList<IntakeDraft> drafts, PortalDbContext context, CancellationToken cancellationToken)
    {
        var customers = drafts.Select(draft => draft.Draft.CustomerNumber).Concat(drafts.Select(draft => draft.Draft.AgentNumber).OfType<string>()).Distinct().ToArray();
        var products = drafts.SelectMany(draft => draft.Draft.Lines).Select(line => line.ProductNumber).Distinct().ToArray();
        var employees = drafts.Select(draft => draft.Draft.SalespersonNumber).OfType<string>().Distinct().ToArray();
        var directory = new IntakeDirectory(
            await context.Customers.Where(row => EF.Parameter(customers).Contains(row.Number)).ToDictionaryAsync(row => row.Number, row => row.Id, cancellationToken),
            await context.Products.Where(row => EF.Parameter(products).Contains(row.Number)).Select(row => new { row.Id, row.Number })
                .ToDictionaryAsync(row => row.Number, row => row.Id, cancellationToken),
            employees.Length == 0
                ? None
                : await context.Employees.Where(row => EF.Parameter(employees).Contains(row.Number)).Select(row => new { row.Id, row.Number })
                    .ToDictionaryAsync(row => row.Number, row => row.Id, cancellationToken));
        return drafts.Any(draft => draft.Draft.Lines.Any(line => line.Unit is not null))
            ? directory with { Units = await UnitTable.LoadAsync(context, [.. directory.Products.Values], cancellationToken) }
            : directory;
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

        long agentId = 0;
        if (draft.AgentNumber is { } agent && !Customers.TryGetValue(agent, out agentId))
        {
            refusals.Add(new Refusal("import_agent_unknown", agent) { Field = "agent" });
        }

        var lines = Lines(draft, refusals);
        return refusals.Count > 0
            ? Outcome<ResolvedDocument>.Refused(refusals)
            : new ResolvedDocument(intake, customerId, draft.SalespersonNumber is null ? null : salespersonId, lines, replaces)
            {
                AgentId = draft.AgentNumber is null ? null : agentId,
            };
    }

    private ResolvedLine[] Lines(SalesDocumentDraft draft, List<Refusal> refusals)
    {
        var lines = new ResolvedLine[draft.Lines.Count];
        for (var index = 0; index < lines.Length; index++)
        {
            var line = draft.Lines[index];
            if (!Products.TryGetValue(line.ProductNumber, out var productId))
            {
                refusals.Add(new Refusal("import_product_unknown", line.ProductNumber) { Field = string.Create(CultureInfo.InvariantCulture, $"lines[{index}].product") });
            }
            else if (line.Unit is null)
            {
                lines[index] = new ResolvedLine(productId, line.QuantityMilli);
            }
            else
            {
                var own = Units.ToOwnMilli(productId, line.ProductNumber, line.Unit, line.QuantityMilli);
                refusals.AddRange(own.Refusals.Select(refusal => refusal with { Field = string.Create(CultureInfo.InvariantCulture, $"lines[{index}].unit") }));
                lines[index] = new ResolvedLine(productId, own.IsDone ? own.Value : 0);
            }
        }

        return lines;
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
