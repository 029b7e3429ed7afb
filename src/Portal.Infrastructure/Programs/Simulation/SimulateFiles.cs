using System.Text;
using Portal.Domain.Programs;
using Portal.Domain.Settlements;
using Portal.Domain.Settlements.Rules;
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

    /// <summary>Payments of the sales documents, or null.</summary>
    public string? Payments { get; init; }

    /// <summary>Targets, base figures and advances of customers, or null.</summary>
    public string? Figures { get; init; }

    /// <summary>Rates of exchange, or null.</summary>
    public string? Rates { get; init; }

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

        var sales = new SimulationSales(data);
        foreach (var path in input.Sales)
        {
            sales.Read(path, refusals);
        }

        if (input.Payments is not null)
        {
            sales.ReadPayments(input.Payments, refusals);
        }

        if (input.Figures is not null)
        {
            SimulationLists.ReadFigures(input.Figures, data, refusals);
        }

        if (input.Rates is not null)
        {
            SimulationLists.ReadRates(input.Rates, data, refusals);
        }

        var settled = input.Settled is null ? [] : SettledFile.Read(input.Settled, refusals);
        return refusals.Count > 0
            ? Outcome<IReadOnlyList<SimulatedLine>>.Refused(refusals)
            : Compute(input.AsOf, programs, data, sales, settled, cancellationToken);
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

    private static Outcome<IReadOnlyList<SimulatedLine>> Compute(
        DateOnly asOf, List<PlanProgram> programs, SimulationData data, SimulationSales sales, List<SettledRow> settledRows, CancellationToken cancellationToken)
    {
        var settled = SettledByCustomer(programs, data, settledRows);
        var plan = ProgramPlan.Compile(programs, data.Master(sales.HasCurrencies || programs.Exists(program => data.ExchangeRates.Count > 0 && program.Versions[0].Definition.Currency != Money.DefaultCurrency)), (_, period) => period.To <= asOf, asOf: asOf);
        var accumulator = plan.StartAccumulator();
        var measures = new List<CustomerMeasures>();
        foreach (var customer in sales.Lines.GroupBy(sale => sale.Fact.CustomerId))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var (fact, detail) in customer)
            {
                accumulator.Add(fact, detail);
            }

            measures.Add(accumulator.TakeCustomer()!);
        }

        var problems = new CalculationProblems();
        var earned = WholePlan.Earn(plan, measures, problems).ToList();
        var refusals = problems.Refusals.Concat(MissingLists(programs, data)).ToList();
        if (refusals.Count > 0)
        {
            return Outcome<IReadOnlyList<SimulatedLine>>.Refused(refusals);
        }

        // The programme's cap hands the last cents out in this order, whatever the order of the files.
        earned.AddRange(settled.Keys.Except(earned.Select(entry => entry.CustomerId)).Select(customer => (customer, (IReadOnlyList<EarnedLine>)[])));
        earned.Sort((left, right) => string.CompareOrdinal(data.Customers[(int)left.CustomerId - 1].Number, data.Customers[(int)right.CustomerId - 1].Number));
        var capped = ProgramCap.Apply(plan, [.. earned.Select(entry => entry.Lines)]);
        var lines = new List<SimulatedLine>();
        var payees = new SimulationPayees(data);
        for (var index = 0; index < capped.Count; index++)
        {
            var customer = data.Customers[(int)earned[index].CustomerId - 1];
            var before = settled.GetValueOrDefault(customer.Id) ?? Settled.None;
            lines.AddRange(RebateCalculator.Settle(plan, capped[index], before.ByKey, before.Carried)
                .Where(line => line.HasDifference || !line.WasSettled)
                .Select(line => SimulatedLine.Of(customer.Number, line) with { Payee = payees.Of(customer, line), Points = SimulationPayees.Points(line), Goods = SimulationPayees.Goods(line) }));
        }

        return payees.Refusals.Count > 0 ? Outcome<IReadOnlyList<SimulatedLine>>.Refused(payees.Refusals) : Ordered(lines, programs);
    }

    private static Outcome<IReadOnlyList<SimulatedLine>> Ordered(List<SimulatedLine> lines, List<PlanProgram> programs)
    {
        SimulatedLine[] ordered = [.. lines.OrderBy(line => programs.FindIndex(program => program.Code == line.Program)).ThenBy(line => line.Customer, StringComparer.Ordinal)];
        return ordered;
    }

    /// <summary>A list that nobody has a figure in is most likely misspelt.</summary>
    private static IEnumerable<Refusal> MissingLists(List<PlanProgram> programs, SimulationData data) => programs
        .SelectMany(program => program.Versions[0].Definition.Lines)
        .SelectMany(line => new[] { line.Qualifier.Compare?.List, line.Advance?.List })
        .OfType<string>()
        .Distinct(StringComparer.OrdinalIgnoreCase)
        .Where(list => !data.Figures.Exists(figure => string.Equals(figure.List, list, StringComparison.OrdinalIgnoreCase)))
        .Select(list => new Refusal("simulate_list_missing", list));

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
