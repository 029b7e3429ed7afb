using Portal.Domain.Imports;
using Portal.Infrastructure.Spreadsheets;

namespace Portal.Infrastructure.Imports;

/// <summary>Empty files with the right columns, to be filled.</summary>
public static class ImportTemplates
{
    /// <summary>Writes the template of a kind as XLSX.</summary>
    public static async Task WriteAsync(ImportKind kind, Stream target, CancellationToken cancellationToken) => await SpreadsheetWriter.WriteXlsxAsync(
        target,
        kind.ToString(),
        [.. ImportFields.Of(kind).Select(field => field.Name)],
        AsyncEnumerable.Empty<IReadOnlyList<object?>>(),
        cancellationToken);
}
