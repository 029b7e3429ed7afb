namespace Portal.Domain.Rewards;

/// <summary>Which pictures are taken: what their bytes are counts, not what their name says.</summary>
public static class PictureTypes
{
    /// <summary>The endings that a browser's file dialog offers.</summary>
    public const string Accept = ".png,.jpg,.jpeg,.webp";

    /// <summary>The media type, or null where it is no picture that we take. SVG is not one: it can carry scripts.</summary>
    public static string? Of(ReadOnlySpan<byte> content) =>
        content.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) ? "image/png"
        : content.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? "image/jpeg"
        : content.Length > 12 && content.StartsWith("RIFF"u8) && content[8..].StartsWith("WEBP"u8) ? "image/webp"
        : null;
}
