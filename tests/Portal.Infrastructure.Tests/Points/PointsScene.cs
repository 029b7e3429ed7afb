using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.Customers;
using Portal.Domain.Points.Records;
using Portal.Domain.Products;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Intake;
using Portal.Infrastructure.Ledger;
using Portal.Infrastructure.Points;
using Portal.Infrastructure.Tests.Databases;

namespace Portal.Infrastructure.Tests.Points;

/// <summary>A programme in force, members, and what happens to them.</summary>
internal static class PointsScene
{
    public const string OnePerYuan = """{"earnRules":[{"kind":"amount","id":"base","points":1}],"returns":{"expiredGraceDays":5}}""";

    private static readonly DateTime Opened = new(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>Approves rules from a day.</summary>
    public static async Task ApproveAsync(this TestPortal portal, string rules, DateOnly? from = null)
    {
        await using var scope = portal.AsSystem();
        var saved = await scope.ServiceProvider.GetRequiredService<SavePointsVersion>()
            .RunAsync(new PointsVersionInput(null, 0, rules, from ?? new DateOnly(2025, 1, 1), "test"), CancellationToken.None);
        Assert.True(saved.IsDone, string.Join("; ", saved.Refusals));
        var decide = scope.ServiceProvider.GetRequiredService<DecidePointsVersion>();
        Done(await decide.SubmitAsync(saved.Value, CancellationToken.None));
        Done(await decide.ApproveAsync(saved.Value, CancellationToken.None));
    }

    public static async Task<long> MemberAsync(this TestPortal portal, string number = "M1", DateOnly? birthOn = null)
    {
        await using var context = portal.NewContext();
        var customer = new Customer(number, number, CustomerKind.Member, Opened);
        customer.Describe(number, CustomerProfile.Empty with { BirthOn = birthOn });
        context.Customers.Add(customer);
        await context.SaveChangesAsync();
        return customer.Id;
    }

    public static async Task ProductAsync(this TestPortal portal, params string[] numbers)
    {
        await using var context = portal.NewContext();
        context.Products.AddRange(numbers.Select(number => new Product(number, number, "pcs")));
        await context.SaveChangesAsync();
    }

    /// <summary>Runs something of points in a transaction.</summary>
    public static async Task<Outcome<PointsPosted>> InTransactionAsync<TService>(this TestPortal portal, Func<TService, PortalDbContext, Task<Outcome<PointsPosted>>> run)
        where TService : notnull
    {
        await using var scope = portal.AsSystem();
        var service = scope.ServiceProvider.GetRequiredService<TService>();
        return await scope.ServiceProvider.GetRequiredService<WriteTransaction>().RunAsync((context, _) => run(service, context), CancellationToken.None);
    }

    public static Task<Outcome<PointsPosted>> GrantAsync(this TestPortal portal, string key, long customerId, decimal points, DateOnly? expiresOn = null) =>
        portal.InTransactionAsync<GrantPoints>((grant, context) => grant.RunAsync(new GrantPointsInput(key, customerId, points, "gift", expiresOn), context, CancellationToken.None));

    public static Task<Outcome<PointsPosted>> HoldAsync(this TestPortal portal, string key, long customerId, decimal points) =>
        portal.InTransactionAsync<HoldPoints>((hold, context) => hold.RunAsync(new UsePointsInput(key, customerId, points, "mug"), context, CancellationToken.None));

    public static Task<Outcome<PointsPosted>> ReleaseAsync(this TestPortal portal, string key) =>
        portal.InTransactionAsync<ReleaseHeldPoints>((release, context) => release.RunAsync(key, "changed mind", context, CancellationToken.None));

    public static Task<Outcome<PointsPosted>> PostHeldAsync(this TestPortal portal, string key) =>
        portal.InTransactionAsync<PostHeldPoints>((post, context) => post.RunAsync(key, context, CancellationToken.None));

    public static Task<Outcome<PointsPosted>> RedeemAsync(this TestPortal portal, string key, long customerId, decimal points) =>
        portal.InTransactionAsync<RedeemPoints>((redeem, context) => redeem.RunAsync(new UsePointsInput(key, customerId, points, "mug"), context, CancellationToken.None));

    public static async Task<CountedSales> CountAsync(this TestPortal portal)
    {
        await using var scope = portal.AsSystem();
        return await scope.ServiceProvider.GetRequiredService<CountSales>().RunAsync(CancellationToken.None);
    }

    public static async Task<PointsDaysDone> DaysAsync(this TestPortal portal)
    {
        await using var scope = portal.AsSystem();
        return await scope.ServiceProvider.GetRequiredService<WorkOffPointsDays>().RunAsync(CancellationToken.None);
    }

    /// <summary>Records a document as another system sends it, and counts it.</summary>
    public static async Task SendAsync(this TestPortal portal, string number, string kind, string member, DateOnly on, string? original, params (string Product, decimal Quantity, decimal Net)[] lines) =>
        await portal.SendVersionAsync(number, 1, kind, member, on, original, lines);

    public static async Task SendVersionAsync(
        this TestPortal portal, string number, int version, string kind, string member, DateOnly on, string? original, params (string Product, decimal Quantity, decimal Net)[] lines)
    {
        await portal.RecordAsync(number, version, kind, member, on, original, lines);
        await portal.CountAsync();
    }

    /// <summary>Records a document as another system sends it.</summary>
    public static async Task RecordAsync(
        this TestPortal portal, string number, int version, string kind, string member, DateOnly on, string? original, params (string Product, decimal Quantity, decimal Net)[] lines)
    {
        await using var scope = portal.AsSystem();
        var recorded = await scope.ServiceProvider.GetRequiredService<RecordSalesDocument>().RunAsync(
            new IntakeDocument
            {
                Source = "pos",
                Number = number,
                Version = version,
                Kind = kind,
                Customer = member,
                Date = on,
                Original = original,
                Lines = [.. lines.Select(line => new IntakeLine { Product = line.Product, Quantity = line.Quantity, Net = line.Net })],
            },
            CancellationToken.None);
        Assert.True(recorded.IsDone, string.Join("; ", recorded.Refusals));
    }

    /// <summary>balance/held/debt, as the ledger and the rows say.</summary>
    public static async Task<string> StandingAsync(this TestPortal portal, long customerId)
    {
        await using var context = portal.NewContext();
        var row = await context.PointsMemberships.SingleOrDefaultAsync(member => member.Id == customerId);
        var held = await context.PointsRedemptions.Where(use => use.CustomerId == customerId && use.State == PointsRedemptionState.Held).SumAsync(use => use.OpenUnits);
        return $"{row?.BalanceUnits ?? 0}/{held}/{row?.DebtUnits ?? 0}";
    }

    public static async Task ProveAsync(this TestPortal portal)
    {
        await using var scope = portal.AsSystem();
        var check = await scope.ServiceProvider.GetRequiredService<VerifyPoints>().RunAsync(CancellationToken.None);
        Assert.Empty(check.Findings);
        Assert.Empty((await scope.ServiceProvider.GetRequiredService<VerifyLedger>().RunAsync(CancellationToken.None)).Findings);
    }

    public static void To(this FixedClock clock, DateOnly day, int hour = 12) =>
        clock.Now = new DateTimeOffset(day.ToDateTime(new TimeOnly(hour, 0)), TimeSpan.FromHours(8));

    private static void Done(Outcome outcome) => Assert.True(outcome.IsDone, string.Join("; ", outcome.Refusals));
}
