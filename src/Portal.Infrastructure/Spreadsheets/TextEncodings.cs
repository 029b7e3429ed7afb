using System.Text;
using System.Text.Unicode;

namespace Portal.Infrastructure.Spreadsheets;

/// <summary>Finds out how a text file is encoded.</summary>
internal static class TextEncodings
{
    /// <summary>The national encoding that Chinese Excel and ERP systems write CSV in; it holds GBK and GB2312.</summary>
    public static Encoding Gb18030 { get; } = CodePagesEncodingProvider.Instance.GetEncoding(
        54936, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;

    /// <summary>The byte order mark decides; without one it is UTF-8 if the whole file is valid UTF-8, and GB18030 otherwise.</summary>
    public static (Encoding Encoding, int MarkLength) Detect(FileStream file)
    {
        Span<byte> start = stackalloc byte[4];
        file.Position = 0;
        var length = file.ReadAtLeast(start, 4, throwOnEndOfStream: false);
        start = start[..length];
        file.Position = 0;
        if (start.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            return (new UTF8Encoding(false, throwOnInvalidBytes: true), 3);
        }

        if (start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]))
        {
            return (new UnicodeEncoding(bigEndian: false, byteOrderMark: false, throwOnInvalidBytes: true), 2);
        }

        if (start.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            return (new UnicodeEncoding(bigEndian: true, byteOrderMark: false, throwOnInvalidBytes: true), 2);
        }

        var encoding = IsUtf8(file) ? new UTF8Encoding(false, throwOnInvalidBytes: true) : Gb18030;
        file.Position = 0;
        return (encoding, 0);
    }

    private static bool IsUtf8(FileStream file)
    {
        var block = new byte[1 << 17];
        var kept = 0;
        while (true)
        {
            var read = file.Read(block, kept, block.Length - kept);
            if (read == 0)
            {
                return kept == 0;
            }

            var length = kept + read;
            var whole = length - UnfinishedTail(block.AsSpan(0, length));
            if (!Utf8.IsValid(block.AsSpan(0, whole)))
            {
                return false;
            }

            kept = length - whole;
            block.AsSpan(whole, kept).CopyTo(block);
        }
    }

    /// <summary>How many bytes at the end belong to a letter that goes on in the next block.</summary>
    private static int UnfinishedTail(ReadOnlySpan<byte> bytes)
    {
        for (var back = 1; back <= Math.Min(3, bytes.Length); back++)
        {
            var value = bytes[^back];
            if ((value & 0xC0) == 0x80)
            {
                continue;
            }

            var needs = value >= 0xF0 ? 4 : value >= 0xE0 ? 3 : value >= 0xC0 ? 2 : 1;
            return needs > back ? back : 0;
        }

        return 0;
    }
}
