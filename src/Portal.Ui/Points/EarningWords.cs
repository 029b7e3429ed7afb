using Portal.Domain.Points.Earning;
using Portal.Domain.Points.Rules;

namespace Portal.Ui.Points;

/// <summary>How points came about, in the reader's words: "By amount (base) 19 · Campaign birthday +9.5, makes 28.5 · Rounded −0.5, makes 28".</summary>
public static class EarningWords
{
    /// <summary>One sentence per step. A rounding that changed nothing is left out.</summary>
    /// <param name="texts">The reader's language.</param>
    /// <param name="steps">The steps.</param>
    /// <param name="names">Names of rules by id; what has none is called by its id.</param>
    public static IEnumerable<string> Of(Texts texts, IEnumerable<EarningStep> steps, IReadOnlyDictionary<string, RuleNames> names)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(steps);
        ArgumentNullException.ThrowIfNull(names);
        return steps.Where(step => step is not { Kind: "rounding", Points: 0 }).Select(step => Say(texts, step, NameOf(texts, step.Rule, names.GetValueOrDefault(step.Rule))));
    }

    /// <summary>What a rule is called in the reader's language; its id where it has no name.</summary>
    public static string NameOf(Texts texts, string id, RuleNames? names)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return texts.Pick(names?.ZhCn, names?.En) is { Length: > 0 } name ? name : id;
    }

    /// <summary>All steps in one line, for a cell of a table.</summary>
    public static string Line(Texts texts, IEnumerable<EarningStep> steps, IReadOnlyDictionary<string, RuleNames> names) => string.Join(" · ", Of(texts, steps, names));

    private static string Say(Texts texts, EarningStep step, string rule) => step.Kind switch
    {
        "amount" or "quantity" or "visit" or "activity" => texts["earning." + step.Kind, rule, step.Points],
        "birthday" => texts["earning.birthday", step.Points],
        "level" => texts["earning.level", Signed(texts, step.Points), step.Running],
        "multiplier" or "bonus" => texts["earning.campaign", rule, Signed(texts, step.Points), step.Running],
        "rounding" => texts["earning.rounding", Signed(texts, step.Points), step.Running],
        "limit" => texts["earning.limit", Signed(texts, step.Points), step.Running],
        _ => throw new InvalidOperationException("Unknown step " + step.Kind),
    };

    private static string Signed(Texts texts, decimal points) => (points > 0 ? "+" : "") + texts.Format(points);
}
