using Portal.Domain.Shared;

namespace Portal.Domain.Products;

/// <summary>Names and values in one text, as files and fields have them: "box=12; pallet=480". Names are compared without regard to case.</summary>
public static class NamedValues
{
    private static readonly char[] Separators = [';', '；', '\n'];
    private static readonly char[] Signs = ['=', '＝'];

    /// <summary>Reads them.</summary>
    /// <returns>The pairs in their order; empty for no text; refused where a part is no pair, too long, or a name stands twice.</returns>
    public static Outcome<IReadOnlyList<KeyValuePair<string, string>>> Read(string? text, int maxName, int maxValue)
    {
        var pairs = new List<KeyValuePair<string, string>>();
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in (text ?? "").Split(Separators, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var cut = part.IndexOfAny(Signs);
            var name = cut > 0 ? part[..cut].Trim() : "";
            var value = cut > 0 ? part[(cut + 1)..].Trim() : "";
            if (name.Length == 0 || value.Length == 0)
            {
                return new Refusal("product_pair_malformed", part);
            }

            if (name.Length > maxName || value.Length > maxValue)
            {
                return new Refusal("product_pair_long", part, maxName, maxValue);
            }

            if (!names.Add(name))
            {
                return new Refusal("product_pair_twice", name);
            }

            pairs.Add(new KeyValuePair<string, string>(name, value));
        }

        return pairs;
    }

    /// <summary>Writes them as they are read.</summary>
    public static string Write(IEnumerable<KeyValuePair<string, string>> pairs) => string.Join("; ", pairs.Select(pair => pair.Key + "=" + pair.Value));
}
