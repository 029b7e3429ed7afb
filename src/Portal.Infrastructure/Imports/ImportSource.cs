using Portal.Domain.Imports;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Spreadsheets;

namespace Portal.Infrastructure.Imports;

/// <summary>What differs between kinds of files: how rows become records, and how records are checked and written.</summary>
internal abstract class ImportSource(ColumnMapping mapping, ImportSettings settings)
{
    protected ColumnMapping Mapping { get; } = mapping;

    protected ImportSettings Settings { get; } = settings;

    /// <summary>Why the file cannot be imported at all, found while reading.</summary>
    public Refusal? Failure { get; protected set; }

    /// <summary>Whether rows that belong together were found apart, so that reading must begin anew after <see cref="Scan"/>.</summary>
    public bool MustScan { get; protected set; }

    public static ImportSource Create(ImportKind kind, ColumnMapping mapping, ImportSettings settings) => kind switch
    {
        ImportKind.Customers => new CustomerImport(mapping, settings),
        ImportKind.Products => new ProductImport(mapping, settings),
        ImportKind.Sales => new SalesImport(mapping, settings),
        ImportKind.Payments => new PaymentImport(mapping, settings),
        ImportKind.ExchangeRates => new ExchangeRateImport(mapping, settings),
        ImportKind.Figures => new FigureImport(mapping, settings),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>Reads what rows refer to.</summary>
    public abstract Task LoadAsync(PortalDbContext context, long importRunId, CancellationToken cancellationToken);

    /// <summary>Looks through the file for rows that belong together and stand apart.</summary>
    public virtual void Scan(TableReader reader, CancellationToken cancellationToken)
    {
    }

    /// <summary>Makes records of rows, with everything checked that needs no database.</summary>
    public abstract IEnumerable<ImportUnit> Read(TableReader reader);

    /// <summary>Checks records against the database (in the transaction if there is one), adding problems and marking duplicates.</summary>
    public abstract Task CheckAsync(PortalDbContext context, IReadOnlyList<ImportUnit> units, CancellationToken cancellationToken);

    /// <summary>Writes the records that are good and no duplicates.</summary>
    public abstract Task WriteAsync(PortalDbContext context, IReadOnlyList<ImportUnit> units, DateTime nowUtc, long? byUserId, CancellationToken cancellationToken);

    /// <summary>A column of rows, found once, read in each row.</summary>
    protected ImportColumn ColumnOf(string field) => new(Mapping, field);
}
