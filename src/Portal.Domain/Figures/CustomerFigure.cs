using Portal.Domain.Shared;

namespace Portal.Domain.Figures;

/// <summary>A figure of a customer for some days, in a list that programmes name: a target, or the base of growth.</summary>
public sealed class CustomerFigure : IVersioned
{
    /// <summary>The highest value.</summary>
    public const decimal Most = 1_000_000_000_000m;

    /// <summary>Enters a figure.</summary>
    /// <param name="listName">The list: "targets-2026"; lists begin with their first figure.</param>
    /// <param name="customerId">The customer.</param>
    /// <param name="fromOn">The first day.</param>
    /// <param name="toOn">The last day.</param>
    /// <param name="valueMilli">Thousandths of what the programme measures: of a yuan, of a unit.</param>
    public CustomerFigure(string listName, long customerId, DateOnly fromOn, DateOnly toOn, long valueMilli)
    {
        ListName = listName;
        CustomerId = customerId;
        FromOn = fromOn;
        ToOn = toOn;
        ValueMilli = valueMilli;
    }

    /// <summary>The row's key.</summary>
    public long Id { get; private set; }

    /// <summary>The list; with customer and days unique.</summary>
    public string ListName { get; private set; }

    /// <summary>The customer.</summary>
    public long CustomerId { get; private set; }

    /// <summary>The first day.</summary>
    public DateOnly FromOn { get; private set; }

    /// <summary>The last day.</summary>
    public DateOnly ToOn { get; private set; }

    /// <summary>Thousandths of what the programme measures: of a yuan, of a unit.</summary>
    public long ValueMilli { get; private set; }

    /// <summary>The import that set it last, or null where a person did.</summary>
    public long? ImportRunId { get; private set; }

    /// <summary>What stood here before that import; null where nothing did.</summary>
    public long? ValueMilliBefore { get; private set; }

    /// <summary>Who entered it last; null for the system.</summary>
    public long? ChangedByUserId { get; private set; }

    /// <summary>When it was entered last.</summary>
    public DateTime ChangedAtUtc { get; private set; }

    /// <inheritdoc />
    public long RowVersion { get; private set; }

    /// <summary>Whether a number can be a figure: not negative, not above <see cref="Most"/>, with at most three decimals.</summary>
    public static bool CanBe(decimal value) => value >= 0 && value <= Most && value * Quantity.MilliPerUnit == decimal.Truncate(value * Quantity.MilliPerUnit);

    /// <summary>A person enters another value; an import that set it before no longer takes it along when it is undone.</summary>
    public void Enter(long valueMilli, long? byUserId, DateTime atUtc)
    {
        ValueMilli = valueMilli;
        (ImportRunId, ValueMilliBefore) = (null, null);
        (ChangedByUserId, ChangedAtUtc) = (byUserId, atUtc);
    }

    /// <summary>An import sets the value.</summary>
    public void Import(long valueMilli, long importRunId, long? byUserId, DateTime atUtc)
    {
        ValueMilliBefore = Id == 0 ? null : ValueMilli;
        ImportRunId = importRunId;
        ValueMilli = valueMilli;
        (ChangedByUserId, ChangedAtUtc) = (byUserId, atUtc);
    }
}
