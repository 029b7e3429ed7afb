namespace Portal.Domain.Disputes;

/// <summary>A file that came with a step of a dispute. The content lies outside the database.</summary>
public sealed class DisputeAttachment
{
    /// <summary>Records a stored file.</summary>
    /// <param name="disputeId">The dispute.</param>
    /// <param name="entryId">The step it came with.</param>
    /// <param name="fileName">The name that the person gave it.</param>
    /// <param name="mediaType">What its content was found to be.</param>
    /// <param name="sizeBytes">Its size.</param>
    /// <param name="storedAs">Its name in the folder of attachments.</param>
    public DisputeAttachment(long disputeId, long entryId, string fileName, string mediaType, long sizeBytes, string storedAs)
    {
        DisputeId = disputeId;
        EntryId = entryId;
        FileName = fileName;
        MediaType = mediaType;
        SizeBytes = sizeBytes;
        StoredAs = storedAs;
    }

    /// <summary>The row's key.</summary>
    public long Id { get; private set; }

    /// <summary>The dispute.</summary>
    public long DisputeId { get; private set; }

    /// <summary>The step it came with.</summary>
    public long EntryId { get; private set; }

    /// <summary>The name that the person gave it.</summary>
    public string FileName { get; private set; }

    /// <summary>What its content was found to be.</summary>
    public string MediaType { get; private set; }

    /// <summary>Its size.</summary>
    public long SizeBytes { get; private set; }

    /// <summary>Its name in the folder of attachments.</summary>
    public string StoredAs { get; private set; }
}
