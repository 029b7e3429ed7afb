using Portal.Domain.Shared;

namespace Portal.Domain.Programs;

/// <summary>What a programme pays, to whom and when: the document that is imported, exported, simulated and settled. Amounts are in units of money, quantities in units of the product.</summary>
public sealed record ProgramDefinition
{
    /// <summary>The programme's code; unique.</summary>
    public required string Code { get; init; }

    /// <summary>The name in both languages.</summary>
    public required ProgramName Name { get; init; }

    /// <summary>The first day whose documents count.</summary>
    public required DateOnly ValidFrom { get; init; }

    /// <summary>The last day whose documents count.</summary>
    public required DateOnly ValidTo { get; init; }

    /// <summary>The currency of every amount in the definition.</summary>
    public string Currency { get; init; } = Money.DefaultCurrency;

    /// <summary>How often it is settled.</summary>
    public required ProgramPeriod Period { get; init; }

    /// <summary>Whether each period stands by itself.</summary>
    public PeriodMode PeriodMode { get; init; } = PeriodMode.Each;

    /// <summary>Who takes part.</summary>
    public ProgramParticipants Participants { get; init; } = ProgramParticipants.Everybody;

    /// <summary>The rules; each earns by itself.</summary>
    public required IReadOnlyList<ProgramLine> Lines { get; init; }

    /// <summary>The most that all customers together get for a period, or null. In cumulative mode it limits the time since the start of the validity.</summary>
    public decimal? CapPerProgram { get; init; }

    /// <summary>The most that one customer gets for a period from all lines together, or null. In cumulative mode it limits the time since the start of the validity.</summary>
    public decimal? CapPerCustomer { get; init; }

    /// <summary>The most that all customers together get over the whole validity, or null: earlier periods are paid first.</summary>
    public decimal? Budget { get; init; }

    /// <summary>Which documents count, and on which day; null for every posted one on its own day.</summary>
    public DocumentRule? Documents { get; init; }

    /// <summary>Whether companies reach the tiers together with those under them; null for no.</summary>
    public RollUpRule? RollUp { get; init; }

    /// <summary>To what amounts are rounded.</summary>
    public RoundingRule Rounding { get; init; } = RoundingRule.ToCents;

    /// <summary>What becomes of a negative result.</summary>
    public NegativePolicy Negative { get; init; } = NegativePolicy.CarryForward;

    /// <summary>Where the rebate goes.</summary>
    public PayTo PayTo { get; init; } = PayTo.Balance;

    /// <summary>Who is paid; null for the customer.</summary>
    public Payee? Payee { get; init; }

    /// <summary>Where another is paid: whether the customer who bought sees that a rebate was paid for its purchases; null for no.</summary>
    public bool? TellCustomer { get; init; }

    /// <summary>For <see cref="PayTo.Points"/>: points for each unit of money.</summary>
    public decimal? PointsPerUnit { get; init; }

    /// <summary>For <see cref="PayTo.Goods"/>: which goods.</summary>
    public GoodsRule? Goods { get; init; }

    /// <summary>The order among programmes that exclude each other: the lowest number wins.</summary>
    public int Priority { get; init; } = 100;

    /// <summary>Programmes of the same group exclude each other: a customer takes part only in the first by priority.</summary>
    public string? ExclusiveGroup { get; init; }

    /// <summary>Programmes of the same group: a customer gets only the one that pays it most for a period.</summary>
    public string? BestOfGroup { get; init; }

    /// <summary>Programmes whose rebates reduce what later ones are paid on; null for none.</summary>
    public StackingRule? Stacking { get; init; }

    /// <summary>Given these sales, expect this rebate; run on every change.</summary>
    public IReadOnlyList<ProgramExample> Examples { get; init; } = [];

    /// <summary>The days whose documents count.</summary>
    public DateRange Validity => new(ValidFrom, ValidTo);
}

/// <summary>A name in both languages.</summary>
/// <param name="ZhCN">Chinese.</param>
/// <param name="En">English.</param>
public sealed record ProgramName(string ZhCN, string En);

/// <summary>How often a programme is settled.</summary>
/// <param name="Kind">The calendar.</param>
public sealed record ProgramPeriod(PeriodKind Kind)
{
    /// <summary>The periods, for <see cref="PeriodKind.Custom"/> only.</summary>
    public IReadOnlyList<CustomPeriod> Custom { get; init; } = [];
}

/// <summary>A period of a programme's own calendar.</summary>
/// <param name="From">The first day.</param>
/// <param name="To">The last day.</param>
public sealed record CustomPeriod(DateOnly From, DateOnly To);

/// <summary>The calendar of settlement.</summary>
public enum PeriodKind
{
    /// <summary>Calendar months.</summary>
    Month = 1,

    /// <summary>Calendar quarters.</summary>
    Quarter = 2,

    /// <summary>January to June, July to December.</summary>
    HalfYear = 3,

    /// <summary>Calendar years.</summary>
    Year = 4,

    /// <summary>The programme's own list.</summary>
    Custom = 5,
}

/// <summary>What a period's result is measured on.</summary>
public enum PeriodMode
{
    /// <summary>Each period by itself.</summary>
    Each = 1,

    /// <summary>Everything since the start of the validity, less what the periods before it earned.</summary>
    Cumulative = 2,
}

/// <summary>What becomes of a negative result.</summary>
public enum NegativePolicy
{
    /// <summary>Set off against later results.</summary>
    CarryForward = 1,

    /// <summary>Taken back from the customer's account.</summary>
    ChargeBack = 2,

    /// <summary>Forgotten.</summary>
    Drop = 3,
}

/// <summary>Where the rebate goes.</summary>
public enum PayTo
{
    /// <summary>The customer's rebate balance.</summary>
    Balance = 1,

    /// <summary>The customer's bank account, by bank file.</summary>
    Bank = 2,

    /// <summary>A credit note on the next invoice.</summary>
    CreditNote = 3,

    /// <summary>Goods.</summary>
    Goods = 4,

    /// <summary>Points.</summary>
    Points = 5,
}

/// <summary>To what amounts are rounded, once per settlement line, half away from zero.</summary>
/// <param name="Unit">0.01 for fen, 1 for whole yuan.</param>
public sealed record RoundingRule(decimal Unit)
{
    /// <summary>To fen.</summary>
    public static RoundingRule ToCents { get; } = new(0.01m);
}
