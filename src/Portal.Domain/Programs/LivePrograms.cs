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
        if (definition.PayTo is PayTo.CreditNote or PayTo.Goods or PayTo.Points)
        {
            refusals.Add(new Refusal("program_cannot_be_paid", new SettingWord(definition.PayTo)) { Field = "payTo" });
        }

        if (definition.Payee is { } payee and not Payee.Customer)
        {
            refusals.Add(new Refusal("program_cannot_be_paid", new SettingWord(payee)) { Field = "payee" });
        }

        if (definition.Currency != Money.DefaultCurrency)
        {
            refusals.Add(new Refusal("program_cannot_be_paid", definition.Currency) { Field = "currency" });
        }

        return refusals;
    }
}
