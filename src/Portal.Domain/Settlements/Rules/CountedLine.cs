using Portal.Domain.Shared;

namespace Portal.Domain.Settlements.Rules;

/// <summary>A sales line of a customer with all that rules may ask of it.</summary>
internal sealed record SoldLine(SalesFact Fact, SalesDetail Detail, PlanProduct Product, PlanCustomer Customer)
{
    /// <summary>The region of the sale, or the customer's.</summary>
    public string? Region => Detail.RegionCode ?? Customer.RegionCode;

    /// <summary>The salesperson of the sale, or the customer's.</summary>
    public string? Salesperson => Detail.Salesperson ?? Customer.Salesperson;
}

/// <summary>A sales line, or the paid part of it, as it counts for a programme: on its day, in the programme's currency. Amounts in minor units, quantities in thousandths, exact.</summary>
internal sealed record CountedLine(SoldLine Sold, DateOnly On, decimal Net, decimal Gross, decimal? Cost, decimal Quantity)
{
    /// <summary>The day from which on it counts, where it must be paid first; null for at once.</summary>
    public DateOnly? PaidOn { get; init; }

    /// <summary>Only a part of the line. Multiplied before it is divided: a share of its own would be cut off at the 28th digit.</summary>
    public CountedLine Part(DateOnly on, long part, long whole) =>
        this with { On = on, Net = Net * part / whole, Gross = Gross * part / whole, Cost = Cost * part / whole, Quantity = Quantity * part / whole };
}

/// <summary>The order of documents: by day, sales before returns, then by number. It does not depend on the order of arrival.</summary>
internal sealed class DocumentOrder : IComparer<CountedLine>
{
    public static DocumentOrder Instance { get; } = new();

    public int Compare(CountedLine? x, CountedLine? y)
    {
        if (x is null || y is null)
        {
            return x is null ? y is null ? 0 : -1 : 1;
        }

        var (left, right) = (x.Sold, y.Sold);
        var order = x.On.CompareTo(y.On);
        order = order != 0 ? order : left.Fact.IsReturn.CompareTo(right.Fact.IsReturn);
        order = order != 0 ? order : string.CompareOrdinal(left.Detail.DocumentNumber, right.Detail.DocumentNumber);
        order = order != 0 ? order : left.Detail.LineNumber.CompareTo(right.Detail.LineNumber);
        return order != 0 ? order : left.Fact.LineId.CompareTo(right.Fact.LineId);
    }
}

/// <summary>What keeps sales lines from counting, so that a person can mend it: each named once.</summary>
/// <param name="most">How many problems are named at most; what was left out is counted beyond that.</param>
public sealed class CalculationProblems(int most = int.MaxValue)
{
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly List<Refusal> _refusals = [];
    private readonly HashSet<(string Code, long DocumentId, int Line, long LineId)> _left = [];
    private readonly Dictionary<string, LeftOutSales> _leftOut = [];

    /// <summary>The problems, in the order they were met.</summary>
    public IReadOnlyList<Refusal> Refusals => _refusals;

    /// <summary>Sales that do not count for want of something, by what is missing; each line once.</summary>
    public IReadOnlyList<LeftOutSales> LeftOut => [.. _leftOut.Values.OrderBy(left => left.Code, StringComparer.Ordinal)];

    /// <summary>Names a problem of a sales line that therefore does not count.</summary>
    internal void LeaveOut(string code, SoldLine line, params object?[] arguments)
    {
        Add(code, arguments);
        if (_left.Add((code, line.Detail.DocumentId, line.Detail.LineNumber, line.Fact.LineId)))
        {
            var left = _leftOut.GetValueOrDefault(code) ?? new LeftOutSales(code, 0, 0);
            _leftOut[code] = left with { Lines = left.Lines + 1, NetMinor = left.NetMinor + line.Fact.NetMinor };
        }
    }

    internal void Add(string code, params object?[] arguments)
    {
        if (_refusals.Count >= most)
        {
            return;
        }

        var refusal = new Refusal(code, arguments);
        if (_seen.Add(code + "\n" + string.Join('\n', arguments)))
        {
            _refusals.Add(refusal);
        }
    }
}

/// <summary>Sales that do not count for want of something.</summary>
/// <param name="Code">What is missing: the code of the refusal.</param>
/// <param name="Lines">How many sales lines.</param>
/// <param name="NetMinor">Their net amount, in minor units of their documents' currencies.</param>
public sealed record LeftOutSales(string Code, long Lines, long NetMinor);
