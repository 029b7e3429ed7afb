using System.Text;
using Portal.Domain.Programs;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;

namespace Portal.Infrastructure.Programs.Simulation;

/// <summary>What a simulation reads; no database is asked.</summary>
public sealed record SimulateFilesInput
{
    /// <summary>Programme documents.</summary>
    public required IReadOnlyList<string> Programs { get; init; }

    /// <summary>Sales and returns.</summary>
    public required IReadOnlyList<string> Sales { get; init; }

    /// <summary>Customers, or null: those that the sales name, without group, level, region and parent.</summary>
    public string? Customers { get; init; }

    /// <summary>Products, or null: those that the sales name, without category and brand.</summary>
    public string? Products { get; init; }

    /// <summary>Periods that end on or before this day are settled.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>What was settled before, in the form that a simulation prints, or null.</summary>
    public string? Settled { get; init; }
}

/// <summary>Settles programmes over files, by the same functions as a settlement run. Every problem of every file is named, and nothing is computed then.</summary>
public static class SimulateFiles
{
    /// <summary>Runs the simulation.</summary>
    public static Outcome<IReadOnlyList<SimulatedLine>> Run(SimulateFilesInput input, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        var refusals = new List<Refusal>();
        var programs = ReadPrograms(input.Programs, refusals);
        var data = new SimulationData();
        if (input.Customers is not null)
        {
            data.ReadCustomers(input.Customers, refusals);
        }

        if (input.Products is not null)
        {
            data.ReadProducts(input.Products, refusals);
        }

        foreach (var path in input.Sales)
        {
            data.ReadSales(path, refusals);
        }

        var settled = input.Settled is null ? [] : SettledFile.Read(input.Settled, refusals);
        return refusals.Count > 0
            ? Outcome<IReadOnlyList<SimulatedLine>>.Refused(refusals)
            : Outcome(Compute(input.AsOf, programs, data, settled, cancellationToken));
    }

    /// <summary>The text of a file in UTF-8, or null with the reason added.</summary>
    internal static string? ReadText(string path, List<Refusal> refusals)
    {
        if (!File.Exists(path))
        {
            refusals.Add(new Refusal("simulate_file_missing", path));
            return null;
        }

        try
        {
            var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(File.ReadAllBytes(path));
            return text.TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            refusals.Add(new Refusal("simulate_not_utf8") { Field = Path.GetFileName(path) });
            return null;
        }
    }

    private static Outcome<IReadOnlyList<SimulatedLine>> Outcome(List<SimulatedLine> lines) => lines;

    private static List<PlanProgram> ReadPrograms(IReadOnlyList<string> paths, List<Refusal> refusals)
    {
        var programs = new List<PlanProgram>();
        foreach (var path in paths)
        {
            if (ReadText(path, refusals) is not { } text)
            {
                continue;
            }

            var read = ProgramDocument.ReadValid(text);
            if (!read.IsDone)
            {
                refusals.AddRange(read.Refusals.Select(refusal => refusal with { Field = Path.GetFileName(path) + (refusal.Field is null ? "" : ", " + refusal.Field) }));
            }
            else if (programs.Exists(program => string.Equals(program.Code, read.Value.Code, StringComparison.OrdinalIgnoreCase)))
            {
                refusals.Add(new Refusal("simulate_program_twice", read.Value.Code) { Field = Path.GetFileName(path) });
            }
            else
            {
                programs.Add(PlanProgram.Single(programs.Count + 1, read.Value));
            }
        }

        return programs;
    }

    private static List<SimulatedLine> Compute(DateOnly asOf, List<PlanProgram> programs, SimulationData data, List<SettledRow> settledRows, CancellationToken cancellationToken)
    {
        var settled = SettledByCustomer(programs, data, settledRows);
        var plan = ProgramPlan.Compile(programs, data.Master, (_, period) => period.To <= asOf);
        var accumulator = plan.StartAccumulator();
        var earned = new List<(long CustomerId, IReadOnlyList<EarnedLine> Lines)>();
        foreach (var customer in data.Sales.GroupBy(sale => sale.CustomerId))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var sale in customer)
            {
                accumulator.Add(sale);
            }

            earned.Add((customer.Key, RebateCalculator.Earn(plan, accumulator.TakeCustomer()!)));
        }

        // The programme's cap hands the last cents out in this order, whatever the order of the files.
        earned.AddRange(settled.Keys.Except(earned.Select(entry => entry.CustomerId)).Select(customer => (customer, (IReadOnlyList<EarnedLine>)[])));
        earned.Sort((left, right) => string.CompareOrdinal(data.Customers[(int)left.CustomerId - 1].Number, data.Customers[(int)right.CustomerId - 1].Number));
        var capped = ProgramCap.Apply(plan, [.. earned.Select(entry => entry.Lines)]);
        var lines = new List<SimulatedLine>();
        for (var index = 0; index < capped.Count; index++)
        {
            var customer = data.Customers[(int)earned[index].CustomerId - 1];
            var before = settled.GetValueOrDefault(customer.Id) ?? Settled.None;
            lines.AddRange(RebateCalculator.Settle(plan, capped[index], before.ByKey, before.Carried)
                .Where(line => line.HasDifference || !line.WasSettled)
                .Select(line => SimulatedLine.Of(customer.Number, line)));
        }

        return [.. lines.OrderBy(line => programs.FindIndex(program => program.Code == line.Program)).ThenBy(line => line.Customer, StringComparer.Ordinal)];
    }

    private static Dictionary<long, Settled> SettledByCustomer(List<PlanProgram> programs, SimulationData data, List<SettledRow> rows)
    {
        var result = new Dictionary<long, Settled>();
        foreach (var row in rows)
        {
            var program = programs.Find(candidate => string.Equals(candidate.Code, row.Program, StringComparison.OrdinalIgnoreCase));
            if (program is null)
            {
                continue;
            }

            var customerId = data.CustomerId(row.Customer);
            if (!result.TryGetValue(customerId, out var settled))
            {
                result[customerId] = settled = new Settled([], []);
            }

            settled.Add(program, row);
        }

        return result;
    }

    private sealed record Settled(Dictionary<SettledKey, SettledBefore> ByKey, Dictionary<(long, int), long> Carried)
    {
        public static Settled None { get; } = new([], []);

        public void Add(PlanProgram program, SettledRow row)
        {
            var definition = program.Versions[0].Definition;
            var key = new SettledKey(program.Id, row.Line, new DateRange(row.PeriodFrom, row.PeriodTo));
            var scale = definition.Lines.FirstOrDefault(line => line.Number == row.Line)?.Qualifier.Measure.Scale() ?? Money.MinorPerUnit;
            var delta = Money.FromAmount(row.Delta).Minor;
            var qualifier = row.QualifierValue is { } value ? Rounding.HalfAwayFromZero(value * scale) : (long?)null;
            var due = Money.FromAmount(row.Due).Minor;
            var before = ByKey.GetValueOrDefault(key);
            var dropped = definition.Negative == NegativePolicy.Drop ? due - delta : 0;
            ByKey[key] = new SettledBefore((before?.DeltaMinor ?? 0) + delta, row.Tier, null, qualifier, (before?.DroppedMinor ?? 0) + dropped);
            if (definition.Negative == NegativePolicy.CarryForward)
            {
                Carried[(program.Id, row.Line)] = Carried.GetValueOrDefault((program.Id, row.Line)) + delta - due;
            }
        }
    }
}
