using System.Globalization;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Portal.Infrastructure.Data.BulkWrite;

namespace Portal.Infrastructure.Data.BulkRead;

/// <summary>Names and literals for the text of a bulk read, which can take no parameters (COPY has none). Only numbers and days become literals.</summary>
internal sealed class BulkSql
{
    private readonly ISqlGenerationHelper _names;
    private readonly BulkTable _table;
    private readonly IReadOnlyList<string> _properties;

    public BulkSql(PortalDbContext context, Type entity, IReadOnlyList<string> properties)
    {
        _names = context.GetService<ISqlGenerationHelper>();
        _table = BulkTable.Of(context, entity, properties);
        _properties = properties;
    }

    /// <summary>The quoted table.</summary>
    public string Table => _names.DelimitIdentifier(_table.Name, _table.Schema);

    /// <summary>The quoted columns, in the order of the properties.</summary>
    public string Columns => string.Join(", ", _table.Columns.Select(column => _names.DelimitIdentifier(column.Name)));

    /// <summary>The quoted column of a property.</summary>
    public string this[string property] => _names.DelimitIdentifier(_table.Columns[_properties.ToList().IndexOf(property)].Name);

    public static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Day(DateOnly day) => day.ToString("\\'yyyy-MM-dd\\'", CultureInfo.InvariantCulture);
}
