using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.ExchangeRates;
using Portal.Domain.Programs;
using Portal.Domain.Sales;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Effects;
using Portal.Infrastructure.Tests.Settlements;
using DatabaseList = Portal.Infrastructure.Tests.Databases.Databases;

namespace Portal.Infrastructure.Tests.Effects;

public sealed class EvaluateEffectTests
{
    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task Finds_what_participants_bought_more_than_comparable_customers(DatabaseProvider provider)
    {
        await using var world = await SettlementWorld.CreateAsync(provider, customers: 13);
        var program = await ApproveForAsync(world, 6);
        await using (var context = world.Portal.NewContext())
        {
            for (var index = 0; index < 12; index++)
            {
                // Every customer grows by 10; participants, the first six, by 50 more, give or take one.
                var before = 1000 + (index % 6 * 10);
                context.Add(Summary(world.Customers[index], 2025, before));
                context.Add(Summary(world.Customers[index], 2026, before + 10 + (index < 6 ? 50 + (index % 2 == 0 ? 1 : -1) : 0)));
            }

            await context.SaveChangesAsync();
        }

        await using var scope = world.Portal.AsSystem();
        var report = (await scope.ServiceProvider.GetRequiredService<EvaluateEffect>().RunAsync(program, CancellationToken.None)).Value;
        Assert.Equal((6, 6, 6, 6), (report.Participants, report.Others, report.Pairs.Count, report.Estimate!.Pairs));
        Assert.Equal((5_000L, true), (report.Estimate.MeanMinor, report.Estimate.IsSignificant));
        Assert.InRange(5_000, report.Estimate.LowerMinor, report.Estimate.UpperMinor);
        Assert.Equal([(false, 102_500L, 102_500L), (true, 108_500L, 103_500L)], report.Months.Where(month => month.ParticipantsMinor > 0).Select(month => (month.IsDuring, month.ParticipantsMinor, month.OthersMinor)));

        await using var representative = world.Portal.AsStaff(RolePermissions.SalesRepresentative, 5, employeeId: 77);
        var theirs = (await representative.ServiceProvider.GetRequiredService<EvaluateEffect>().RunAsync(program, CancellationToken.None)).Value;
        Assert.Equal((0, (Domain.Effects.UpliftEstimate?)null), (theirs.Participants, theirs.Estimate));
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task Compares_what_was_bought_in_other_currencies_by_the_rates_of_the_months(DatabaseProvider provider)
    {
        await using var world = await SettlementWorld.CreateAsync(provider, customers: 13);
        var program = await ApproveForAsync(world, 6);
        await using (var context = world.Portal.NewContext())
        {
            // 1,000 and 1,060 each; half of it in dollars at 7 on average, once of this month and once of an earlier one.
            for (var index = 0; index < 12; index++)
            {
                context.AddRange(Summary(world.Customers[index], 2025, 300), Summary(world.Customers[index], 2025, 100, "USD"));
                context.AddRange(Summary(world.Customers[index], 2026, 290 + (index < 6 ? 70 : 0)), Summary(world.Customers[index], 2026, 100, "USD"));
            }

            context.Add(Summary(world.Customers[12], 2026, 5_000, "EUR"));
            context.AddRange(Rate(new DateOnly(2025, 2, 3), 6.9m), Rate(new DateOnly(2025, 2, 20), 7.1m), Rate(new DateOnly(2026, 3, 1), 50m));
            await context.SaveChangesAsync();
        }

        await using var scope = world.Portal.AsSystem();
        var report = (await scope.ServiceProvider.GetRequiredService<EvaluateEffect>().RunAsync(program, CancellationToken.None)).Value;
        Assert.Equal((600_000L, 636_000L), (report.BeforeMinor, report.DuringMinor));
        Assert.Equal(7_000, report.Estimate!.MeanMinor);
        Assert.Equal([(false, 100_000L, 100_000L), (true, 106_000L, 99_000L)], report.Months.Where(month => month.ParticipantsMinor > 0).Select(month => (month.IsDuring, month.ParticipantsMinor, month.OthersMinor)));
        Assert.Equal(["EUR"], report.CurrenciesLeftOut);
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task Lists_programmes_that_never_pay_tiers_nobody_reached_too_much_of_the_margin_and_late_payouts(DatabaseProvider provider)
    {
        await using var world = await SettlementWorld.CreateAsync(provider);
        var paying = await world.ApproveAsync(SettlementWorld.Monthly());
        var silent = await world.ApproveAsync(SettlementWorld.Monthly("SILENT") with { Lines = [SettlementWorld.Line(TierMode.WholeVolume, (1_000_000, 1))] });
        await world.SellAsync(world.Customers[0], new DateOnly(2026, 1, 3), (world.Products[0], 1, 2000));
        await using (var context = world.Portal.NewContext())
        {
            var line = context.SalesLines.Single();
            line.Value(0, line.NetMinor - 4000);
            await context.SaveChangesAsync();
        }

        await world.SettleAsync();
        await using var scope = world.Portal.AsSystem();
        var queries = scope.ServiceProvider.GetRequiredService<ProgramProblemQueries>();
        var problems = (await queries.FindAsync(null, 30, 40, CancellationToken.None)).Value;

        Assert.Equal([silent], problems.Where(problem => problem.Kind == ProgramProblemKind.NeverPays).Select(problem => problem.ProgramId));
        Assert.Equal([(paying, 1, 5000m), (silent, 1, 1_000_000m)], problems.Where(problem => problem.Kind == ProgramProblemKind.TierNotReached).Select(problem => (problem.ProgramId, problem.Count, problem.TierFrom!.Value)));
        Assert.Equal([(world.Customers[0], 2000L, 4000L)], problems.Where(problem => problem.Kind == ProgramProblemKind.Overpaid).Select(problem => (problem.CustomerId!.Value, problem.AmountMinor!.Value, problem.MarginMinor!.Value)));
        Assert.Equal([(43, true)], problems.Where(problem => problem.Kind == ProgramProblemKind.Late).Select(problem => (problem.Count, problem.IsOpen)));
        Assert.DoesNotContain((await queries.FindAsync(paying, 60, 50, CancellationToken.None)).Value, problem => problem.Kind is ProgramProblemKind.Overpaid or ProgramProblemKind.Late);
        Assert.Equal("effect_limits", (await queries.FindAsync(null, 0, 10, CancellationToken.None)).Refusal.Code);
    }

    private static async Task<long> ApproveForAsync(SettlementWorld world, int customers) => await world.ApproveAsync(SettlementWorld.Monthly() with
    {
        Participants = new ProgramParticipants { Include = [new CustomerSelector(CustomerSelectorKind.Customer) { Codes = [.. Enumerable.Range(1, customers).Select(number => "C" + number)] }] },
    });

    private static SalesSummary Summary(long customerId, int year, long amount, string currency = "CNY") => new(customerId, new DateOnly(year, 2, 1), currency, 1, amount * 100);

    private static ExchangeRate Rate(DateOnly on, decimal rate) => new("USD", on, ExchangeRate.Scaled(rate));
}
