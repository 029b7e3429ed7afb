using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Portal.Infrastructure.Data.BulkWrite;

/// <summary>Where rows go: names and types from the model, so that no table or column is named twice.</summary>
internal sealed class BulkTable
{
    private BulkTable(string name, string? schema, IReadOnlyList<BulkColumn> columns)
    {
        Name = name;
        Schema = schema;
        Columns = columns;
    }

    public string Name { get; }

    public string? Schema { get; }

    public IReadOnlyList<BulkColumn> Columns { get; }

    public string QuotedColumns(char open, char close) => string.Join(", ", Columns.Select(column => open + column.Name + close));

    public string QuotedName(char open, char close) => (Schema is null ? "" : open + Schema + close + ".") + open + Name + close;

    /// <param name="context">Tells the model.</param>
    /// <param name="entity">The entity.</param>
    /// <param name="properties">Its properties in the order of writing; a path for a property of a value inside ("Profile.Phone").</param>
    public static BulkTable Of(PortalDbContext context, Type entity, IReadOnlyList<string> properties)
    {
        var type = context.Model.FindEntityType(entity) ?? throw new ArgumentException($"{entity.Name} is no entity.", nameof(entity));
        var table = StoreObjectIdentifier.Create(type, StoreObjectType.Table)!.Value;
        return new BulkTable(table.Name, table.Schema, [.. properties.Select(path => Column(type, path, table))]);
    }

    private static BulkColumn Column(IEntityType entity, string path, StoreObjectIdentifier table)
    {
        ITypeBase type = entity;
        var parts = path.Split('.');
        foreach (var part in parts[..^1])
        {
            type = type.FindComplexProperty(part)?.ComplexType ?? throw new ArgumentException($"{entity.Name} has no {path}.", nameof(path));
        }

        var property = type.FindProperty(parts[^1]) ?? throw new ArgumentException($"{entity.Name} has no {path}.", nameof(path));
        return new BulkColumn(property.GetColumnName(table)!, property.GetRelationalTypeMapping().StoreTypeNameBase);
    }
}

/// <summary>A column and its type without length, as the database calls it.</summary>
internal sealed record BulkColumn(string Name, string StoreType);
