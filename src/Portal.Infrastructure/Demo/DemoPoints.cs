using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.Customers;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Points;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Demo;

/// <summary>A points programme over the demo's purchases of persons: counted, expired and used by the product's own use-cases.</summary>
internal sealed class DemoPoints(IServiceScopeFactory scopes, IDbContextFactory<PortalDbContext> contexts, BusinessClock clock) : IDemoPart
{
    private const int Redemptions = 25;
    private const int RedeemedPoints = 500;

    /// <summary>Each below the limit above which a second person is asked.</summary>
    private static readonly (string Key, int Points, string Reason)[] Gifts = [("welcome", 1000, "开卡礼 / Welcome gift"), ("season", 800, "换季礼 / Season gift")];

    /// <summary>How long ago the programme began: enough to show, and soon counted.</summary>
    private const int Days = 90;

    private const string Rules = """
        {
          "name": "骑行会员积分",
          "earnRules": [{ "kind": "amount", "id": "base", "names": { "zh-CN": "消费积分", "en": "purchases" }, "per": 1, "points": 1, "step": "fullMultiple" }, { "kind": "birthday", "id": "birthday", "names": { "zh-CN": "生日礼", "en": "birthday gift" }, "points": 100 }],
          "campaigns": [{ "kind": "multiplier", "id": "birthday-month", "names": { "zh-CN": "生日月 1.5 倍", "en": "birthday month × 1.5" }, "factor": 1.5, "when": { "birthday": "month" } }],
          "pending": { "days": 7 },
          "expiry": { "kind": "months", "months": 12, "roundTo": "month" },
          "redemption": { "points": 100, "money": 1, "minimum": 100 },
          "returns": { "alreadySpent": "negative", "expiredGraceDays": 7 },
          "adjustments": { "secondPersonAbove": 1000 },
          "referral": { "referrerPoints": 200, "referredPoints": 100, "minimumAmount": 100 },
          "expectedBreakagePercent": 15,
          "levels": {
            "window": "rollingMonths", "windowMonths": 12, "checkAtEndOf": "month", "graceDays": 30,
            "list": [{ "code": "BRONZE", "from": 0 }, { "code": "SILVER", "from": 1000, "factor": 1.2 }, { "code": "GOLD", "from": 3000, "factor": 1.5 }]
          }
        }
        """;

    /// <summary>Whether the programme is there.</summary>
    public async Task<bool> IsDoneAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.PointsProgramVersions.AnyAsync(cancellationToken);
    }

    /// <summary>Makes it.</summary>
    public async Task<Outcome> RunAsync(Func<string, Task> say, CancellationToken cancellationToken)
    {
        await say("Points of persons …");
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentUser>().BecomeSystem();
        var rules = Rules.Replace("BRONZE", DemoCodes.Bronze, StringComparison.Ordinal).Replace("SILVER", DemoCodes.Silver, StringComparison.Ordinal).Replace("GOLD", DemoCodes.Gold, StringComparison.Ordinal);
        var saved = await scope.ServiceProvider.GetRequiredService<SavePointsVersion>()
            .RunAsync(new PointsVersionInput(null, 0, rules, clock.Today.AddDays(-Days), "开始积分"), cancellationToken);
        if (!saved.IsDone)
        {
            return Outcome.Refused(saved.Refusals);
        }

        var decide = scope.ServiceProvider.GetRequiredService<DecidePointsVersion>();
        foreach (var step in new Func<long, CancellationToken, Task<Outcome>>[] { decide.SubmitAsync, decide.ApproveAsync })
        {
            if (await step(saved.Value, cancellationToken) is { IsDone: false } refused)
            {
                return refused;
            }
        }

        await scope.ServiceProvider.GetRequiredService<CountSales>().RunAsync(cancellationToken);
        await scope.ServiceProvider.GetRequiredService<WorkOffPointsDays>().RunAsync(cancellationToken);
        await RedeemAsync(scope.ServiceProvider, cancellationToken);
        return await WelcomeAsync(scope.ServiceProvider, cancellationToken);
    }

    /// <summary>Members who can sign in have enough points for most of the rewards, however old their purchases are.</summary>
    private async Task<Outcome> WelcomeAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var members = await (
            from login in context.Users
            join customer in context.Customers on login.CustomerId equals customer.Id
            where customer.Kind == CustomerKind.Member
            orderby customer.Id
            select customer.Id).ToListAsync(cancellationToken);
        var adjust = services.GetRequiredService<AdjustPoints>();
        foreach (var id in members)
        {
            foreach (var (name, points, reason) in Gifts)
            {
                var key = string.Create(CultureInfo.InvariantCulture, $"demo-{name}-{id}");
                var outcome = await adjust.RunAsync(new AdjustPointsInput(key, id, points, null, reason), cancellationToken);
                if (!outcome.IsDone)
                {
                    return Outcome.Refused(outcome.Refusals);
                }
            }
        }

        return Outcome.Done;
    }

    private async Task RedeemAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var members = await (
            from member in context.PointsMemberships
            join customer in context.Customers on member.Id equals customer.Id
            where member.BalanceUnits >= 2 * RedeemedPoints && customer.Kind == CustomerKind.Member
            orderby customer.Number
            select member.Id).Take(Redemptions).ToListAsync(cancellationToken);
        var writes = services.GetRequiredService<WriteTransaction>();
        var redeem = services.GetRequiredService<RedeemPoints>();
        foreach (var id in members)
        {
            // One whose points are pending still is refused, as in life.
            await writes.RunAsync(
                (write, ct) => redeem.RunAsync(new UsePointsInput("demo-" + id.ToString(CultureInfo.InvariantCulture), id, RedeemedPoints, "水壶 Water bottle"), write, ct), cancellationToken);
        }
    }
}
