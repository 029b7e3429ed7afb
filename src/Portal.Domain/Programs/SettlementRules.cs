namespace Portal.Domain.Programs;

/// <summary>What is paid during the validity, until the last period settles the true result less all that was paid. Exactly one of the three is given.</summary>
public sealed record ProvisionalRule
{
    /// <summary>A rate in percent of the base.</summary>
    public decimal? RatePercent { get; init; }

    /// <summary>An amount for each unit of the base.</summary>
    public decimal? AmountPerUnit { get; init; }

    /// <summary>A share, in percent, of what the tiers give so far.</summary>
    public decimal? PercentOfRebate { get; init; }
}

/// <summary>What was paid in advance and is set off against the rebate. Exactly one of the two is given.</summary>
public sealed record AdvanceRule
{
    /// <summary>The same amount for every customer: for each period, or in cumulative mode for the whole validity.</summary>
    public decimal? Amount { get; init; }

    /// <summary>The list of figures that names each customer's advances with their days.</summary>
    public string? List { get; init; }
}

/// <summary>Which documents count, and on which day.</summary>
/// <param name="Count">Which of them.</param>
public sealed record DocumentRule(DocumentCount Count)
{
    /// <summary>The day that decides the period; null for the document's own.</summary>
    public DocumentDate? Date { get; init; }

    /// <summary>Only payments of the first so many days after the document's own count, as for an early payment; null for all.</summary>
    public int? WithinDays { get; init; }
}

/// <summary>Which documents count. A return counts as soon as it is posted.</summary>
public enum DocumentCount
{
    /// <summary>All that are posted.</summary>
    Posted = 1,

    /// <summary>Those that are fully paid, whenever that was.</summary>
    Paid = 2,

    /// <summary>Those that were fully paid by the end of the period they fall into.</summary>
    PaidInPeriod = 3,

    /// <summary>All, each by the share of it that is paid.</summary>
    PaidShare = 4,
}

/// <summary>Which day of a document decides its period.</summary>
public enum DocumentDate
{
    /// <summary>The document's own.</summary>
    Document = 1,

    /// <summary>The day of delivery.</summary>
    Delivery = 2,

    /// <summary>The day it was fully paid; for a paid share, the day of each payment.</summary>
    Payment = 3,
}

/// <summary>The order in which programmes of a group are computed; the rebate of one is taken off what those after it are paid on.</summary>
/// <param name="Group">The group's word.</param>
/// <param name="Order">The place: lower numbers come first.</param>
public sealed record StackingRule(string Group, int Order);

/// <summary>A company and those under it reach the tiers together.</summary>
/// <param name="PayTo">Who gets the rebate.</param>
public sealed record RollUpRule(RollUpPayTo PayTo);

/// <summary>Who gets what a company and those under it earn together.</summary>
public enum RollUpPayTo
{
    /// <summary>The company at the head.</summary>
    Parent = 1,

    /// <summary>Each company by its part of what is paid on.</summary>
    Children = 2,
}

/// <summary>Who is paid.</summary>
public enum Payee
{
    /// <summary>The customer who bought.</summary>
    Customer = 1,

    /// <summary>The company it belongs to.</summary>
    Parent = 2,

    /// <summary>The agent who looks after it.</summary>
    Agent = 3,

    /// <summary>The salesperson who looks after it.</summary>
    Salesperson = 4,
}

/// <summary>Goods instead of money.</summary>
/// <param name="Product">The product's number.</param>
/// <param name="UnitValue">What one unit counts for, in units of money.</param>
public sealed record GoodsRule(string Product, decimal UnitValue);
