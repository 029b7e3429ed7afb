using System.Text.Json.Serialization;

namespace Portal.Domain.Points.Events;

/// <summary>What happened: members, products, and events in time.</summary>
public sealed record PointsEvents
{
    /// <summary>Members who are known from the beginning; others appear with their first event.</summary>
    public IReadOnlyList<PointsPerson> Members { get; init; } = [];

    /// <summary>What lines may leave out.</summary>
    public IReadOnlyList<PointsProduct> Products { get; init; } = [];

    /// <summary>The first day of the liability report; from the beginning where null.</summary>
    public DateOnly? ReportFrom { get; init; }

    /// <summary>The events; equal times are taken in this order.</summary>
    public IReadOnlyList<PointsEvent> Events { get; init; } = [];
}

/// <summary>Who a member is.</summary>
public record PointsPerson
{
    /// <summary>The member.</summary>
    public string Member { get; init; } = "";

    /// <summary>The birthday.</summary>
    public DateOnly? Birthday { get; init; }

    /// <summary>The day of joining.</summary>
    public DateOnly? JoinedOn { get; init; }

    /// <summary>Tags for conditions.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The contact, as a check against abuse compares it.</summary>
    public string? Contact { get; init; }

    /// <summary>The device, as a check against abuse compares it.</summary>
    public string? Device { get; init; }

    /// <summary>The address, as a check against abuse compares it.</summary>
    public string? Address { get; init; }
}

/// <summary>A product's facts.</summary>
public sealed record PointsProduct
{
    /// <summary>Its number.</summary>
    public string Product { get; init; } = "";

    /// <summary>Its categories, with those above.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>Its brand.</summary>
    public string? Brand { get; init; }

    /// <summary>Its labels.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];
}

/// <summary>Something that happened to a member.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(JoinEvent), "join")]
[JsonDerivedType(typeof(SaleEvent), "sale")]
[JsonDerivedType(typeof(ReturnEvent), "return")]
[JsonDerivedType(typeof(RedeemEvent), "redeem")]
[JsonDerivedType(typeof(CancelRedemptionEvent), "cancelRedemption")]
[JsonDerivedType(typeof(ActivityEvent), "activity")]
[JsonDerivedType(typeof(AdjustEvent), "adjust")]
[JsonDerivedType(typeof(ReleaseEvent), "release")]
[JsonDerivedType(typeof(SetLevelEvent), "setLevel")]
public abstract record PointsEvent
{
    /// <summary>Its id; the same id with the same content counts once.</summary>
    public string Id { get; init; } = "";

    /// <summary>When: a day, a local time, or a time with offset.</summary>
    public string At { get; init; } = "";

    /// <summary>Whose.</summary>
    public string Member { get; init; } = "member";
}

/// <summary>A member joins.</summary>
public sealed record JoinEvent : PointsEvent
{
    /// <summary>The birthday.</summary>
    public DateOnly? Birthday { get; init; }

    /// <summary>Tags for conditions.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The contact.</summary>
    public string? Contact { get; init; }

    /// <summary>The device.</summary>
    public string? Device { get; init; }

    /// <summary>The address.</summary>
    public string? Address { get; init; }

    /// <summary>The member who brought this one.</summary>
    public string? ReferredBy { get; init; }
}

/// <summary>A bill.</summary>
public sealed record SaleEvent : PointsEvent
{
    /// <summary>Where it was sold.</summary>
    public string? Channel { get; init; }

    /// <summary>The bill's amount, where it has no lines.</summary>
    public decimal? Amount { get; init; }

    /// <summary>Its lines.</summary>
    public IReadOnlyList<SaleLine> Lines { get; init; } = [];

    /// <summary>A discount on the whole bill, shared over its lines.</summary>
    public decimal Discount { get; init; }

    /// <summary>Payments, as far as the rules name their methods.</summary>
    public IReadOnlyList<SalePayment> Payments { get; init; } = [];

    /// <summary>Points used on this bill.</summary>
    public decimal RedeemPoints { get; init; }

    /// <summary>Further facts for conditions.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>();
}

/// <summary>A line of a bill.</summary>
public sealed record SaleLine
{
    /// <summary>Its number, unique on the bill.</summary>
    public int Line { get; init; }

    /// <summary>The product.</summary>
    public string? Product { get; init; }

    /// <summary>The categories, with those above.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>The brand.</summary>
    public string? Brand { get; init; }

    /// <summary>Labels.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>How many.</summary>
    public decimal Quantity { get; init; } = 1;

    /// <summary>The amount of the whole line before any discount.</summary>
    public decimal Amount { get; init; }

    /// <summary>The line's own discount.</summary>
    public decimal Discount { get; init; }

    /// <summary>The tax contained in what is left after discounts.</summary>
    public decimal Tax { get; init; }
}

/// <summary>A part of a bill paid in one way.</summary>
public sealed record SalePayment(string Method, decimal Amount);

/// <summary>Goods of a bill come back.</summary>
public sealed record ReturnEvent : PointsEvent
{
    /// <summary>The id of the sale.</summary>
    public string Sale { get; init; } = "";

    /// <summary>The lines; everything that is still out where empty.</summary>
    public IReadOnlyList<ReturnLine> Lines { get; init; } = [];
}

/// <summary>What comes back of a line: a quantity or an amount; all that is still out where neither.</summary>
public sealed record ReturnLine
{
    /// <summary>The sale's line.</summary>
    public int Line { get; init; }

    /// <summary>How many.</summary>
    public decimal? Quantity { get; init; }

    /// <summary>How much of the line's amount after discounts.</summary>
    public decimal? Amount { get; init; }
}

/// <summary>Points are used, on a bill or for a reward.</summary>
public sealed record RedeemEvent : PointsEvent
{
    /// <summary>How many.</summary>
    public decimal? Points { get; init; }

    /// <summary>Instead of points: the amount that points shall pay as far as they go.</summary>
    public decimal? Amount { get; init; }

    /// <summary>The bill's amount, for the limits by bill.</summary>
    public decimal? BillAmount { get; init; }

    /// <summary>The reward; such points are worth no money.</summary>
    public string? Reward { get; init; }
}

/// <summary>A use of points is undone.</summary>
public sealed record CancelRedemptionEvent : PointsEvent
{
    /// <summary>The id of the redemption.</summary>
    public string Redemption { get; init; } = "";
}

/// <summary>The member did something that is no bill.</summary>
public sealed record ActivityEvent : PointsEvent
{
    /// <summary>What.</summary>
    public string Activity { get; init; } = "";

    /// <summary>Where.</summary>
    public string? Channel { get; init; }

    /// <summary>Further facts for conditions.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>();
}

/// <summary>Points by hand.</summary>
public sealed record AdjustEvent : PointsEvent
{
    /// <summary>How many; negative to take away.</summary>
    public decimal Points { get; init; }

    /// <summary>Why.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Who did it.</summary>
    public string? By { get; init; }

    /// <summary>Who approved it.</summary>
    public string? ApprovedBy { get; init; }

    /// <summary>The last day of points that are given, where not as the programme says.</summary>
    public DateOnly? ExpiresOn { get; init; }
}

/// <summary>A sale is final: its pending points become available.</summary>
public sealed record ReleaseEvent : PointsEvent
{
    /// <summary>The id of the sale.</summary>
    public string Sale { get; init; } = "";
}

/// <summary>A level by hand.</summary>
public sealed record SetLevelEvent : PointsEvent
{
    /// <summary>The level.</summary>
    public string Level { get; init; } = "";

    /// <summary>Whether it stays whatever the growth value, until it is set again without.</summary>
    public bool Lock { get; init; }

    /// <summary>Why.</summary>
    public string Reason { get; init; } = "";
}
