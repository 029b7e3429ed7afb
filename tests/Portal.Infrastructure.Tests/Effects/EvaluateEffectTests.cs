using Microsoft.Extensions.DependencyInjection;
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

    private static SalesSummary Summary(long customerId, int year, long amount) => new(customerId, new DateOnly(year, 2, 1), "CNY", 1, amount * 100);
}
