using System.Diagnostics;
using System.Globalization;
using System.Security.Claims;
using Microsoft.Extensions.DependencyInjection;
using Portal.Bench.Ledger;
using Portal.Bench.Points;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Points;
using Portal.Infrastructure.Shared;

namespace Portal.Bench;

/// <summary>
/// What a member's pages ask and one event books, with 200,000 members (5,000,000 movements, 3,000,000 lots) against the same
/// with 200, in turns in one run.
/// </summary>
internal sealed class MembersFigure : IFigure
{
    private const int Small = 200;
    private const int Lots = 15;
    private const int Entries = 25;
    private const int Rounds = 5;
    private const double Bound = 3;

    public string Name => "members";

    public string What => "a member's queries with 200,000 members against 200 (times as long)";

    public async Task<IReadOnlyList<FigureResult>> MeasureAsync(FigureOptions options, CancellationToken cancellationToken)
    {
        var large = options.Quick ? 20_000 : 200_000;
        var results = new List<FigureResult>();
        foreach (var provider in BenchDatabase.Providers)
        {
            await using var few = await BenchDatabase.CreateAsync(provider, cancellationToken);
            await using var many = await BenchDatabase.CreateAsync(provider, cancellationToken);
            foreach (var (database, members) in new[] { (few, Small), (many, large) })
            {
                await PointsBenchWorld.FillAsync(database, members, Lots, Entries, new DateOnly(2099, 12, 31), DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime), cancellationToken);
            }

            foreach (var (name, ask) in Asked())
            {
                results.Add(await CompareAsync(provider, name, ask, few, many, large, options, cancellationToken));
            }
        }

        return results;
    }

    private static IEnumerable<(string Name, Func<IServiceProvider, long, Task<bool>> Ask)> Asked() =>
    [
        ("summary", async (services, _) => (await services.GetRequiredService<MyPointsQueries>().SummaryAsync(CancellationToken.None))?.Balance >= Lots * 10),
        ("ledger", async (services, _) => (await services.GetRequiredService<MyPointsQueries>().EntriesAsync(null, 20, CancellationToken.None)).Count == 20),
        ("staff", async (services, id) => (await services.GetRequiredService<PointsQueries>().LotsAsync(id, CancellationToken.None)).Count >= Lots
            && (await services.GetRequiredService<PointsQueries>().EntriesAsync(id, new GridQuery(), CancellationToken.None)).Total >= Entries),
        ("event", async (services, id) => (await services.GetRequiredService<WriteTransaction>().RunAsync(
            (context, ct) => services.GetRequiredService<GrantPoints>().RunAsync(new GrantPointsInput(Guid.NewGuid().ToString("N"), id, 1, "bench"), context, ct), CancellationToken.None)).IsDone),
    ];

    private static async Task<FigureResult> CompareAsync(
        DatabaseProvider provider, string name, Func<IServiceProvider, long, Task<bool>> ask, BenchDatabase few, BenchDatabase many, int large, FigureOptions options, CancellationToken cancellationToken)
    {
        var random = new Random(options.Seed);
        var requests = options.Quick ? 100 : 300;
        var isRight = true;
        var ratios = new List<double>();
        var times = new List<double>();
        // The first round warms up.
        for (var round = 0; round <= Rounds; round++)
        {
            var (ofFew, ofMany) = (new List<double>(), new List<double>());
            for (var request = 0; request < requests; request++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                isRight &= await TimeAsync(few, ask, random.Next(1, Small + 1), ofFew);
                isRight &= await TimeAsync(many, ask, random.Next(1, large + 1), ofMany);
            }

            if (round > 0)
            {
                ratios.Add(Median(ofMany) / Median(ofFew));
                times.Add(Median(ofMany));
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"members {provider} {name,-8} {Median(times):0.00} ms with {large} members, {Median(ratios):0.00}x of {Small}"));
        return new FigureResult((provider == DatabaseProvider.Sqlite ? "members." : "members.postgres.") + name, Median(ratios), Bound, "x", isRight)
        {
            Details = new Dictionary<string, object> { ["ms"] = Math.Round(Median(times), 2), ["members"] = large },
        };
    }

    private static async Task<bool> TimeAsync(BenchDatabase database, Func<IServiceProvider, long, Task<bool>> ask, long id, List<double> times)
    {
        await using var scope = database.NewScope();
        var user = scope.ServiceProvider.GetRequiredService<CurrentUser>();
        var claims = new[]
        {
            new Claim(PortalClaims.Kind, ((int)AccountKind.Staff).ToString(CultureInfo.InvariantCulture)),
            new Claim(ClaimTypes.Role, RolePermissions.Administrator),
            new Claim(PortalClaims.CustomerId, id.ToString(CultureInfo.InvariantCulture)),
        };
        user.Become(new ClaimsPrincipal(new ClaimsIdentity(claims, "bench")));
        var started = Stopwatch.GetTimestamp();
        var isRight = await ask(scope.ServiceProvider, id);
        times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        return isRight;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
