using System.Text;

namespace Portal.Infrastructure.Pdf;

/// <summary>Breaks text into lines of a width: between words, and between any two Chinese characters.</summary>
internal static class PdfLines
{
    private const int FirstIdeograph = 0x2E80;

    /// <summary>The lines of spans, each as the runs it is drawn of.</summary>
    public static List<List<PaperSpan>> Break(IReadOnlyList<PaperSpan> spans, double width, double size)
    {
        var lines = new List<List<PaperSpan>> { new() };
        var used = 0.0;
        foreach (var (word, isBold) in spans.SelectMany(Words))
        {
            if (used > 0 && used + PdfFont.WidthOf(word.TrimEnd(), size) > width)
            {
                lines.Add([]);
                used = 0;
            }

            var shown = used == 0 ? word.TrimStart() : word;
            Append(lines[^1], shown, isBold);
            used += PdfFont.WidthOf(shown, size);
        }

        return lines;
    }

    private static void Append(List<PaperSpan> line, string word, bool isBold)
    {
        if (line.Count > 0 && line[^1].IsBold == isBold)
        {
            line[^1] = line[^1] with { Text = line[^1].Text + word };
        }
        else
        {
            line.Add(new PaperSpan(word, isBold));
        }
    }

    /// <summary>What must stay together: a word with the space after it, a Chinese character with the mark after it, a figure.</summary>
    private static IEnumerable<(string Word, bool IsBold)> Words(PaperSpan span)
    {
        var word = new StringBuilder();
        foreach (var rune in span.Text.EnumerateRunes())
        {
            if (word.Length > 0 && !Rune.IsPunctuation(rune) && (word[^1] == ' ' || rune.Value >= FirstIdeograph || word[^1] >= FirstIdeograph))
            {
                yield return (word.ToString(), span.IsBold);
                word.Clear();
            }

            word.Append(rune.ToString());
        }

        if (word.Length > 0)
        {
            yield return (word.ToString(), span.IsBold);
        }
    }
}
