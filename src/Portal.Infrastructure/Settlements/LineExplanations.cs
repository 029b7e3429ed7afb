using Microsoft.EntityFrameworkCore;
using Portal.Domain.Programs;
using Portal.Domain.Settlements;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Settlements;

/// <summary>Explains a settlement line down to the sales lines it counted. The caller has checked that the person may see it.</summary>
public sealed class LineExplanations(IDbContextFactory<PortalDbContext> contexts)
{
    /// <summary>The line with its facts, what was settled before, and what it counted; null where there is none.</summary>
    public async Task<LineExplanation?> FindAsync(long lineId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var line = await context.SettlementLines.AsNoTracking().FirstOrDefaultAsync(row => row.Id == lineId, cancellationToken);
        if (line is null)
        {
            return null;
        }

        var row = await LineReading.Rows(context, context.SettlementLines.Where(item => item.Id == lineId)).SingleAsync(cancellationToken);
        var settlement = await context.Settlements.AsNoTracking().SingleAsync(item => item.Id == line.SettlementId, cancellationToken);
        var version = await context.RebateProgramVersions.AsNoTracking().SingleAsync(item => item.Id == settlement.ProgramVersionId, cancellationToken);
        var facts = SettlementFactsReading.Read(line, ProgramDocument.Read(version.DefinitionJson).Value, version.Number);
        var counted = await CountAsync(context, line, facts, null, cancellationToken);
        return new LineExplanation
        {
            Row = row,
            Facts = facts,
            SettlementNumber = settlement.Number,
            State = settlement.State,
            NameZhCn = version.NameZhCn,
            NameEn = version.NameEn,
            VersionNumber = version.Number,
            PeriodFrom = line.PeriodFrom,
            PeriodTo = line.PeriodTo,
            SaleDocuments = counted.SaleDocuments.Count,
            ReturnDocuments = counted.ReturnDocuments.Count,
            SalesLines = counted.Lines,
            ReturnsMinor = counted.ReturnsMinor,
            Categories = await CategoriesAsync(context, counted.NetByProduct, cancellationToken),
            Earlier = await EarlierAsync(context, line, facts, cancellationToken),
        };
    }

    /// <summary>The sales lines that count, in the order of their days; filter "kind" (sale, return, late).</summary>
    public async Task<GridPage<CountedSalesLine>> SalesLinesAsync(long lineId, GridQuery query, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var line = await context.SettlementLines.AsNoTracking().FirstOrDefaultAsync(row => row.Id == lineId, cancellationToken);
        if (line is null)
        {
            return new GridPage<CountedSalesLine>([], 0);
        }

        var counted = await CountAsync(context, line, await FactsAsync(context, line, cancellationToken), query, cancellationToken);
        var ids = counted.Page.ConvertAll(item => item.Id);
        var details = await context.SalesLines.Where(item => ids.Contains(item.Id))
            .Join(context.SalesDocuments, item => item.DocumentId, document => document.Id, (item, document) => new { item, document })
            .Join(context.Products, pair => pair.item.ProductId, product => product.Id, (pair, product) => new CountedSalesLine(
                pair.item.Id, pair.document.Id, pair.document.Number, pair.item.DocumentOn, pair.item.LineNumber, product.Number, product.Name, product.Unit,
                pair.item.QuantityMilli, pair.item.NetMinor, true, true))
            .ToDictionaryAsync(item => item.Id, cancellationToken);
        return new GridPage<CountedSalesLine>(
            [.. counted.Page.Select(item => details[item.Id] with { Qualifies = item.Qualifies, Earns = item.Earns })], counted.Matching);
    }

    private static async Task<SettlementFacts> FactsAsync(PortalDbContext context, SettlementLine line, CancellationToken cancellationToken)
    {
        var version = await context.Settlements.Where(settlement => settlement.Id == line.SettlementId)
            .Join(context.RebateProgramVersions, settlement => settlement.ProgramVersionId, version => version.Id, (_, version) => new { version.Number, version.DefinitionJson })
            .SingleAsync(cancellationToken);
        return SettlementFactsReading.Read(line, ProgramDocument.Read(version.DefinitionJson).Value, version.Number);
    }

    private static async Task<Counted> CountAsync(
        PortalDbContext context, SettlementLine line, SettlementFacts facts, GridQuery? page, CancellationToken cancellationToken)
    {
        var master = await MasterDataReading.ReadProductsAsync(context, cancellationToken);
        var sets = new SelectorSets(master);
        var qualifies = facts.QualifierScope is { } qualifierScope ? sets.Contains(qualifierScope) : _ => false;
        var earns = facts.BaseScope is { } baseScope ? sets.Contains(baseScope) : qualifies;
        var products = master.Products.ToDictionary(product => product.Id, product => (Qualifies: qualifies(product), Earns: earns(product)));
        var upTo = await context.SettlementRuns.Where(run => run.Id == line.RunId).Select(run => run.SalesLinesUpTo).SingleAsync(cancellationToken);
        var lateAfter = page?.Filter("kind") == "late" ? await EarlierWatermarkAsync(context, line, cancellationToken) : null;
        var counted = new Counted();
        var rows = context.SalesDocuments
            .Where(document => document.CustomerId == line.CustomerId && document.DocumentOn >= facts.MeasuredFrom && document.DocumentOn <= facts.PeriodTo)
            .Join(context.SalesLines, document => document.Id, item => item.DocumentId, (_, item) => item)
            .Where(item => item.Id <= upTo)
            .OrderBy(item => item.DocumentOn).ThenBy(item => item.Id)
            .Select(item => new { item.Id, item.DocumentId, item.ProductId, item.QuantityMilli, item.NetMinor })
            .AsAsyncEnumerable();
        await foreach (var item in rows.WithCancellation(cancellationToken))
        {
            if (!products.TryGetValue(item.ProductId, out var scope) || !(scope.Qualifies || scope.Earns))
            {
                continue;
            }

            var isReturn = item.NetMinor < 0 || item.QuantityMilli < 0;
            counted.Lines++;
            (isReturn ? counted.ReturnDocuments : counted.SaleDocuments).Add(item.DocumentId);
            counted.ReturnsMinor += isReturn ? item.NetMinor : 0;
            counted.NetByProduct[item.ProductId] = counted.NetByProduct.GetValueOrDefault(item.ProductId) + item.NetMinor;
            var matches = page?.Filter("kind") switch
            {
                "sale" => !isReturn,
                "return" => isReturn,
                "late" => item.Id > (lateAfter ?? long.MaxValue),
                _ => true,
            };
            if (page is not null && matches)
            {
                if (counted.Matching >= page.Skip && counted.Page.Count < page.Take)
                {
                    counted.Page.Add((item.Id, scope.Qualifies, scope.Earns));
                }

                counted.Matching++;
            }
        }

        return counted;
    }

    private static async Task<long?> EarlierWatermarkAsync(PortalDbContext context, SettlementLine line, CancellationToken cancellationToken) =>
        await context.SettlementLines
            .Where(item => item.CustomerId == line.CustomerId && item.ProgramId == line.ProgramId && item.ProgramLineNumber == line.ProgramLineNumber
                && item.PeriodFrom == line.PeriodFrom && item.RunId < line.RunId)
            .Join(context.SettlementRuns, item => item.RunId, run => run.Id, (item, run) => (long?)run.SalesLinesUpTo)
            .MaxAsync(cancellationToken);

    private static async Task<IReadOnlyList<CountedCategory>> CategoriesAsync(
        PortalDbContext context, Dictionary<long, long> netByProduct, CancellationToken cancellationToken)
    {
        var ids = netByProduct.Keys.ToList();
        var names = await context.Products.Where(product => EF.Parameter(ids).Contains(product.Id))
            .Select(product => new { product.Id, Name = context.ProductCategories.Where(category => category.Id == product.CategoryId).Select(category => category.Name).FirstOrDefault() })
            .ToDictionaryAsync(product => product.Id, product => product.Name, cancellationToken);
        return [.. netByProduct
            .GroupBy(product => names.GetValueOrDefault(product.Key))
            .Select(group => new CountedCategory(group.Key, group.Sum(product => product.Value)))
            .OrderByDescending(category => category.NetMinor)];
    }

    private static async Task<IReadOnlyList<EarlierSettlement>> EarlierAsync(
        PortalDbContext context, SettlementLine line, SettlementFacts facts, CancellationToken cancellationToken)
    {
        var lines = context.SettlementLines.Where(item => item.CustomerId == line.CustomerId && item.ProgramId == line.ProgramId
            && item.ProgramLineNumber == line.ProgramLineNumber && item.Id != line.Id && item.RunId <= line.RunId && item.Reason != SettlementReason.Manual
            && (item.RunId < line.RunId || item.PeriodFrom < line.PeriodFrom));
        lines = facts.IsCumulative
            ? lines.Where(item => item.PeriodFrom <= line.PeriodFrom && item.PeriodFrom >= facts.MeasuredFrom)
            : lines.Where(item => item.PeriodFrom == line.PeriodFrom);
        return await lines
            .Join(context.Settlements, item => item.SettlementId, settlement => settlement.Id, (item, settlement) => new { item, settlement })
            .Where(pair => pair.settlement.State == SettlementState.Calculated || pair.settlement.State == SettlementState.Approved || pair.settlement.State == SettlementState.Posted)
            .OrderBy(pair => pair.item.PeriodFrom).ThenBy(pair => pair.item.Id)
            .Select(pair => new EarlierSettlement(
                pair.item.Id, pair.settlement.Id, pair.settlement.Number, pair.item.PeriodFrom, pair.item.PeriodTo, pair.item.DeltaMinor, pair.item.Reason))
            .ToListAsync(cancellationToken);
    }

    private sealed class Counted
    {
        public HashSet<long> SaleDocuments { get; } = [];

        public HashSet<long> ReturnDocuments { get; } = [];

        public Dictionary<long, long> NetByProduct { get; } = [];

        public List<(long Id, bool Qualifies, bool Earns)> Page { get; } = [];

        public int Lines { get; set; }

        public int Matching { get; set; }

        public long ReturnsMinor { get; set; }
    }
}

/// <summary>Everything that explains a settlement line.</summary>
public sealed record LineExplanation
{
    /// <summary>The line.</summary>
    public required SettlementLineRow Row { get; init; }

    /// <summary>The numbers it was computed from.</summary>
    public required SettlementFacts Facts { get; init; }

    /// <summary>The settlement's number.</summary>
    public required string SettlementNumber { get; init; }

    /// <summary>Where the settlement stands.</summary>
    public required SettlementState State { get; init; }

    /// <summary>The programme's Chinese name.</summary>
    public required string NameZhCn { get; init; }

    /// <summary>The programme's English name.</summary>
    public required string NameEn { get; init; }

    /// <summary>The version of the programme.</summary>
    public required int VersionNumber { get; init; }

    /// <summary>First day of the period.</summary>
    public required DateOnly PeriodFrom { get; init; }

    /// <summary>Last day of the period.</summary>
    public required DateOnly PeriodTo { get; init; }

    /// <summary>Sales documents that count.</summary>
    public required int SaleDocuments { get; init; }

    /// <summary>Returns that count.</summary>
    public required int ReturnDocuments { get; init; }

    /// <summary>Sales lines that count, returns included.</summary>
    public required int SalesLines { get; init; }

    /// <summary>Net amount of the returns, in minor units; zero or negative.</summary>
    public required long ReturnsMinor { get; init; }

    /// <summary>What counts by category, the largest first.</summary>
    public required IReadOnlyList<CountedCategory> Categories { get; init; }

    /// <summary>What was settled before.</summary>
    public required IReadOnlyList<EarlierSettlement> Earlier { get; init; }
}

/// <summary>What counts of a category.</summary>
/// <param name="Name">The category's name; null for products without one.</param>
/// <param name="NetMinor">Net amount, in minor units.</param>
public sealed record CountedCategory(string? Name, long NetMinor);

/// <summary>An earlier settlement of the same customer and line.</summary>
/// <param name="LineId">Its line.</param>
/// <param name="SettlementId">The settlement.</param>
/// <param name="Number">Its number.</param>
/// <param name="PeriodFrom">First day of its period.</param>
/// <param name="PeriodTo">Last day of its period.</param>
/// <param name="DeltaMinor">What it gave, in minor units.</param>
/// <param name="Reason">Why.</param>
public sealed record EarlierSettlement(long LineId, long SettlementId, string Number, DateOnly PeriodFrom, DateOnly PeriodTo, long DeltaMinor, SettlementReason Reason);

/// <summary>A sales line that counts.</summary>
/// <param name="Id">The row.</param>
/// <param name="DocumentId">The document.</param>
/// <param name="DocumentNumber">The document's number.</param>
/// <param name="DocumentOn">Its day.</param>
/// <param name="LineNumber">The line in the document.</param>
/// <param name="ProductNumber">The product's number.</param>
/// <param name="ProductName">The product's name.</param>
/// <param name="Unit">The product's unit.</param>
/// <param name="QuantityMilli">Thousandths; negative for a return.</param>
/// <param name="NetMinor">Net amount, in minor units; negative for a return.</param>
/// <param name="Qualifies">Whether it counts for the tier.</param>
/// <param name="Earns">Whether it is paid on.</param>
public sealed record CountedSalesLine(
    long Id, long DocumentId, string DocumentNumber, DateOnly DocumentOn, int LineNumber, string ProductNumber, string ProductName, string Unit,
    long QuantityMilli, long NetMinor, bool Qualifies, bool Earns);
