namespace Portal.Domain.Disputes;

/// <summary>Which files may be attached: those whose first bytes are what their name says.</summary>
public static class AttachmentTypes
{
    /// <summary>How many of the first bytes are looked at.</summary>
    public const int HeadBytes = 4096;

    /// <summary>The endings that are taken, as a browser's file dialog wants them.</summary>
    public const string Accept = ".pdf,.png,.jpg,.jpeg,.xlsx,.docx,.csv,.txt";

    /// <summary>The media type, or null where the file is not taken: another ending, or another content than its ending says.</summary>
    /// <param name="fileName">The name that the person gave it.</param>
    /// <param name="head">Its first bytes.</param>
    public static string? Of(string fileName, ReadOnlySpan<byte> head)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        return Path.GetExtension(fileName).ToUpperInvariant() switch
        {
            ".PDF" when head.StartsWith("%PDF-"u8) => "application/pdf",
            ".PNG" when head.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) => "image/png",
            ".JPG" or ".JPEG" when head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) => "image/jpeg",
            ".XLSX" when IsZip(head) => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            ".DOCX" when IsZip(head) => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            ".CSV" when IsText(head) => "text/csv",
            ".TXT" when IsText(head) => "text/plain",
            _ => null,
        };
    }

    private static bool IsZip(ReadOnlySpan<byte> head) => head.StartsWith("PK\x03\x04"u8);

    private static bool IsText(ReadOnlySpan<byte> head) => head.Length > 0 && !head.Contains((byte)0) && !head.StartsWith("MZ"u8) && !head.StartsWith("%PDF-"u8) && !IsZip(head);
}
