using System.Collections.Concurrent;
using System.Diagnostics;
using Portal.Domain.Programs;
using Portal.Domain.Settlements;
using Portal.Domain.Settlements.Rules;
using Portal.Domain.Tests.Programs;
using Xunit.Abstractions;

namespace Portal.Domain.Tests.Settlements;

/// <summary>What holds for any programmes and any sales. A failure names its seed; PORTAL_TEST_SEED runs another series.</summary>
public class SettlementProperties(ITestOutputHelper output)
{
    private static readonly int Cases = int.TryParse(Environment.GetEnvironmentVariable("PORTAL_TEST_CASES"), out var cases) ? cases : 10_000;

    // The dear ones look at every fourth world unless all are asked for; the oracle looks at each.
    private static readonly bool IsFull = Environment.GetEnvironmentVariable("PORTAL_TEST_FULL") is { Length: > 0 };

    private static readonly int FirstSeed = int.TryParse(Environment.GetEnvironmentVariable("PORTAL_TEST_SEED"), out var seed) ? seed : 20260101;

    private static readonly Property[] All =
    [
        new(nameof(The_engine_agrees_with_the_oracle_to_the_cent), (world, _) => The_engine_agrees_with_the_oracle_to_the_cent(world)),
        new(nameof(Generated_programmes_are_valid_and_survive_their_text), (world, _) => Generated_programmes_are_valid_and_survive_their_text(world), 4),
        new(nameof(The_order_of_import_does_not_matter), The_order_of_import_does_not_matter, 4),
        new(nameof(What_a_row_keeps_gives_all_the_facts_back), (world, _) => What_a_row_keeps_gives_all_the_facts_back(world), 4),
        new(nameof(A_second_run_posts_nothing), (world, _) => A_second_run_posts_nothing(world)),
        new(nameof(Late_documents_in_any_pieces_end_at_the_same_sum), Late_documents_in_any_pieces_end_at_the_same_sum, 4),
        new(nameof(Returning_everything_gives_zero), (world, _) => Returning_everything_gives_zero(world), 4),
        new(nameof(Months_add_up_to_the_year_in_cumulative_mode), (world, _) => Months_add_up_to_the_year_in_cumulative_mode(world), 4),
        new(nameof(Retroactive_is_at_least_marginal_when_rates_rise), (_, random) => Retroactive_is_at_least_marginal_when_rates_rise(random)),
        new(nameof(The_lines_of_a_document_earn_together_what_it_earns_whole), The_lines_of_a_document_earn_together_what_it_earns_whole, 4),
        new(nameof(The_cap_of_a_programme_is_never_exceeded_and_shared_exactly), (_, random) => The_cap_of_a_programme_is_never_exceeded_and_shared_exactly(random)),
    ];

    // A world is dear to make, so every property looks at each of them in turn; all processors take part.
    private static readonly Lazy<ConcurrentDictionary<string, ConcurrentBag<(int Seed, Exception Exception)>>> Failures = new(Run);

    public static TheoryData<string> Names => [.. All.Select(property => property.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Holds_for_any_programmes_and_sales(string property)
    {
        output.WriteLine($"Seeds {FirstSeed} to {FirstSeed + Cases - 1}, every {All.Single(other => other.Name == property).Every}.");
        var found = Failures.Value;
        output.WriteLine($"{TimeSpan.FromTicks(All.Single(other => other.Name == property).Ticks).TotalSeconds:0.0} s of processor time");
        if (!found.TryGetValue(property, out var failures))
        {
            return;
        }

        // The lowest seed, so that a second run names the same.
        var (seed, exception) = failures.MinBy(failure => failure.Seed);
        var programs = string.Join('\n', new RandomWorld(seed).Programs.Select(ProgramDocument.Write));
        throw new InvalidOperationException($"Seed {seed} ({failures.Count} in all): {exception.Message}\n{programs}", exception);
    }

    private static void The_engine_agrees_with_the_oracle_to_the_cent(RandomWorld world)
    {
        var expected = Oracle.Earned(world).Where(entry => entry.Value != 0).ToDictionary();
        var actual = Settle(world).Where(line => line.Line.HasDifference).ToDictionary(
            entry => (entry.Line.Version.Definition.Code, entry.Customer, entry.Line.LineNumber, entry.Line.Earned.Period.From),
            entry => entry.Line.DeltaMinor / 100m);
        Assert.Equal(expected.OrderBy(entry => entry.Key), actual.OrderBy(entry => entry.Key));
    }

    private static void Generated_programmes_are_valid_and_survive_their_text(RandomWorld world) => Assert.All(world.Programs, program =>
    {
        Assert.Empty(ProgramValidation.Check(program));
        var text = ProgramDocument.Write(program);
        Assert.Equal(text, ProgramDocument.Write(ProgramDocument.ReadValid(text).Value));
    });

    private static void The_order_of_import_does_not_matter(RandomWorld world, Random random)
    {
        var before = Show(Settle(world));
        world.Sales = [.. world.Sales.OrderBy(_ => random.Next())];
        Assert.Equal(before, Show(Settle(world)));
    }

    private static void What_a_row_keeps_gives_all_the_facts_back(RandomWorld world) => Assert.All(Settle(world), entry =>
    {
        var version = entry.Line.Version;
        var read = SettlementFactsReading.Read(SettlementLine.Of(1, 2, 3, entry.Line), version.Definition, version.Version.Number);
        var facts = SettlementFacts.Of(entry.Line);

        // The same number; zeros at its end are not kept.
        Assert.Equal(facts.RawMinor, read.RawMinor);
        Assert.Equal((facts with { RawMinor = read.RawMinor }).ToJson(), read.ToJson());
    });

    private static void A_second_run_posts_nothing(RandomWorld world)
    {
        var settled = Remember(Settle(world));
        Assert.DoesNotContain(Settle(world, settled), line => line.Line.HasDifference);
    }

    private static void Late_documents_in_any_pieces_end_at_the_same_sum(RandomWorld world, Random random)
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
    }

    private static void Returning_everything_gives_zero(RandomWorld world)
    {
        // What was paid in advance is still to be set off; what is delivered or paid in another period came back in its own.
        world.Programs = [.. world.Programs.Select(program => program with { Documents = program.Documents?.Date is null ? program.Documents : null, Lines = [.. program.Lines.Select(line => line with { Advance = null })] })];
        var settled = Remember(Settle(world));
        world.ReturnEverything();
        var given = settled.Values.SelectMany(customer => customer.Values).Sum(before => before.DeltaMinor);
        Assert.Equal(-given, Settle(world, settled).Sum(line => line.Line.DeltaMinor));
    }

    private static void Months_add_up_to_the_year_in_cumulative_mode(RandomWorld world)
    {
        // The best of several is chosen anew for every period.
        ProgramDefinition By(ProgramDefinition program, PeriodKind kind) => program with { PeriodMode = PeriodMode.Cumulative, Period = new ProgramPeriod(kind), BestOfGroup = null };
        var programs = world.Programs;
        world.Programs = [.. programs.Select(program => By(program, PeriodKind.Month))];
        var months = Sums(world);
        world.Programs = [.. programs.Select(program => By(program, PeriodKind.Year))];
        Assert.Equal(Sums(world), months);
    }

    private static void Retroactive_is_at_least_marginal_when_rates_rise(Random random)
    {
        var rates = Enumerable.Range(0, 4).Select(_ => random.Next(0, 3000) / 100m).Order().ToArray();
        var bounds = Enumerable.Range(0, 4).Select(_ => (decimal)random.Next(1, 9000)).Distinct().Order().ToArray();
        var tiers = bounds.Select((from, index) => (from, rates[index])).ToArray();
        var sales = new[] { new ExampleSale { On = new DateOnly(2026, 1, 1), NetAmount = random.Next(1, 2_000_000) / 100m } };
        var whole = WorkedExample.Of(Definitions.Program(Definitions.Whole(tiers)), sales)[0].DueMinor;
        var slab = WorkedExample.Of(Definitions.Program(Definitions.Slab(tiers)), sales)[0].DueMinor;
        Assert.True(whole >= slab, $"{whole} < {slab}");
    }

    private static void The_lines_of_a_document_earn_together_what_it_earns_whole(RandomWorld world, Random random)
    {
        // What one programme takes off another's base is rounded sale by sale, and each unit has its own price where slabs ask for it.
        world.Programs =
        [
            .. world.Programs.Select(program => program with
            {
                Stacking = null,
                Lines = [.. program.Lines.Select(line => line with { ReducedByLines = null, SlabPricing = null })],
            }),
        ];
        var whole = Sums(world);
        var split = new List<SalesFact>();
        foreach (var sale in world.Sales)
        {
            var detail = world.Details[sale.LineId];
            if (Math.Abs(sale.NetMinor) < 2 || Math.Abs(sale.QuantityMilli) < 2)
            {
                split.Add(sale);
                continue;
            }

            var (net, quantity, gross, cost) = (Part(sale.NetMinor), Part(sale.QuantityMilli), Part(detail.GrossMinor), detail.CostMinor is { } known ? Part(known) : (long?)null);
            var other = sale.LineId + 100_000;
            split.Add(sale with { NetMinor = net, QuantityMilli = quantity });
            split.Add(sale with { NetMinor = sale.NetMinor - net, QuantityMilli = sale.QuantityMilli - quantity, LineId = other });
            world.Details[sale.LineId] = detail with { GrossMinor = gross, CostMinor = cost };
            world.Details[other] = detail with { GrossMinor = detail.GrossMinor - gross, CostMinor = detail.CostMinor - cost, LineNumber = (int)other };
        }

        world.Sales = split;
        var parts = Sums(world);
        Assert.Equal(whole.Select(Key), parts.Select(Key));

        // A quotient that never ends may fall on either side of a half: once per period that is a unit of rounding.
        Assert.All(whole.Zip(parts), pair => Assert.InRange(Math.Abs(pair.First.Sum - pair.Second.Sum), 0, 12 * UnitOf(pair.First.Program)));

        (string, string, int) Key((string Program, string Customer, int Line, long Sum) entry) => (entry.Program, entry.Customer, entry.Line);

        long UnitOf(string program) => (long)(world.Programs.Single(other => other.Code == program).Rounding.Unit * 100);

        // Neither part is nothing: half of a return would no longer be one.
        long Part(long value) => Math.Abs(value) < 2 ? value : Math.Sign(value) * random.NextInt64(1, Math.Abs(value));
    }

    private static void The_cap_of_a_programme_is_never_exceeded_and_shared_exactly(Random random)
    {
        var amounts = Enumerable.Range(0, random.Next(1, 40)).Select(_ => (long)random.Next(0, 100_000)).ToArray();
        var cap = random.Next(0, 1_000_000);
        var shares = ProgramCap.Apply(cap, amounts);
        Assert.Equal(Math.Min(cap, amounts.Sum()), shares.Sum());
        Assert.All(shares.Zip(amounts), pair => Assert.InRange(pair.First, 0, pair.Second));
    }

    private static List<(string Program, string Customer, int Line, long Sum)> Sums(RandomWorld world) =>
    [
        .. Settle(world)
            .GroupBy(entry => (entry.Line.Version.Definition.Code, entry.Customer, entry.Line.LineNumber))
            .Select(group => (group.Key.Code, group.Key.Customer, group.Key.LineNumber, group.Sum(entry => entry.Line.DeltaMinor)))
            .Where(entry => entry.Item4 != 0)
            .Order(),
    ];

    private static string Show(List<(string Customer, CalculatedLine Line)> lines) =>
        string.Join('\n', lines.Select(entry => $"{entry.Customer} {SettlementFacts.Of(entry.Line).ToJson()}"));

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
        var (plan, customers, earned) = Earn(world);
        return
        [
            .. earned.SelectMany((lines, index) =>
            {
                var number = world.Master.Customers[(int)customers[index] - 1].Number;
                var before = settled?.GetValueOrDefault(number) ?? [];
                return RebateCalculator.Settle(plan, lines, before).Select(line => (number, line));
            }),
        ];
    }

    /// <summary>What everyone earns does not depend on what was settled before, so it is computed once for the same programmes and sales.</summary>
    private static EarnedWorld Earn(RandomWorld world)
    {
        if (world.Earned is EarnedWorld known && ReferenceEquals(known.Programs, world.Programs) && ReferenceEquals(known.Sales, world.Sales))
        {
            return known;
        }

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
        var result = new EarnedWorld(plan, [.. earned.Select(entry => entry.CustomerId)], ProgramCap.Apply(plan, [.. earned.Select(entry => entry.Lines)]))
        {
            Programs = world.Programs,
            Sales = world.Sales,
        };
        world.Earned = result;
        return result;
    }

    private static ConcurrentDictionary<string, ConcurrentBag<(int Seed, Exception Exception)>> Run()
    {
        var failures = new ConcurrentDictionary<string, ConcurrentBag<(int, Exception)>>();
        Parallel.For(FirstSeed, FirstSeed + Cases, seed =>
        {
            var world = new RandomWorld(seed);
            try
            {
                Earn(world);
            }
            catch (Exception)
            {
                // The first property says it, by its name.
            }

            foreach (var property in All.Where(property => (seed - FirstSeed) % property.Every == 0))
            {
                var begun = Stopwatch.GetTimestamp();
                try
                {
                    property.Check(world.Copy(), new Random(seed));
                }
                catch (Exception exception)
                {
                    failures.GetOrAdd(property.Name, _ => []).Add((seed, exception));
                }

                Interlocked.Add(ref property.Ticks, Stopwatch.GetElapsedTime(begun).Ticks);
            }
        });
        return failures;
    }

    private sealed class Property(string name, Action<RandomWorld, Random> check, int every = 1)
    {
        public long Ticks;

        public string Name => name;

        public Action<RandomWorld, Random> Check => check;

        public int Every => IsFull ? 1 : every;
    }

    private sealed record EarnedWorld(ProgramPlan Plan, IReadOnlyList<long> Customers, IReadOnlyList<IReadOnlyList<EarnedLine>> Lines)
    {
        public required IReadOnlyList<ProgramDefinition> Programs { get; init; }

        public required IReadOnlyList<SalesFact> Sales { get; init; }
    }
}
