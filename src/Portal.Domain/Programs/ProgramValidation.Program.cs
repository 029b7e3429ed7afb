namespace Portal.Domain.Programs;

/// <content>Rules of the whole programme that may contradict each other.</content>
public static partial class ProgramValidation
{
    /// <summary>The longest time for a payment that a programme may set, in days.</summary>
    public const int MaxPaymentDays = 730;

    private static void CheckProgramRules(ProgramDefinition definition, Findings found)
    {
        CheckAmount(definition.CapPerProgram, "capPerProgram", "program_cap_negative", found);
        CheckAmount(definition.CapPerCustomer, "capPerCustomer", "program_cap_negative", found);
        CheckAmount(definition.Budget, "budget", "program_cap_negative", found);
        if (definition.Documents is { Count: DocumentCount.Posted, Date: DocumentDate.Payment })
        {
            found.Add("documents.date", "program_payment_day_of_unpaid");
        }

        if (definition.Documents is { WithinDays: { } days } documents)
        {
            CheckPaymentDays(documents.Count, days, found);
        }

        CheckGoods(definition, found);
        if (definition.TellCustomer is not null && definition.Payee is null or Payee.Customer)
        {
            found.Add("tellCustomer", "program_tell_without_payee");
        }

        CheckWord(definition.BestOfGroup, "bestOfGroup", "program_group_wrong", found);
        CheckWord(definition.Stacking?.Group, "stacking.group", "program_group_wrong", found);
        if (definition.Stacking is { Order: < 1 or > 9999 })
        {
            found.Add("stacking.order", "program_priority_wrong");
        }

        if (definition is { Stacking: not null, BestOfGroup: not null })
        {
            found.Add("stacking", "program_stacking_with_best_of");
        }

        if (definition.RollUp is null)
        {
            return;
        }

        if (definition.Stacking is not null || definition.BestOfGroup is not null)
        {
            found.Add("rollUp", "program_roll_up_with_groups");
        }

        if (definition.Payee == Payee.Parent)
        {
            found.Add("payee", "program_payee_with_roll_up");
        }
    }

    private static void CheckPaymentDays(DocumentCount count, int days, Findings found)
    {
        if (count == DocumentCount.Posted)
        {
            found.Add("documents.withinDays", "program_payment_days_of_unpaid");
        }
        else if (days is < 0 or > MaxPaymentDays)
        {
            found.Add("documents.withinDays", "program_payment_days_wrong", MaxPaymentDays);
        }
    }

    private static void CheckGoods(ProgramDefinition definition, Findings found)
    {
        CheckWanted(definition.PointsPerUnit is not null, definition.PayTo == PayTo.Points, "pointsPerUnit", definition.PayTo, found);
        CheckWanted(definition.Goods is not null, definition.PayTo == PayTo.Goods, "goods", definition.PayTo, found);
        if (definition.PointsPerUnit <= 0)
        {
            found.Add("pointsPerUnit", "program_figure_not_positive", definition.PointsPerUnit);
        }

        CheckWord(definition.Goods?.Product, "goods.product", "program_code_empty", found);
        if (definition.Goods?.UnitValue <= 0)
        {
            found.Add("goods.unitValue", "program_figure_not_positive", definition.Goods.UnitValue);
        }
    }
}
