using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Portal.Infrastructure.Pdf;

/// <summary>The objects of a PDF file and where they lie (ISO 32000-1, 7.5): numbered from 1, listed at the end.</summary>
internal sealed class PdfFile
{
    private readonly List<byte[]> _objects = [];

    /// <summary>Keeps a number for an object that others name before it is known.</summary>
    public int Reserve()
    {
        _objects.Add([]);
        return _objects.Count;
    }

    /// <summary>Says what a reserved object is.</summary>
    public void Set(int number, string content) => _objects[number - 1] = Encoding.ASCII.GetBytes(content);

    /// <summary>Adds an object.</summary>
    public int Add(string content)
    {
        _objects.Add(Encoding.ASCII.GetBytes(content));
        return _objects.Count;
    }

    /// <summary>Adds a stream, compressed.</summary>
    /// <param name="content">What it holds.</param>
    /// <param name="entries">Entries of its dictionary beside length and filter.</param>
    public int AddStream(byte[] content, string entries)
    {
        using var packed = new MemoryStream();
        using (var zip = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            zip.Write(content);
        }

        _objects.Add(
        [
            .. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"<</Length {packed.Length}/Filter/FlateDecode{entries}>>\nstream\n")),
            .. packed.ToArray(),
            .. "\nendstream"u8,
        ]);
        return _objects.Count;
    }

    /// <summary>A text outside of pages, such as the title.</summary>
    public static string Text(string text) => $"<FEFF{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(text))}>";

    /// <summary>Writes the file.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="root">The object of the catalogue.</param>
    /// <param name="info">The object of title and author.</param>
    public void WriteTo(Stream stream, int root, int info)
    {
        // The second line tells programs that move files that this is no text.
        long position = 0;
        Write("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n");
        var places = new List<long>();
        for (var index = 0; index < _objects.Count; index++)
        {
            places.Add(position);
            Write(string.Create(CultureInfo.InvariantCulture, $"{index + 1} 0 obj\n"));
            stream.Write(_objects[index]);
            position += _objects[index].Length;
            Write("\nendobj\n");
        }

        var table = position;
        Write(string.Create(CultureInfo.InvariantCulture, $"xref\n0 {places.Count + 1}\n0000000000 65535 f \n"));
        foreach (var place in places)
        {
            Write(string.Create(CultureInfo.InvariantCulture, $"{place:0000000000} 00000 n \n"));
        }

        Write(string.Create(CultureInfo.InvariantCulture, $"trailer\n<</Size {places.Count + 1}/Root {root} 0 R/Info {info} 0 R>>\nstartxref\n{table}\n%%EOF\n"));

        void Write(string text)
        {
            var bytes = Encoding.Latin1.GetBytes(text);
            stream.Write(bytes);
            position += bytes.Length;
        }
    }
}
