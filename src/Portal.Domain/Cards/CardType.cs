using Portal.Domain.Shared;

namespace Portal.Domain.Cards;

/// <summary>A kind of card (卡类型): its rules hold for every card of the type, those already issued included.</summary>
public sealed class CardType : IVersioned
{
    /// <summary>Adds one.</summary>
    public CardType(string code, string nameZhCn, string nameEn, CardTypeRules rules)
    {
        Code = code;
        NameZhCn = nameZhCn;
        NameEn = nameEn;
        Rules = rules;
    }

    /// <summary>The row's key.</summary>
    public long Id { get; private set; }

    /// <summary>The code that files use; unique.</summary>
    public string Code { get; private set; }

    /// <summary>The Chinese name.</summary>
    public string NameZhCn { get; private set; }

    /// <summary>The English name.</summary>
    public string NameEn { get; private set; }

    /// <summary>What its cards hold and how they behave.</summary>
    public CardTypeRules Rules { get; private set; }

    /// <summary>When no more cards of it were to be issued; null while it is in use.</summary>
    public DateTime? RetiredAtUtc { get; private set; }

    /// <inheritdoc />
    public long RowVersion { get; private set; }

    /// <summary>Changes names and rules.</summary>
    public void Change(string nameZhCn, string nameEn, CardTypeRules rules)
    {
        NameZhCn = nameZhCn;
        NameEn = nameEn;
        Rules = rules;
    }

    /// <summary>Whether what cards hold stays: a type that has cards cannot stop holding what they hold, nor turn from named to unnamed.</summary>
    public bool KeepsWhatCardsHold(CardTypeRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return (rules.HoldsMoney || !Rules.HoldsMoney) && (rules.HoldsVisits || !Rules.HoldsVisits) && rules.IsNamed == Rules.IsNamed;
    }

    /// <summary>Issues no more cards of it; cards that are out work on.</summary>
    public void Retire(DateTime atUtc) => RetiredAtUtc ??= atUtc;

    /// <summary>Issues cards of it again.</summary>
    public void Restore() => RetiredAtUtc = null;
}
