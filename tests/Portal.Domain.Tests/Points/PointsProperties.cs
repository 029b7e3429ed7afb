using System.Globalization;
using Portal.Domain.Points.Engine;
using Portal.Domain.Points.Reports;

namespace Portal.Domain.Tests.Points;

/// <summary>What holds for any rules and any events. A failure names its seed; PORTAL_TEST_SEED runs another series.</summary>
public class PointsProperties
{
    private const int Cases = 2000;

    private static readonly int FirstSeed = int.TryParse(Environment.GetEnvironmentVariable("PORTAL_TEST_SEED"), out var seed) ? seed : 20260301;

    [Fact]
    public void Lots_sum_to_the_balance_and_to_what_was_earned() => ForAll(world =>
    {
        foreach (var account in world.Run(world.Events).Members.Values.Select(member => member.Account))
        {
            Assert.Equal(account.Balance, account.Entries.Count == 0 ? 0 : account.Entries[^1].Balance);
            Assert.Equal(account.Balance, account.Entries.Sum(entry => entry.Units));
            Assert.All(account.Lots, lot => Assert.Equal(lot.Earned, lot.Remaining + lot.Redeemed + lot.Expired + lot.TakenBack + lot.TakenForOthers + lot.Adjusted + lot.Absorbed));
            foreach (var lot in account.Lots)
            {
                var moved = account.Entries.SelectMany(entry => entry.Lots).Where(part => part.Lot == lot.Id).Sum(part => part.Units);
                Assert.Equal(lot.Remaining, moved);
            }
        }
    });

    [Fact]
    public void No_balance_is_below_its_floor_and_no_lot_below_zero() => ForAll(world =>
    {
        foreach (var account in world.Run(world.Events).Members.Values.Select(member => member.Account))
        {
            Assert.All(account.Lots, lot => Assert.True(lot is { Remaining: >= 0, Redeemed: >= 0, Covered: >= 0, Forgiven: >= 0 }));
            Assert.True(account.Debt >= 0);
            Assert.True(!world.IsClamp || account.Entries.All(entry => entry.Balance >= 0));
            Assert.True(account.Debt == 0 || account.Available(world.AsOf) == 0);
        }
    });

    [Fact]
    public void Never_more_is_taken_back_than_was_earned() => ForAll(world =>
    {
        foreach (var lot in world.Run(world.Events).Members.Values.SelectMany(member => member.Account.Lots))
        {
            Assert.All(lot.Parts, part => Assert.InRange(part.TakenBack, 0, part.Units));
            Assert.True(lot.TakenBack + lot.Covered <= lot.Earned + lot.Redeemed);
        }
    });

    [Fact]
    public void A_sale_and_its_full_return_change_nothing_but_dates() => ForAll(world =>
    {
        // In the middle of a day without other events, so that nothing lies between.
        var before = Show(world.Run(world.Events));
        var on = world.AsOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var member = world.Random.Next(1, 4);
        var lines = world.Lines();
        var parts = lines.Count > 1 ? $$$""","lines":[{"line":1,"quantity":{{{world.QuantityOf(lines[0])}}}}]""" : "";
        var more = new List<string>
        {
            $$$"""{"type":"sale","id":"more","at":"{{{on}}}T12:00","member":"M{{{member}}}","lines":[{{{string.Join(",", lines)}}}]}""",
            $$$"""{"type":"return","id":"back1","at":"{{{on}}}T13:00","member":"M{{{member}}}","sale":"more"{{{parts}}}}""",
            $$$"""{"type":"return","id":"back2","at":"{{{on}}}T14:00","member":"M{{{member}}}","sale":"more"}""",
        };
        Assert.Equal(before, Show(world.Run([.. world.Events, .. more])));
    });

    [Fact]
    public void The_order_of_independent_sales_does_not_matter() => ForAll(world =>
    {
        var sales = world.Events.Where(item => item.Contains("\"type\":\"sale\"", StringComparison.Ordinal) && !item.Contains("redeemPoints", StringComparison.Ordinal)).ToList();
        var shuffled = sales.OrderBy(_ => world.Random.Next()).ToList();
        Assert.Equal(Show(world.Run(sales)), Show(world.Run(shuffled)));
    });

    [Fact]
    public void It_does_not_matter_how_often_or_how_late_the_job_runs() => ForAll(world =>
    {
        // An activity without a rule does nothing but let a member's days be worked off.
        var before = Show(world.Run(world.Events));
        var days = Enumerable.Range(0, world.Random.Next(1, 12)).Select(number =>
            $$$"""{"type":"activity","id":"job{{{number}}}","at":"{{{world.Day()}}}","member":"M{{{world.Random.Next(1, 4)}}}","activity":"nothing"}""");
        Assert.Equal(before, Show(world.Run([.. world.Events, .. days])));
    });

    [Fact]
    public void The_liability_closes_and_its_months_join() => ForAll(world =>
    {
        var run = world.Run(world.Events);
        var liability = Liability.Of(run, null);
        Assert.Equal(run.Members.Values.Sum(member => member.Account.Balance), liability.Total.Closing);
        Assert.Equal(liability.Total.Closing, liability.ByExpiry.Sum(month => month.Units) - liability.Debt);
        Assert.Equal(liability.Total.Closing, liability.Months.Count == 0 ? 0 : liability.Months[^1].Closing);
        Assert.All(liability.Months.Zip(liability.Months.Skip(1)), pair => Assert.Equal(pair.First.Closing, pair.Second.Opening));
        Assert.All(liability.Cohorts, cohort => Assert.Equal(cohort.Earned, cohort.Redeemed + cohort.Expired + cohort.Reversed + cohort.Other + cohort.Outstanding));
        var middle = world.AsOf.AddDays(-100);
        Assert.Equal(Liability.Of(world.Run(world.Events, middle), null).Total.Closing, Liability.Of(run, middle.AddDays(1)).Total.Opening);
    });

    [Fact]
    public void The_same_input_gives_the_same_text() => ForAll(world => Assert.Equal(
        RunJson.Write(world.Run(world.Events), null, refusal => refusal.Code),
        RunJson.Write(world.Run(world.Events), null, refusal => refusal.Code)));

    private static string Show(PointsRun run) => string.Join("\n", run.Members.Select(member =>
        $"{member.Key}: {member.Value.Account.Available(run.AsOf)}/{member.Value.Account.Pending(run.AsOf)}/{member.Value.Account.Debt} {member.Value.Level?.Current.Code} "
        + string.Join(",", member.Value.Account.Lots.Where(lot => lot.Remaining > 0).GroupBy(member.Value.Account.ExpiresOn).OrderBy(group => group.Key).Select(group => $"{group.Key:yyyy-MM-dd}={group.Sum(lot => lot.Remaining)}"))));

    private static void ForAll(Action<PointsWorld> holds)
    {
        for (var seed = FirstSeed; seed < FirstSeed + Cases; seed++)
        {
            try
            {
                holds(new PointsWorld(seed));
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"PORTAL_TEST_SEED={seed}: {exception.Message}", exception);
            }
        }
    }
}
