namespace Portal.Admin.Api;

/// <summary>The configuration section <c>Api</c>: what one key may ask of the interface for other systems.</summary>
public sealed class ApiOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Api";

    /// <summary>Requests of one key in a minute; a batch is one request.</summary>
    public int RequestsPerMinute { get; set; } = 6_000;

    /// <summary>Bytes of one document, alone or in a batch.</summary>
    public int MaxDocumentBytes { get; set; } = 1024 * 1024;

    /// <summary>Bytes of a batch.</summary>
    public long MaxBatchBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>Documents of a batch.</summary>
    public int MaxBatchRows { get; set; } = 10_000;
}
