using Portal.Domain.Shared;

namespace Portal.Domain.Cards;

/// <summary>Visits that were paid in advance: one service, so many times, until a day.</summary>
public sealed class VisitLot
{
    /// <summary>Adds one.</summary>
    public VisitLot(long accountId, long operationId, string service, int times, long priceMinor, DateOnly? validTo)
    {
        AccountId = accountId;
        OperationId = operationId;
        Service = service;
        Times = times;
        Left = times;
        PriceMinor = priceMinor;
        ValidTo = validTo;
    }

    /// <summary>The row's key.</summary>
    public long Id { get; private set; }

    /// <summary>The account.</summary>
    public long AccountId { get; private set; }

    /// <summary>The operation that sold it.</summary>
    public long OperationId { get; private set; }

    /// <summary>The service: a name or a product's code.</summary>
    public string Service { get; private set; }

    /// <summary>How many were paid.</summary>
    public int Times { get; private set; }

    /// <summary>How many are left.</summary>
    public int Left { get; private set; }

    /// <summary>What was paid for all of them.</summary>
    public long PriceMinor { get; private set; }

    /// <summary>The last day on which they can be used, or null.</summary>
    public DateOnly? ValidTo { get; private set; }

    /// <summary>Whether they can be used on a day.</summary>
    public bool IsGoodOn(DateOnly day) => Left > 0 && !(ValidTo < day);

    /// <summary>What a number of visits is worth at the price per time, rounded down; all of them are worth the price.</summary>
    public long ValueMinor(int times) => (long)decimal.Floor((decimal)PriceMinor * times / Times);

    /// <summary>What using so many next is worth: differences of sums, so that single visits add up to the price.</summary>
    public long NextValueMinor(int times) => ValueMinor(Times - Left + times) - ValueMinor(Times - Left);

    /// <summary>What so many are worth that go back: as much as the visits left are worth more then, so that a lot's uses and what is left add up to the price.</summary>
    public long ReturnValueMinor(int times) => ValueMinor(Times - Left) - ValueMinor(Times - Left - times);

    /// <summary>What the visits that are left are worth.</summary>
    public long LeftValueMinor => PriceMinor - ValueMinor(Times - Left);

    /// <summary>Takes some. The caller has planned it.</summary>
    public void Take(int times) => Left = times <= Left ? Left - times : throw new InvalidOperationException("The lot has fewer visits left.");

    /// <summary>Puts some back that were taken from it.</summary>
    public void PutBack(int times) => Left = Left + times <= Times ? Left + times : throw new InvalidOperationException("More than was taken.");

    /// <summary>Which lots visits come from: the earliest last day first, then the oldest lot; lots without a last day at the end.</summary>
    public static Outcome<IReadOnlyList<VisitTake>> Plan(IEnumerable<VisitLot> lots, string service, int times, DateOnly on)
    {
        ArgumentNullException.ThrowIfNull(lots);
        if (times <= 0)
        {
            return new Refusal("card_times") { Field = "Times" };
        }

        var left = times;
        var takes = new List<VisitTake>();
        foreach (var lot in lots.Where(lot => lot.Service == service && lot.IsGoodOn(on)).OrderBy(lot => lot.ValidTo ?? DateOnly.MaxValue).ThenBy(lot => lot.Id))
        {
            var taken = Math.Min(left, lot.Left);
            if (taken > 0)
            {
                takes.Add(new VisitTake(lot, taken));
                left -= taken;
            }
        }

        return left == 0 ? takes : new Refusal("card_visits_insufficient", service, times - left, times) { Field = "Times" };
    }
}

/// <summary>Visits that come from a lot.</summary>
/// <param name="Lot">The lot.</param>
/// <param name="Times">How many.</param>
public sealed record VisitTake(VisitLot Lot, int Times);

/// <summary>Visits that an operation took from a lot; kept, so that they go back into the same lot.</summary>
public sealed class VisitUse
{
    /// <summary>Records it.</summary>
    public VisitUse(long operationId, long lotId, int times, long valueMinor)
    {
        OperationId = operationId;
        LotId = lotId;
        Times = times;
        ValueMinor = valueMinor;
    }

    /// <summary>The row's key.</summary>
    public long Id { get; private set; }

    /// <summary>The operation.</summary>
    public long OperationId { get; private set; }

    /// <summary>The lot.</summary>
    public long LotId { get; private set; }

    /// <summary>How many; negative for what went back.</summary>
    public int Times { get; private set; }

    /// <summary>What they were worth at the price per time.</summary>
    public long ValueMinor { get; private set; }
}
