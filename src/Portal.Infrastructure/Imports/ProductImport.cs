using Microsoft.EntityFrameworkCore;
using Portal.Domain.Products;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Data.BulkWrite;
using Portal.Infrastructure.Products;
using Portal.Infrastructure.Spreadsheets;

namespace Portal.Infrastructure.Imports;

/// <summary>Products: a row with a new number adds one, a row with a known number changes what its columns say.</summary>
internal sealed class ProductImport : ImportSource
{
    private const string DefaultUnit = "pcs";
    private const int MaxExtras = 2000;

    private static readonly string[] ProductColumns =
    [
        nameof(Product.Number), nameof(Product.Name), nameof(Product.Unit), nameof(Product.CategoryId), nameof(Product.BrandId),
        nameof(Product.StandardCostMinor), nameof(Product.ListPriceMinor), nameof(Product.IsDiscontinued), nameof(Product.RowVersion),
    ];

    private readonly ImportColumn _number;
    private readonly ImportColumn _name;
    private readonly ImportColumn _category;
    private readonly ImportColumn _parent;
    private readonly ImportColumn _brand;
    private readonly ImportColumn _unit;
    private readonly ImportColumn _cost;
    private readonly ImportColumn _price;
    private readonly ImportColumn _units;
    private readonly ImportColumn _attributes;
    private readonly Dictionary<string, long> _lines = [];
    private HashSet<string> _known = [];
    private CodeTable _categories = new([]);
    private CodeTable _brands = new([]);

    public ProductImport(ColumnMapping mapping, ImportSettings settings)
        : base(mapping, settings)
    {
        _number = ColumnOf("product_number");
        _name = ColumnOf("name");
        _category = ColumnOf("category");
        _parent = ColumnOf("parent_category");
        _brand = ColumnOf("brand");
        _unit = ColumnOf("unit");
        _cost = ColumnOf("standard_cost");
        _price = ColumnOf("list_price");
        _units = ColumnOf("units");
        _attributes = ColumnOf("attributes");
    }

    public override async Task LoadAsync(PortalDbContext context, long importRunId, CancellationToken cancellationToken)
    {
        _lines.Clear();
        _known = await context.Products.Select(row => row.Number).ToHashSetAsync(cancellationToken);
        _categories = new CodeTable(await context.ProductCategories.Select(row => new CodeRow(row.Id, row.Code, row.Name)).ToListAsync(cancellationToken));
        _brands = new CodeTable(await context.Brands.Select(row => new CodeRow(row.Id, row.Code, row.Name)).ToListAsync(cancellationToken));
    }

    public override IEnumerable<ImportUnit> Read(TableReader reader)
    {
        while (reader.Read())
        {
            yield return ReadRow(reader);
        }
    }

    public override Task CheckAsync(PortalDbContext context, IReadOnlyList<ImportUnit> units, CancellationToken cancellationToken) => Task.CompletedTask;

    public override async Task WriteAsync(
        PortalDbContext context, IReadOnlyList<ImportUnit> units, DateTime nowUtc, long? byUserId, CancellationToken cancellationToken)
    {
        var good = units.Where(unit => !unit.IsBad).ToList();
        var drafts = good.Select(unit => (ProductDraft)unit.Draft!).ToList();
        await AddMissingAsync(context, drafts, cancellationToken);
        await UpdateAsync(context, [.. good.Where(unit => _known.Contains(((ProductDraft)unit.Draft!).Number))], cancellationToken);
        var added = drafts.Where(draft => !_known.Contains(draft.Number)).ToList();
        await BulkWriter.InsertAsync<Product, ProductDraft>(context, ProductColumns, added, Write, cancellationToken);
        _known.UnionWith(added.Select(draft => draft.Number));
        if (_units.IsMapped || _attributes.IsMapped)
        {
            await WriteExtrasAsync(context, good, cancellationToken);
        }
    }

    private ImportUnit ReadRow(TableReader reader)
    {
        var unit = new ImportUnit();
        unit.Rows.Add(ImportRow.Of(reader));
        if (reader.RowRefusal is { } refusal)
        {
            unit.Refuse(reader.LineNumber, null, refusal);
        }

        var number = _number.Text(reader, unit, 50, isRequired: true);
        var name = _name.Text(reader, unit, 200, isRequired: true);
        var category = ReadCode(reader, unit, _category, _categories);
        var parent = ReadCode(reader, unit, _parent, _categories);
        var brand = ReadCode(reader, unit, _brand, _brands);
        var measure = _unit.Text(reader, unit, 20);
        var cost = ReadMoney(reader, unit, _cost);
        var price = ReadMoney(reader, unit, _price);
        var extras = ReadExtras(reader, unit, measure);
        if (number is not null && !_lines.TryAdd(number, reader.LineNumber))
        {
            _number.Refuse(reader, unit, "import_record_twice", number, _lines[number]);
        }

        if (!unit.IsBad)
        {
            unit.Draft = new ProductDraft(number!, name!, category, parent, brand, measure ?? DefaultUnit, cost, price) { Extras = extras };
        }

        return unit;
    }

    private string? ReadCode(TableReader reader, ImportUnit unit, ImportColumn column, CodeTable table)
    {
        var text = column.Text(reader, unit, 50);
        if (text is not null && !Settings.CreateMissing && table.Find(text) is null)
        {
            column.Refuse(reader, unit, "import_value_unknown", column.Header, text);
        }

        return text;
    }

    private static long? ReadMoney(TableReader reader, ImportUnit unit, ImportColumn column)
    {
        var amount = column.Number(reader, unit);
        if (amount < 0)
        {
            column.Refuse(reader, unit, "import_amount_negative", CellParsing.Shown(column.Cell(reader)));
            return null;
        }

        return amount is { } value ? Money.FromAmount(value).Minor : null;
    }

    private ProductExtras ReadExtras(TableReader reader, ImportUnit unit, string? ownUnit)
    {
        IReadOnlyDictionary<string, UnitFactor>? units = null;
        if (_units.IsMapped)
        {
            var read = ProductExtras.ReadUnits(_units.Text(reader, unit, MaxExtras), ownUnit ?? "");
            units = Value(reader, unit, _units, read);
        }

        return new ProductExtras(units, _attributes.IsMapped ? Value(reader, unit, _attributes, ProductExtras.ReadAttributes(_attributes.Text(reader, unit, MaxExtras))) : null);
    }

    private static T? Value<T>(TableReader reader, ImportUnit unit, ImportColumn column, Outcome<T> read)
        where T : class
    {
        if (read.IsDone)
        {
            return read.Value;
        }

        column.Refuse(reader, unit, read.Refusal.Code, read.Refusal.Arguments);
        return null;
    }

    private async Task WriteExtrasAsync(PortalDbContext context, List<ImportUnit> units, CancellationToken cancellationToken)
    {
        foreach (var chunk in units.Chunk(1000))
        {
            var drafts = chunk.ToDictionary(unit => ((ProductDraft)unit.Draft!).Number);
            var numbers = drafts.Keys.ToArray();
            var ids = await context.Products.Where(row => EF.Parameter(numbers).Contains(row.Number)).ToDictionaryAsync(row => row.Id, row => row.Number, cancellationToken);
            var changed = await ProductExtrasWriter.ApplyAsync(
                context, ids.ToDictionary(pair => pair.Key, pair => ((ProductDraft)drafts[pair.Value].Draft!).Extras), cancellationToken);
            foreach (var id in changed)
            {
                drafts[ids[id]].IsDuplicate = false;
            }

            await context.SaveChangesAsync(cancellationToken);
            context.ChangeTracker.Clear();
        }
    }

    private async Task AddMissingAsync(PortalDbContext context, List<ProductDraft> drafts, CancellationToken cancellationToken)
    {
        foreach (var code in _categories.Missing(drafts.Select(draft => draft.ParentCategory)).ToList())
        {
            await AddCategoryAsync(context, code, null, cancellationToken);
        }

        foreach (var draft in drafts.Where(draft => draft.Category is not null && _categories.Find(draft.Category) is null))
        {
            await AddCategoryAsync(context, draft.Category!, _categories.Find(draft.ParentCategory), cancellationToken);
        }

        var brands = _brands.Missing(drafts.Select(draft => draft.Brand)).Select(code => new Brand(code, code)).ToList();
        context.AddRange(brands);
        await context.SaveChangesAsync(cancellationToken);
        brands.ForEach(row => _brands.Add(new CodeRow(row.Id, row.Code, row.Name)));
        context.ChangeTracker.Clear();
    }

    private async Task AddCategoryAsync(PortalDbContext context, string code, long? parentId, CancellationToken cancellationToken)
    {
        if (_categories.Find(code) is not null)
        {
            return;
        }

        var category = new ProductCategory(code, code, parentId);
        context.Add(category);
        await context.SaveChangesAsync(cancellationToken);
        _categories.Add(new CodeRow(category.Id, category.Code, category.Name));
    }

    private async Task UpdateAsync(PortalDbContext context, List<ImportUnit> units, CancellationToken cancellationToken)
    {
        foreach (var chunk in units.Chunk(1000))
        {
            var numbers = chunk.Select(unit => ((ProductDraft)unit.Draft!).Number).ToArray();
            var products = await context.Products.Where(row => EF.Parameter(numbers).Contains(row.Number)).ToDictionaryAsync(row => row.Number, cancellationToken);
            foreach (var unit in chunk)
            {
                var draft = (ProductDraft)unit.Draft!;
                var product = products[draft.Number];
                product.Describe(draft.Name, _unit.IsMapped ? draft.Unit : product.Unit);
                product.Classify(
                    _category.IsMapped ? _categories.Find(draft.Category) : product.CategoryId,
                    _brand.IsMapped ? _brands.Find(draft.Brand) : product.BrandId);
                product.Price(
                    _cost.IsMapped ? draft.CostMinor : product.StandardCostMinor,
                    _price.IsMapped ? draft.PriceMinor : product.ListPriceMinor);
            }

            context.ChangeTracker.DetectChanges();
            foreach (var unit in chunk)
            {
                unit.IsDuplicate = context.Entry(products[((ProductDraft)unit.Draft!).Number]).State == EntityState.Unchanged;
            }

            await context.SaveChangesAsync(cancellationToken);
            context.ChangeTracker.Clear();
        }
    }

    private void Write(IBulkRow row, ProductDraft draft)
    {
        row.Write(draft.Number);
        row.Write(draft.Name);
        row.Write(draft.Unit);
        row.Write(_categories.Find(draft.Category));
        row.Write(_brands.Find(draft.Brand));
        row.Write(draft.CostMinor);
        row.Write(draft.PriceMinor);
        row.Write(false);
        row.Write(1L);
    }

    private sealed record ProductDraft(
        string Number, string Name, string? Category, string? ParentCategory, string? Brand, string Unit, long? CostMinor, long? PriceMinor)
    {
        public ProductExtras Extras { get; init; } = new(null, null);
    }
}
