using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.Programs;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Tests.Settlements;
using Portal.Infrastructure.WhatIf;

namespace Portal.Infrastructure.Tests.WhatIf;

public sealed class MyWhatIfTests
{
    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task An_order_brings_in_the_trial_what_it_brings_when_it_is_bought(DatabaseProvider provider)
    {
        await using var world = await SettlementWorld.CreateAsync(provider);
        var id = await world.ApproveAsync(SettlementWorld.Monthly() with { Lines = [SettlementWorld.OfCategory(SettlementWorld.Line(TierMode.WholeVolume, (1000, 1), (5000, 2)), "BIKES")] });
        await world.SellAsync(world.Customers[0], new DateOnly(2026, 3, 3), (world.Products[0], 10, 2000), (world.Products[1], 1, 900));
        // What others pay is nobody's business.
        await world.SellAsync(world.Customers[1], new DateOnly(2026, 3, 3), (world.Products[0], 1, 9000));

        var sheet = (await OpenAsync(world, id, world.Customers[0]))!;
        Assert.Equal((2000, 1, 300_000L), (sheet.Trial.Now.RebateMinor, sheet.Trial.Now.Lines[0].TierNumber, sheet.Trial.Now.Lines[0].MissingValue));
        var choice = sheet.Choices.First(row => row.ProductId == world.Products[0] && !row.IsCategory);
        Assert.Equal((20_000L, 15_000L), (choice.PriceMinor, choice.QuantityOf(300_000)));
        var with = sheet.Trial.With(choice.ProductId, 300_000, 15_000);
        Assert.Equal((10_000, 2), (with.RebateMinor, with.Lines[0].TierNumber));
        Assert.Equal(2m, with.EffectiveRate!.Value.Percent);
        Assert.Equal(2000, sheet.Trial.With(world.Products[1], 9_000_000, 1000).RebateMinor);
        Assert.DoesNotContain(sheet.Choices, row => row.ProductId == world.Products[1]);

        await world.SellAsync(world.Customers[0], new DateOnly(2026, 3, 14), (world.Products[0], 15, 3000));
        Assert.Equal(with, (await OpenAsync(world, id, world.Customers[0]))!.Trial.Now, (left, right) => left!.RebateMinor == right!.RebateMinor && left.Lines.SequenceEqual(right.Lines));
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Cumulative_periods_show_the_period_s_own_part(DatabaseProvider provider)
    {
        await using var world = await SettlementWorld.CreateAsync(provider);
        var id = await world.ApproveAsync(SettlementWorld.Monthly() with { PeriodMode = PeriodMode.Cumulative });
        await world.SellAsync(world.Customers[0], new DateOnly(2026, 1, 5), (world.Products[0], 1, 2000));
        await world.SellAsync(world.Customers[0], new DateOnly(2026, 3, 5), (world.Products[0], 1, 2000));
        var trial = (await OpenAsync(world, id, world.Customers[0]))!.Trial;
        Assert.Equal(2000, trial.Now.RebateMinor);
        Assert.Equal(8000, trial.With(world.Products[0], 100_000, 500).RebateMinor);
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Nobody_tries_a_programme_in_which_it_has_no_part_and_nothing_is_written(DatabaseProvider provider)
    {
        await using var world = await SettlementWorld.CreateAsync(provider);
        var only = new CustomerSelector(CustomerSelectorKind.Customer) { Codes = ["C1"] };
        var id = await world.ApproveAsync(SettlementWorld.Monthly() with { Participants = new ProgramParticipants { Include = [only] } });
        Assert.Null(await OpenAsync(world, id, world.Customers[1]));
        Assert.Null(await OpenAsync(world, id + 1, world.Customers[0]));
        var sheet = (await OpenAsync(world, id, world.Customers[0]))!;
        Assert.Equal(10_000, sheet.Trial.With(world.Products[0], 500_000, 0).RebateMinor);
        await using var context = world.Portal.NewContext();
        Assert.Equal(0, await context.SalesLines.CountAsync());
    }

    private static async Task<WhatIfSheet?> OpenAsync(SettlementWorld world, long programId, long customerId)
    {
        await using var scope = world.Portal.AsCustomer(customerId);
        return await scope.ServiceProvider.GetRequiredService<MyWhatIf>().OpenAsync(programId, CancellationToken.None);
    }
}
