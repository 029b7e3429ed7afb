using Portal.Domain.Points.Rules;

namespace Portal.Domain.Points.Earning;

/// <summary>What each kind of rule gives to the lines that fit: exact, before limits and rounding.</summary>
internal static class RulePoints
{
    /// <summary>Points by line, and what was measured.</summary>
    public static decimal[] Of(EarnRule rule, bool[] fitting, EarnContext context) => rule switch
    {
        AmountRule amount => Measured(line => line.BaseMinor, amount.Per * context.Scale.MinorPerUnit, amount.Points, amount.Step, amount.Measure, fitting, context),
        QuantityRule quantity => Measured(line => line.Quantity, quantity.Per, quantity.Points, quantity.Step, quantity.Measure, fitting, context),
        VisitRule visit => Visit(visit, fitting, context),
        ActivityRule or BirthdayRule => [.. fitting.Select(_ => 0m)],
        _ => throw new InvalidOperationException("Unknown rule " + rule.GetType().Name),
    };

    private static decimal[] Measured(Func<BillLine, decimal> measure, decimal per, decimal points, RuleStep step, RuleMeasure by, bool[] fitting, EarnContext context)
    {
        var measures = context.Lines.Select((line, index) => fitting[index] ? measure(line) : 0m).ToArray();
        return by == RuleMeasure.Line
            ? [.. measures.Select(Points)]
            : Spread(Points(measures.Sum()), measures);

        // Multiplied before it is divided: 100 at 3 per 3 is 100, not 99.999.
        decimal Points(decimal measured) => step == RuleStep.FullMultiple ? decimal.Floor(measured / per) * points : measured * points / per;
    }

    private static decimal[] Visit(VisitRule rule, bool[] fitting, EarnContext context)
    {
        var isDue = (context.Usage.Times(rule.Id) + 1) % rule.Every == 0;
        var weights = context.Lines.Select((line, index) => fitting[index] ? (decimal)line.BaseMinor : 0m).ToArray();
        if (weights.All(weight => weight == 0))
        {
            weights = [.. fitting.Select(fits => fits ? 1m : 0m)];
        }

        return Spread(isDue ? rule.Points : 0, weights);
    }

    /// <summary>Shares points over lines in proportion; exact in sum, what cannot be divided falls to the last.</summary>
    public static decimal[] Spread(decimal points, decimal[] weights)
    {
        var sum = weights.Sum();
        return sum == 0 ? [.. weights.Select(_ => 0m)] : EarnSheet.Scaled(weights, points);
    }
}
