using Portal.Domain.Shared;

namespace Portal.Domain.ExchangeRates;

/// <summary>What one unit of a currency was worth in <see cref="Money.DefaultCurrency"/> on a day.</summary>
public sealed class ExchangeRate : IVersioned
{
    /// <summary>Stored parts of one unit: ten decimals, so that currencies of small units keep their digits.</summary>
    public const long Scale = 10_000_000_000;

    /// <summary>The highest rate.</summary>
    public const decimal Most = 1_000_000m;

    /// <summary>Enters a rate.</summary>
    public ExchangeRate(string currency, DateOnly rateOn, long scaledRate)
    {
        Currency = currency;
        RateOn = rateOn;
        ScaledRate = scaledRate;
    }

    /// <summary>The row's key.</summary>
    public long Id { get; private set; }

    /// <summary>ISO code of the currency; with the day unique.</summary>
    public string Currency { get; private set; }

    /// <summary>The business day for whose documents it counts.</summary>
    public DateOnly RateOn { get; private set; }

    /// <summary>The rate in parts of <see cref="Scale"/>.</summary>
    public long ScaledRate { get; private set; }

    /// <summary>The rate, exact.</summary>
    public decimal Rate => ScaledRate / (decimal)Scale;

    /// <summary>The import that set it last, or null where a person did.</summary>
    public long? ImportRunId { get; private set; }

    /// <summary>What stood here before that import; null where nothing did.</summary>
    public long? ScaledRateBefore { get; private set; }

    /// <summary>Who entered it last; null for the system.</summary>
    public long? ChangedByUserId { get; private set; }

    /// <summary>When it was entered last.</summary>
    public DateTime ChangedAtUtc { get; private set; }

    /// <inheritdoc />
    public long RowVersion { get; private set; }

    /// <summary>Whether a number can be a rate: positive, not above <see cref="Most"/>, with at most ten decimals.</summary>
    public static bool CanBe(decimal rate) => rate > 0 && rate <= Most && rate * Scale == decimal.Truncate(rate * Scale);

    /// <summary>The parts of <see cref="Scale"/> of a number that can be a rate.</summary>
    public static long Scaled(decimal rate) => decimal.ToInt64(rate * Scale);

    /// <summary>A person enters another rate; an import that set it before no longer takes it along when it is undone.</summary>
    public void Enter(long scaledRate, long? byUserId, DateTime atUtc)
    {
        ScaledRate = scaledRate;
        (ImportRunId, ScaledRateBefore) = (null, null);
        (ChangedByUserId, ChangedAtUtc) = (byUserId, atUtc);
    }

    /// <summary>An import sets the rate.</summary>
    public void Import(long scaledRate, long importRunId, long? byUserId, DateTime atUtc)
    {
        ScaledRateBefore = Id == 0 ? null : ScaledRate;
        ImportRunId = importRunId;
        ScaledRate = scaledRate;
        (ChangedByUserId, ChangedAtUtc) = (byUserId, atUtc);
    }
}
