using Portal.Domain.Shared;

namespace Portal.Domain.Programs;

/// <summary>What can be computed, but not be settled and paid by the portal itself.</summary>
public static class LivePrograms
{
    /// <summary>Why a definition may not be approved, however right it is; empty where it may.</summary>
    public static IReadOnlyList<Refusal> Check(ProgramDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var refusals = new List<Refusal>();
        if (definition is { Payee: Payee.Salesperson, PayTo: PayTo.CreditNote or PayTo.Goods or PayTo.Points })
        {
            // An employee gets it with the wages; there is no invoice that it could reduce, and goods or points would be wages in kind.
            refusals.Add(new Refusal("program_cannot_be_paid_to", new SettingWord(definition.PayTo), new SettingWord(Payee.Salesperson)) { Field = "payTo" });
        }

        CheckCurrency(definition, refusals);
        return refusals;
    }

    private static void CheckCurrency(ProgramDefinition definition, List<Refusal> refusals)
    {
        if (!Currencies.CanBeKept(definition.Currency))
        {
            refusals.Add(new Refusal("program_currency_too_fine", definition.Currency) { Field = "currency" });
        }
        else if (definition.Rounding.Unit % Currencies.SmallestUnit(definition.Currency) != 0)
        {
            refusals.Add(new Refusal("program_rounding_below_currency", definition.Rounding.Unit, definition.Currency, Currencies.SmallestUnit(definition.Currency)) { Field = "rounding.unit" });
        }
    }
}
