using Portal.Domain.Points.Earning;

namespace Portal.Ui.Points;

/// <summary>How points came about, in the reader's words: "By amount (base) 19 · Campaign birthday +9.5, makes 28.5 · Rounded −0.5, makes 28".</summary>
public static class EarningWords
{
    /// <summary>One sentence per step. A rounding that changed nothing is left out.</summary>
    public static IEnumerable<string> Of(Texts texts, IEnumerable<EarningStep> steps)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(steps);
        return steps.Where(step => step is not { Kind: "rounding", Points: 0 }).Select(step => Say(texts, step));
    }

    /// <summary>All steps in one line, for a cell of a table.</summary>
    public static string Line(Texts texts, IEnumerable<EarningStep> steps) => string.Join(" · ", Of(texts, steps));

    private static string Say(Texts texts, EarningStep step) => step.Kind switch
    {
        "amount" or "quantity" or "visit" or "activity" => texts["earning." + step.Kind, step.Rule, step.Points],
        "birthday" => texts["earning.birthday", step.Points],
        "level" => texts["earning.level", Signed(texts, step.Points), step.Running],
        "multiplier" or "bonus" => texts["earning.campaign", step.Rule, Signed(texts, step.Points), step.Running],
        "rounding" => texts["earning.rounding", Signed(texts, step.Points), step.Running],
        "limit" => texts["earning.limit", Signed(texts, step.Points), step.Running],
        _ => throw new InvalidOperationException("Unknown step " + step.Kind),
    };

    private static string Signed(Texts texts, decimal points) => (points > 0 ? "+" : "") + texts.Format(points);
}
