using Portal.Domain.Shared;

namespace Portal.Domain.Programs;

/// <summary>Runs a programme's own examples.</summary>
public static class ProgramExamples
{
    /// <summary>Runs every example of a valid definition.</summary>
    public static IReadOnlyList<ExampleResult> Run(ProgramDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return [.. definition.Examples.Select(example => Run(definition, example))];
    }

    /// <summary>Why the definition may not be approved: the examples that fail.</summary>
    public static IReadOnlyList<Refusal> Check(ProgramDefinition definition) =>
    [
        .. Run(definition)
            .SelectMany((result, index) => result.Differences.Select(difference => (result, index, difference)))
            .Select(entry => new Refusal(
                "program_example_fails",
                entry.result.Name,
                entry.difference.Line,
                entry.difference.Period.From,
                entry.difference.Period.To,
                new Money(entry.difference.ExpectedMinor),
                new Money(entry.difference.ActualMinor))
            {
                Field = FormattableString.Invariant($"examples[{entry.index}]"),
            }),
    ];

    private static ExampleResult Run(ProgramDefinition definition, ProgramExample example)
    {
        var lines = WorkedExample.Of(definition, example.Sales, example.Figure);
        var differences = new List<ExampleDifference>();
        foreach (var expected in example.Expected)
        {
            var period = ProgramPeriods.Containing(definition, expected.PeriodOn) ?? new DateRange(expected.PeriodOn, expected.PeriodOn);
            var actual = lines.FirstOrDefault(line => line.LineNumber == expected.Line && line.Period == period)?.DueMinor ?? 0;
            if (actual != Money.FromAmount(expected.Rebate).Minor)
            {
                differences.Add(new ExampleDifference(expected.Line, period, Money.FromAmount(expected.Rebate).Minor, actual));
            }
        }

        return new ExampleResult(example.Name, differences);
    }
}

/// <summary>How an example came out.</summary>
/// <param name="Name">What it shows.</param>
/// <param name="Differences">Where the rebate is another than expected.</param>
public sealed record ExampleResult(string Name, IReadOnlyList<ExampleDifference> Differences)
{
    /// <summary>Whether everything is as expected.</summary>
    public bool IsPassed => Differences.Count == 0;
}

/// <summary>A rebate that is another than expected.</summary>
/// <param name="Line">The programme's line.</param>
/// <param name="Period">The period.</param>
/// <param name="ExpectedMinor">What was expected.</param>
/// <param name="ActualMinor">What came out.</param>
public sealed record ExampleDifference(int Line, DateRange Period, long ExpectedMinor, long ActualMinor);
