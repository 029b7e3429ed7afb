using System.Globalization;
using System.Text.RegularExpressions;
using Portal.Domain.Programs;
using Portal.Domain.Settlements;
using Portal.Domain.Settlements.Rules;
using Portal.Domain.Tests.Programs;
using Xunit.Abstractions;

namespace Portal.Domain.Tests.Settlements;

/// <summary>What holds for any programmes and any sales. A failure names its seed; PORTAL_TEST_SEED runs another series.</summary>
public partial class SettlementProperties(ITestOutputHelper output)
{
    private const int Cases = 10_000;

    private static readonly int FirstSeed = int.TryParse(Environment.GetEnvironmentVariable("PORTAL_TEST_SEED"), out var seed) ? seed : 20260101;

    [Fact]
    public void The_engine_agrees_with_the_oracle_to_the_cent() => ForAll(world =>
    {
        var expected = Oracle.Earned(world).Where(entry => entry.Value != 0).ToDictionary();
        var actual = Settle(world).Where(line => line.Line.HasDifference).ToDictionary(
            entry => (entry.Line.Version.Definition.Code, entry.Customer, entry.Line.LineNumber, entry.Line.Earned.Period.From),
            entry => entry.Line.DeltaMinor / 100m);
        Assert.Equal(expected.OrderBy(entry => entry.Key), actual.OrderBy(entry => entry.Key));
    });

    [Fact]
    public void Generated_programmes_are_valid_and_survive_their_text() => ForAll(world => Assert.All(world.Programs, program =>
    {
        Assert.Empty(ProgramValidation.Check(program));
        var text = ProgramDocument.Write(program);
        Assert.Equal(text, ProgramDocument.Write(ProgramDocument.ReadValid(text).Value));
    }));

    [Fact]
    public void The_order_of_import_does_not_matter() => ForAll((world, random) =>
    {
        var before = Show(Settle(world));
        world.Sales = [.. world.Sales.OrderBy(_ => random.Next())];
        Assert.Equal(before, Show(Settle(world)));
    });

    [Fact]
    public void What_a_row_keeps_gives_all_the_facts_back() => ForAll(world => Assert.All(Settle(world), entry =>
    {
        var version = entry.Line.Version;
        var read = SettlementFactsReading.Read(SettlementLine.Of(1, 2, 3, entry.Line), version.Definition, version.Version.Number);
        var facts = SettlementFacts.Of(entry.Line);

        // The same number; zeros at its end are not kept.
        Assert.Equal(facts.RawMinor, read.RawMinor);
        Assert.Equal((facts with { RawMinor = read.RawMinor }).ToJson(), read.ToJson());
    }));

    [Fact]
    public void A_second_run_posts_nothing() => ForAll(world =>
    {
        var settled = Remember(Settle(world));
        Assert.DoesNotContain(Settle(world, settled), line => line.Line.HasDifference);
    });

    [Fact]
    public void Late_documents_in_any_pieces_end_at_the_same_sum() => ForAll((world, random) =>
    {
        var all = world.Sales;
        var whole = Settle(world).GroupBy(line => line.Customer).ToDictionary(group => group.Key, group => group.Sum(line => line.Line.DeltaMinor));
        var pieces = new Dictionary<string, long>();
        var settled = Remember([]);
        for (var count = 0; count < all.Count; count = Math.Min(all.Count, count + random.Next(1, 20)))
        {
            Add(count);
        }

        Add(all.Count);
        Assert.Equal(
            whole.Where(entry => entry.Value != 0).OrderBy(entry => entry.Key),
            pieces.Where(entry => entry.Value != 0).OrderBy(entry => entry.Key));

        void Add(int count)
        {
            world.Sales = [.. all.Take(count)];
            var lines = Settle(world, settled);
            foreach (var (customer, line) in lines)
            {
                pieces[customer] = pieces.GetValueOrDefault(customer) + line.DeltaMinor;
            }

            Remember(lines, settled);
        }
    });

    [Fact]
    public void Returning_everything_gives_zero() => ForAll(world =>
    {
        // What was paid in advance is still to be set off; what is delivered or paid in another period came back in its own.
        world.Programs = [.. world.Programs.Select(program => program with { Documents = program.Documents?.Date is null ? program.Documents : null, Lines = [.. program.Lines.Select(line => line with { Advance = null })] })];
        var settled = Remember(Settle(world));
        world.ReturnEverything();
        var given = settled.Values.SelectMany(customer => customer.Values).Sum(before => before.DeltaMinor);
        Assert.Equal(-given, Settle(world, settled).Sum(line => line.Line.DeltaMinor));
    });

    [Fact]
    public void Months_add_up_to_the_year_in_cumulative_mode() => ForAll(world =>
    {
        // The best of several is chosen anew for every period. And of a programme that reduces another one's base the last period that
        // has ended counts: a year that ends a day later has not, while its months have. So all end on the same day.
        var programs = world.Programs;
        var end = programs.Max(program => program.ValidTo);
        ProgramDefinition By(ProgramDefinition program, PeriodKind kind) =>
            program with { PeriodMode = PeriodMode.Cumulative, Period = new ProgramPeriod(kind), BestOfGroup = null, ValidTo = end };
        world.Programs = [.. programs.Select(program => By(program, PeriodKind.Month))];
        var months = Sums(world);
        world.Programs = [.. programs.Select(program => By(program, PeriodKind.Year))];
        Assert.Equal(Sums(world), months);
    });

    [Fact]
    public void Retroactive_is_at_least_marginal_when_rates_rise() => ForAll((world, random) =>
    {
        var rates = Enumerable.Range(0, 4).Select(_ => random.Next(0, 3000) / 100m).Order().ToArray();
        var bounds = Enumerable.Range(0, 4).Select(_ => (decimal)random.Next(1, 9000)).Distinct().Order().ToArray();
        var tiers = bounds.Select((from, index) => (from, rates[index])).ToArray();
        var sales = new[] { new ExampleSale { On = new DateOnly(2026, 1, 1), NetAmount = random.Next(1, 2_000_000) / 100m } };
        var whole = WorkedExample.Of(Definitions.Program(Definitions.Whole(tiers)), sales)[0].DueMinor;
        var slab = WorkedExample.Of(Definitions.Program(Definitions.Slab(tiers)), sales)[0].DueMinor;
        Assert.True(whole >= slab, $"{whole} < {slab}");
    });

    [Fact]
    public void The_cap_of_a_programme_is_never_exceeded_and_shared_exactly() => ForAll((world, random) =>
    {
        var amounts = Enumerable.Range(0, random.Next(1, 40)).Select(_ => (long)random.Next(0, 100_000)).ToArray();
        var cap = random.Next(0, 1_000_000);
        var shares = ProgramCap.Apply(cap, amounts);
        Assert.Equal(Math.Min(cap, amounts.Sum()), shares.Sum());
        Assert.All(shares.Zip(amounts), pair => Assert.InRange(pair.First, 0, pair.Second));
    });

    private static List<(string Program, string Customer, int Line, long Sum)> Sums(RandomWorld world) =>
    [
        .. Settle(world)
            .GroupBy(entry => (entry.Line.Version.Definition.Code, entry.Customer, entry.Line.LineNumber))
            .Select(group => (group.Key.Code, group.Key.Customer, group.Key.LineNumber, group.Sum(entry => entry.Line.DeltaMinor)))
            .Where(entry => entry.Item4 != 0)
            .Order(),
    ];

    /// <summary>Every fact and amount. A quotient of sums has its last digits from the order of adding, beyond all that money knows.</summary>
    private static string Show(List<(string Customer, CalculatedLine Line)> lines) =>
        Quotient().Replace(
            string.Join('\n', lines.Select(entry => $"{entry.Customer} {SettlementFacts.Of(entry.Line).ToJson()}")),
            number => decimal.Round(decimal.Parse(number.Value, CultureInfo.InvariantCulture), 12).ToString(CultureInfo.InvariantCulture));

    [GeneratedRegex(@"\d+\.\d{13,}")]
    private static partial Regex Quotient();

    private static Dictionary<string, Dictionary<SettledKey, SettledBefore>> Remember(
        List<(string Customer, CalculatedLine Line)> lines,
        Dictionary<string, Dictionary<SettledKey, SettledBefore>>? settled = null)
    {
        settled ??= [];
        foreach (var (customer, line) in lines.Where(entry => entry.Line.HasDifference))
        {
            var key = new SettledKey(line.Version.Program.Id, line.LineNumber, line.Earned.Period);
            var own = settled.TryGetValue(customer, out var known) ? known : settled[customer] = [];
            own[key] = new SettledBefore((own.GetValueOrDefault(key)?.DeltaMinor ?? 0) + line.DeltaMinor);
        }

        return settled;
    }

    private static List<(string Customer, CalculatedLine Line)> Settle(RandomWorld world, Dictionary<string, Dictionary<SettledKey, SettledBefore>>? settled = null)
    {
        var programs = world.Programs.Select((program, index) => PlanProgram.Single(index + 1, program)).ToList();
        var plan = ProgramPlan.Compile(programs, world.Master, (_, period) => period.To <= world.AsOf);
        var accumulator = plan.StartAccumulator();
        var measures = new List<CustomerMeasures>();
        foreach (var customer in world.Master.Customers)
        {
            foreach (var sale in world.Sales.Where(sale => sale.CustomerId == customer.Id))
            {
                accumulator.Add(sale, world.Details[sale.LineId]);
            }

            measures.Add(accumulator.TakeCustomer() ?? new CustomerMeasures(customer.Id, []));
        }

        var problems = new CalculationProblems();
        var earned = WholePlan.Earn(plan, measures, problems);
        Assert.Empty(problems.Refusals);
        return
        [
            .. ProgramCap.Apply(plan, [.. earned.Select(entry => entry.Lines)]).SelectMany((lines, index) =>
            {
                var number = world.Master.Customers[(int)earned[index].CustomerId - 1].Number;
                var before = settled?.GetValueOrDefault(number) ?? [];
                return RebateCalculator.Settle(plan, lines, before).Select(line => (number, line));
            }),
        ];
    }

    private void ForAll(Action<RandomWorld> check) => ForAll((world, _) => check(world));

    private void ForAll(Action<RandomWorld, Random> check)
    {
        output.WriteLine($"Seeds {FirstSeed} to {FirstSeed + Cases - 1}");
        for (var seed = FirstSeed; seed < FirstSeed + Cases; seed++)
        {
            var world = new RandomWorld(seed);
            try
            {
                check(world, new Random(seed));
            }
            catch (Exception exception)
            {
                var programs = string.Join('\n', world.Programs.Select(ProgramDocument.Write));
                throw new InvalidOperationException($"Seed {seed}: {exception.Message}\n{programs}", exception);
            }
        }
    }
}
