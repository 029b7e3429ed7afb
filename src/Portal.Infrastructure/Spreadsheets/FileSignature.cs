namespace Portal.Infrastructure.Spreadsheets;

/// <summary>What a file is by its first bytes, whatever its name says.</summary>
internal enum FileKind
{
    Text,
    Zip,
    OldExcel,
    Encrypted,
    Binary,
}

/// <summary>Tells file kinds apart by their content.</summary>
internal static class FileSignature
{
    private const int DirectoryBytes = 1 << 20;

    public static FileKind Of(string path)
    {
        using var file = File.OpenRead(path);
        var start = new byte[8192];
        var length = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        var head = start.AsSpan(0, length);
        if (head.StartsWith("PK\x03\x04"u8) || head.StartsWith("PK\x05\x06"u8))
        {
            return FileKind.Zip;
        }

        if (head.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]))
        {
            return HoldsEncryptedPackage(file) ? FileKind.Encrypted : FileKind.OldExcel;
        }

        var isUtf16 = head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || head.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]);
        return !isUtf16 && head.Contains((byte)0) ? FileKind.Binary : FileKind.Text;
    }

    /// <summary>An encrypted XLSX is an OLE file with a stream of this name, written in UTF-16 in its directory.</summary>
    private static bool HoldsEncryptedPackage(FileStream file)
    {
        ReadOnlySpan<byte> name = System.Text.Encoding.Unicode.GetBytes("EncryptedPackage");
        var block = new byte[DirectoryBytes];
        foreach (var offset in new[] { 0L, Math.Max(0, file.Length - DirectoryBytes) })
        {
            file.Position = offset;
            var length = file.ReadAtLeast(block, block.Length, throwOnEndOfStream: false);
            if (block.AsSpan(0, length).IndexOf(name) >= 0)
            {
                return true;
            }
        }

        return false;
    }
}
