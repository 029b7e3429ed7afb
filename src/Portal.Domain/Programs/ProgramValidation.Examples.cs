namespace Portal.Domain.Programs;

/// <content>Stored examples.</content>
public static partial class ProgramValidation
{
    private static void CheckExamples(ProgramDefinition definition, Findings found)
    {
        var numbers = definition.Lines.Select(line => line.Number).ToHashSet();
        for (var index = 0; index < definition.Examples.Count; index++)
        {
            var example = definition.Examples[index];
            var at = At("examples", index);
            CheckText(example.Name, at + ".name", "program_example_name_missing", found);
            for (var sale = 0; sale < example.Sales.Count; sale++)
            {
                CheckSale(example.Sales[sale], At(at + ".sales", sale), numbers, found);
            }

            if (example.Expected.Count == 0)
            {
                found.Add(at + ".expected", "program_example_expects_nothing");
            }

            for (var expected = 0; expected < example.Expected.Count; expected++)
            {
                var (line, on) = (example.Expected[expected].Line, example.Expected[expected].PeriodOn);
                if (!numbers.Contains(line))
                {
                    found.Add(At(at + ".expected", expected) + ".line", "program_example_line_unknown", line);
                }

                if (ProgramPeriods.Containing(definition, on) is null)
                {
                    found.Add(At(at + ".expected", expected) + ".periodOn", "program_example_outside_periods", on);
                }
            }
        }
    }

    private static void CheckSale(ExampleSale sale, string at, HashSet<int> numbers, Findings found)
    {
        if (sale.Line is { } line && !numbers.Contains(line))
        {
            found.Add(at + ".line", "program_example_line_unknown", line);
        }

        for (var index = 0; index < (sale.Attributes?.Count ?? 0); index++)
        {
            if (sale.Attributes![index].IndexOf('=', StringComparison.Ordinal) <= 0)
            {
                found.Add(At(at + ".attributes", index), "program_attribute_wrong", sale.Attributes[index]);
            }
        }
    }
}
