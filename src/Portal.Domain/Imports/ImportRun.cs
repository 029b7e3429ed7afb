using Portal.Domain.Shared;

namespace Portal.Domain.Imports;

/// <summary>One import of one file.</summary>
public sealed class ImportRun : IVersioned
{
    /// <summary>Records an uploaded file that waits to be imported.</summary>
    public ImportRun(ImportKind kind, string fileName, string fileHash, long fileBytes, string storedAs, long? byUserId, DateTime uploadedAtUtc)
    {
        Kind = kind;
        FileName = fileName;
        FileHash = fileHash;
        FileBytes = fileBytes;
        StoredAs = storedAs;
        ByUserId = byUserId;
        UploadedAtUtc = uploadedAtUtc;
    }

    /// <summary>The row's key.</summary>
    public long Id { get; private set; }

    /// <summary>What the file holds.</summary>
    public ImportKind Kind { get; private set; }

    /// <summary>The name the person gave the file.</summary>
    public string FileName { get; private set; }

    /// <summary>SHA-256 of the file, hexadecimal.</summary>
    public string FileHash { get; private set; }

    /// <summary>The file's size in bytes.</summary>
    public long FileBytes { get; private set; }

    /// <summary>The file's name in the upload folder.</summary>
    public string StoredAs { get; private set; }

    /// <summary>Who uploaded it; null for the system.</summary>
    public long? ByUserId { get; private set; }

    /// <summary>When it was uploaded.</summary>
    public DateTime UploadedAtUtc { get; private set; }

    /// <summary>What to do about bad rows.</summary>
    public ImportMode Mode { get; private set; } = ImportMode.AllOrNothing;

    /// <summary>The column mapping as JSON: field → column header.</summary>
    public string MappingJson { get; private set; } = "{}";

    /// <summary>Where it stands.</summary>
    public ImportState State { get; private set; } = ImportState.Uploaded;

    /// <summary>Rows of the file, once counted.</summary>
    public long TotalRows { get; private set; }

    /// <summary>Rows dealt with so far.</summary>
    public long DoneRows { get; private set; }

    /// <summary>Records (documents, customers, products) written.</summary>
    public long ImportedRecords { get; private set; }

    /// <summary>Records that were there already with the same content.</summary>
    public long DuplicateRecords { get; private set; }

    /// <summary>Rows refused.</summary>
    public long BadRows { get; private set; }

    /// <summary>Whether somebody asked to stop it.</summary>
    public bool IsCancelRequested { get; private set; }

    /// <summary>When work began.</summary>
    public DateTime? StartedAtUtc { get; private set; }

    /// <summary>When work ended.</summary>
    public DateTime? EndedAtUtc { get; private set; }

    /// <summary>The refusal or error id that ended it, or null.</summary>
    public string? Failure { get; private set; }

    /// <summary>The process that works on it, or worked on it last.</summary>
    public string? LeasedBy { get; private set; }

    /// <summary>Until when nobody else may take it over.</summary>
    public DateTime? LeasedUntilUtc { get; private set; }

    /// <summary>When what it wrote was taken back, or null.</summary>
    public DateTime? UndoneAtUtc { get; private set; }

    /// <summary>Who took it back; null for the system.</summary>
    public long? UndoneByUserId { get; private set; }

    /// <inheritdoc />
    public long RowVersion { get; private set; }

    /// <summary>Says how the columns map and what to do about bad rows, and puts it in the queue.</summary>
    public void Queue(string mappingJson, ImportMode mode)
    {
        MappingJson = mappingJson;
        Mode = mode;
        State = ImportState.Queued;
    }

    /// <summary>Work begins, or begins again after a crash.</summary>
    /// <param name="by">The process that works on it.</param>
    /// <param name="atUtc">Now.</param>
    /// <param name="leasedUntilUtc">Until when nobody else may take it over.</param>
    public void Start(string by, DateTime atUtc, DateTime leasedUntilUtc)
    {
        StartedAtUtc ??= atUtc;
        State = ImportState.Running;
        LeasedBy = by;
        LeasedUntilUtc = leasedUntilUtc;
    }

    /// <summary>Notes progress.</summary>
    public void Progress(long totalRows, long doneRows, long importedRecords, long duplicateRecords, long badRows)
    {
        TotalRows = totalRows;
        DoneRows = doneRows;
        ImportedRecords = importedRecords;
        DuplicateRecords = duplicateRecords;
        BadRows = badRows;
    }

    /// <summary>Asks to stop.</summary>
    public void RequestCancel() => IsCancelRequested = true;

    /// <summary>Whether what it wrote can be taken back, as far as the import alone tells.</summary>
    /// <returns>Why not, or null.</returns>
    public Refusal? CanUndo()
    {
        if (Kind is ImportKind.Customers or ImportKind.Products)
        {
            return new Refusal("import_undo_master_data");
        }

        if (State == ImportState.Undone)
        {
            return new Refusal("import_undone_already");
        }

        var hasEnded = State is ImportState.Completed or ImportState.Cancelled or ImportState.Failed;
        return hasEnded && ImportedRecords > 0 ? null : new Refusal("import_undo_nothing");
    }

    /// <summary>What it wrote has been taken back.</summary>
    public void Undo(long? byUserId, DateTime atUtc)
    {
        State = ImportState.Undone;
        UndoneByUserId = byUserId;
        UndoneAtUtc = atUtc;
    }

    /// <summary>Work ended.</summary>
    public void End(ImportState state, string? failure, DateTime atUtc)
    {
        State = state;
        Failure = failure;
        EndedAtUtc = atUtc;
    }
}

/// <summary>What a file holds.</summary>
public enum ImportKind
{
    /// <summary>Customers.</summary>
    Customers = 1,

    /// <summary>Products.</summary>
    Products = 2,

    /// <summary>Sales and returns.</summary>
    Sales = 3,

    /// <summary>Payments of sales documents.</summary>
    Payments = 4,

    /// <summary>Exchange rates.</summary>
    ExchangeRates = 5,

    /// <summary>Targets and base figures of customers.</summary>
    Figures = 6,
}

/// <summary>What to do about bad rows.</summary>
public enum ImportMode
{
    /// <summary>One bad row and nothing is written.</summary>
    AllOrNothing = 1,

    /// <summary>Bad rows are left out and listed; a sales document with a bad row is left out whole.</summary>
    SkipBad = 2,
}

/// <summary>Where an import stands.</summary>
public enum ImportState
{
    /// <summary>The file is here; nothing was decided.</summary>
    Uploaded = 1,

    /// <summary>Waits for its turn.</summary>
    Queued = 2,

    /// <summary>Is being worked on.</summary>
    Running = 3,

    /// <summary>Done.</summary>
    Completed = 4,

    /// <summary>Refused because of bad rows; nothing was written.</summary>
    Refused = 5,

    /// <summary>Stopped by a person.</summary>
    Cancelled = 6,

    /// <summary>Stopped by an error.</summary>
    Failed = 7,

    /// <summary>Was done, and has been taken back.</summary>
    Undone = 8,
}
