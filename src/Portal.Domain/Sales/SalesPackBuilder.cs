namespace Portal.Domain.Sales;

/// <summary>Packs lines of documents, one document after the other.</summary>
public sealed class SalesPackBuilder
{
    private readonly byte[] _bytes = new byte[SalesPack.MostBytes];
    private readonly List<SalesPack> _packs = [];
    private PackedDocument? _document;
    private int _length;
    private int _part;
    private long _lastLineId;

    /// <summary>Adds a line that counts for rebate.</summary>
    /// <param name="document">Its document; the lines of one must follow one another.</param>
    /// <param name="lineId">The line's key.</param>
    /// <param name="line">What it says.</param>
    public void Add(in PackedDocument document, long lineId, in PackedLine line)
    {
        if (_document != document)
        {
            End();
            (_document, _part, _lastLineId) = (document, 0, 0);
        }

        if (_length + PackedLines.MostBytesOfLine > _bytes.Length)
        {
            End();
        }

        _length += PackedLines.Write(_bytes.AsSpan(_length), line);
        _lastLineId = Math.Max(_lastLineId, lineId);
    }

    /// <summary>Returns the packs of all lines added and begins anew.</summary>
    public IReadOnlyList<SalesPack> Take()
    {
        End();
        _document = null;
        var packs = _packs.ToArray();
        _packs.Clear();
        return packs;
    }

    private void End()
    {
        if (_length > 0 && _document is { } document)
        {
            _packs.Add(new SalesPack(document.CustomerId, document.On, document.Id, _part++, _lastLineId, _bytes[.._length]));
        }

        _length = 0;
    }
}

/// <summary>A document whose lines are packed.</summary>
/// <param name="CustomerId">Its customer.</param>
/// <param name="On">Its business day.</param>
/// <param name="Id">Its key.</param>
public readonly record struct PackedDocument(long CustomerId, DateOnly On, long Id);
