namespace Portal.Domain.Programs;

/// <summary>Given these sales to one customer, expect this rebate.</summary>
public sealed record ProgramExample
{
    /// <summary>What it shows.</summary>
    public required string Name { get; init; }

    /// <summary>The sales and returns.</summary>
    public required IReadOnlyList<ExampleSale> Sales { get; init; }

    /// <summary>The customer's target, base figure or advance, in every list that the programme names; null for none.</summary>
    public decimal? Figure { get; init; }

    /// <summary>What they earn.</summary>
    public required IReadOnlyList<ExpectedRebate> Expected { get; init; }
}

/// <summary>A sale of an example, or a return where the figures are negative.</summary>
public sealed record ExampleSale
{
    /// <summary>The document's day.</summary>
    public required DateOnly On { get; init; }

    /// <summary>The net amount.</summary>
    public decimal NetAmount { get; init; }

    /// <summary>The quantity.</summary>
    public decimal Quantity { get; init; }

    /// <summary>The amount before discounts; the net amount where it is missing.</summary>
    public decimal? GrossAmount { get; init; }

    /// <summary>What the goods cost us.</summary>
    public decimal? Cost { get; init; }

    /// <summary>The document's number; sales without one are documents of their own.</summary>
    public string? Document { get; init; }

    /// <summary>The product's number. Where product, category, brand or attributes are given, the scopes say for what the sale counts.</summary>
    public string? Product { get; init; }

    /// <summary>The product's category.</summary>
    public string? Category { get; init; }

    /// <summary>The product's brand.</summary>
    public string? Brand { get; init; }

    /// <summary>The product's attributes, each as "name=value"; null for none.</summary>
    public IReadOnlyList<string>? Attributes { get; init; }

    /// <summary>The channel of the sale.</summary>
    public string? Channel { get; init; }

    /// <summary>The region of the sale.</summary>
    public string? Region { get; init; }

    /// <summary>The salesperson of the sale, by number.</summary>
    public string? Salesperson { get; init; }

    /// <summary>Whether it is not for rebate; null for no.</summary>
    public bool? NotForRebate { get; init; }

    /// <summary>The day of delivery.</summary>
    public DateOnly? DeliveredOn { get; init; }

    /// <summary>The day it was fully paid.</summary>
    public DateOnly? PaidOn { get; init; }

    /// <summary>The line it counts for, or null for every line.</summary>
    public int? Line { get; init; }

    /// <summary>Whether the product is in the qualifying scope, the earning scope, or both.</summary>
    public ExampleScope Counts { get; init; } = ExampleScope.Both;

    /// <summary>Whether it names what was sold, so that the scopes say for what it counts.</summary>
    internal bool IsNamed => Product is not null || Category is not null || Brand is not null || Attributes is not null;

    /// <summary>Whether it says how it was sold, so that the scopes of sales decide too.</summary>
    internal bool IsSoldSomehow => Channel is not null || Region is not null || Salesperson is not null;
}

/// <summary>For what an example's sale counts.</summary>
public enum ExampleScope
{
    /// <summary>For the tier and for the base.</summary>
    Both = 1,

    /// <summary>For the tier only.</summary>
    Qualifier = 2,

    /// <summary>For the base only.</summary>
    Base = 3,
}

/// <summary>What an example expects a line to earn for a period.</summary>
public sealed record ExpectedRebate
{
    /// <summary>A day of the period.</summary>
    public required DateOnly PeriodOn { get; init; }

    /// <summary>The programme's line.</summary>
    public int Line { get; init; } = 1;

    /// <summary>The rebate of the period, in units of money.</summary>
    public required decimal Rebate { get; init; }
}
