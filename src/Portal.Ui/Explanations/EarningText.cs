using System.Text.RegularExpressions;

namespace Portal.Ui.Explanations;

/// <summary>The steps of an earning of points in words. They are kept in short ("base: 34.9, floor: 34"), in no language.</summary>
public static partial class EarningText
{
    /// <summary>The steps; a rounding that changed nothing is left out.</summary>
    public static string Say(Texts texts, string steps)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(steps);
        var said = new List<string>();
        var sum = "";
        foreach (var step in steps.Split(", "))
        {
            var after = Last().Match(step).Value;
            if (!Rounded().IsMatch(step) || after != sum)
            {
                said.Add(Step(texts, step, after));
            }

            sum = after;
        }

        return string.Join(texts["points.step.separator"], said);
    }

    private static string Step(Texts texts, string step, string after) =>
        Rounded().IsMatch(step) ? texts["points.step.rounded", after]
        : Limited().Match(step) is { Success: true } limit ? limit.Groups[1].Length == 0 ? texts["points.step.limit", after] : texts["points.step.limitOf", limit.Groups[1].Value, after]
        : step.StartsWith("level × ", StringComparison.Ordinal) ? texts["points.step.level", step["level ".Length..]]
        : step;

    [GeneratedRegex(@"^(floor|ceil|half)( by (line|rule))?: ")]
    private static partial Regex Rounded();

    [GeneratedRegex("^(.*?) ?limit: ")]
    private static partial Regex Limited();

    [GeneratedRegex(@"[-\d.]+$")]
    private static partial Regex Last();
}
