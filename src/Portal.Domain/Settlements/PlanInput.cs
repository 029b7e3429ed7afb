using Portal.Domain.Programs;
using Portal.Domain.Shared;

namespace Portal.Domain.Settlements;

/// <summary>A programme with its approved versions.</summary>
/// <param name="Id">The programme's key.</param>
/// <param name="Code">Its code.</param>
/// <param name="ClosedOn">When it was closed early, or null: periods that begin later do not count.</param>
/// <param name="Versions">The approved versions.</param>
public sealed record PlanProgram(long Id, string Code, DateOnly? ClosedOn, IReadOnlyList<PlanVersion> Versions)
{
    /// <summary>One version that is always in force, for a simulation.</summary>
    public static PlanProgram Single(long id, ProgramDefinition definition) =>
        new(id, definition.Code, null, [new PlanVersion(id, 1, DateOnly.MinValue, definition)]);
}

/// <summary>An approved version.</summary>
/// <param name="Id">Its key.</param>
/// <param name="Number">1, 2, 3 …</param>
/// <param name="EffectiveFrom">Periods that begin on or after this day follow it.</param>
/// <param name="Definition">What it says.</param>
public sealed record PlanVersion(long Id, int Number, DateOnly EffectiveFrom, ProgramDefinition Definition);

/// <summary>The master data that selectors name.</summary>
/// <param name="Customers">All customers; what no programme asks for (<see cref="CustomerNeeds"/>) may be left out.</param>
/// <param name="Products">All products.</param>
/// <param name="Categories">The tree of categories.</param>
public sealed record PlanMasterData(IReadOnlyList<PlanCustomer> Customers, IReadOnlyList<PlanProduct> Products, IReadOnlyList<PlanCategory> Categories)
{
    /// <summary>Figures entered per customer: targets, base figures, advances.</summary>
    public IReadOnlyList<PlanFigure> Figures { get; init; } = [];

    /// <summary>The rates of exchange; null where every document is in our own currency.</summary>
    public IReadOnlyList<PlanExchangeRate>? ExchangeRates { get; init; }
}

/// <summary>A figure entered for a customer.</summary>
/// <param name="CustomerId">The customer.</param>
/// <param name="List">The list it belongs to, which programmes name.</param>
/// <param name="From">The first day it is for.</param>
/// <param name="To">The last day it is for.</param>
/// <param name="Value">The figure, in units of money, or of the product.</param>
public sealed record PlanFigure(long CustomerId, string List, DateOnly From, DateOnly To, decimal Value);

/// <summary>A rate of exchange.</summary>
/// <param name="Currency">The currency, by its three letters.</param>
/// <param name="From">The first day it holds.</param>
/// <param name="To">The last day it holds; the same day for a daily rate.</param>
/// <param name="Rate">How much of our own currency one unit is worth; above zero.</param>
public sealed record PlanExchangeRate(string Currency, DateOnly From, DateOnly To, decimal Rate);

/// <summary>A customer as selectors see it.</summary>
/// <param name="Id">Its key.</param>
/// <param name="Number">Its number.</param>
/// <param name="GroupCode">Its group.</param>
/// <param name="LevelCode">Its level.</param>
/// <param name="RegionCode">Its region.</param>
/// <param name="ParentId">The company it belongs to.</param>
public sealed record PlanCustomer(long Id, string Number, string? GroupCode, string? LevelCode, string? RegionCode, long? ParentId)
{
    /// <summary>The number of the salesperson who looks after it, or null.</summary>
    public string? Salesperson { get; init; }
}

/// <summary>A product as selectors see it.</summary>
/// <param name="Id">Its key.</param>
/// <param name="Number">Its number.</param>
/// <param name="CategoryCode">Its category.</param>
/// <param name="BrandCode">Its brand.</param>
public sealed record PlanProduct(long Id, string Number, string? CategoryCode, string? BrandCode)
{
    /// <summary>Its attributes, each as "name=value": "colour=red".</summary>
    public IReadOnlyList<string> Attributes { get; init; } = [];

    /// <summary>How many of the unit it is sold in make one of another unit: 24 for "case" where it is sold by the bottle.</summary>
    public IReadOnlyDictionary<string, decimal> UnitFactors { get; init; } = new Dictionary<string, decimal>();
}

/// <summary>A category.</summary>
/// <param name="Code">Its code.</param>
/// <param name="ParentCode">The category above it.</param>
public sealed record PlanCategory(string Code, string? ParentCode);

/// <summary>A version with the periods that are needed of it.</summary>
/// <param name="Program">The programme.</param>
/// <param name="Version">The version.</param>
/// <param name="Periods">In order; in cumulative mode from the start of the validity.</param>
public sealed record PlannedVersion(PlanProgram Program, PlanVersion Version, IReadOnlyList<PlannedPeriod> Periods)
{
    /// <summary>What the version says.</summary>
    public ProgramDefinition Definition => Version.Definition;
}

/// <summary>A period of a version.</summary>
/// <param name="Range">Its days.</param>
/// <param name="IsInForce">Whether this version decides it; otherwise its sales only add to later periods.</param>
/// <param name="IsWanted">Whether a result is asked for.</param>
/// <param name="SettledUpToLineId">The last sales line that an earlier settlement of the period knew, or null if it was never settled.</param>
public sealed record PlannedPeriod(DateRange Range, bool IsInForce, bool IsWanted, long? SettledUpToLineId);
