using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Bench.Intake;
using Portal.Bench.Ledger;
using Portal.Bench.Settle;
using Portal.Domain.Programs;
using Portal.Domain.Settlements;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Accruals;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Settlements;
using Portal.Infrastructure.Shared;

namespace Portal.Bench.Circuits;

/// <summary>
/// A database with a year of sales, of which three quarters are settled, and customers with log-ins who have bought in the open
/// quarter too: two running programmes with their progress and six statements each.
/// </summary>
internal sealed class MemberWorld : IAsyncDisposable
{
    private const string Password = "bench-visitor-1";
    private const int DocumentsInOpenQuarter = 2;
    private static readonly int[] DaysInSettledQuarters = [40, 130, 220];
    private static readonly DateOnly SettledTo = new(SalesYear.First.Year, 9, 30);
    private readonly SettleWorld _world;

    private MemberWorld(SettleWorld world) => _world = world;

    public BenchDatabase Database => _world.Database;

    public static async Task<MemberWorld> CreateAsync(SalesYear sales, int visitors, CancellationToken cancellationToken)
    {
        var settleWorld = await SettleWorld.CreateAsync(DatabaseProvider.Sqlite, sales, [], cancellationToken);
        var world = new MemberWorld(settleWorld);
        await using var scope = world.Database.NewScope();
        var today = scope.ServiceProvider.GetRequiredService<BusinessClock>().Today;
        await settleWorld.ReplaceProgramsAsync(Programs(today), cancellationToken);
        await settleWorld.AddLinesAsync(VisitorsLines(visitors, today), cancellationToken);
        await world.SettleThreeQuartersAsync(scope.ServiceProvider, cancellationToken);
        await scope.ServiceProvider.GetRequiredService<RefreshAccruals>().RunAsync(cancellationToken);
        await scope.ServiceProvider.GetRequiredService<SeedRoles>().RunAsync(cancellationToken);
        await world.AddVisitorsAsync(visitors, scope.ServiceProvider.GetRequiredService<IPasswordHasher<PortalUser>>(), cancellationToken);
        return world;
    }

    /// <summary>Signs the visitors in.</summary>
    public static async Task<Visitor[]> SignInAsync(HttpClient http, int visitors, CancellationToken cancellationToken)
    {
        var all = new Visitor[visitors];
        await Parallel.ForEachAsync(Enumerable.Range(0, visitors), new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = cancellationToken }, async (index, ct) =>
            all[index] = await Visitor.SignInAsync(http, NameOf(index + 1), Password, ct));
        return all;
    }

    /// <summary>Settles all sales lines anew in a process of its own, which writes what the last quarter makes due, and takes the run away again.</summary>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        var yearEnd = new DateOnly(SalesYear.First.Year, 12, 31).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var start = new ProcessStartInfo("dotnet", [PortalServer.AssemblyOf("Portal.Cli", "portal"), "settle", "--full", "--as-of", yearEnd]) { RedirectStandardOutput = true };
        foreach (var (key, value) in Database.Settings)
        {
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        var before = await _world.BaselineAsync(cancellationToken);
        using var process = Process.Start(start)!;
        var told = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException("The settlement failed: " + told);
        }

        Console.Write(told);
        var (runId, _) = await _world.BaselineAsync(cancellationToken);
        await _world.DiscardAsync(runId, cancellationToken, before);
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    private static string NameOf(int customer) => "C" + customer.ToString(CultureInfo.InvariantCulture);

    /// <summary>Those of the settlement, each quarter by itself and running today.</summary>
    private static IEnumerable<ProgramDefinition> Programs(DateOnly today) => BenchPrograms.Twenty.Select(program => program with
    {
        ValidTo = new DateOnly(today.Year, 12, 31),
        Period = new ProgramPeriod(PeriodKind.Quarter),
    });

    /// <summary>What every visitor bought for sure: in each of the settled quarters, and in the open one.</summary>
    private static List<SoldLine> VisitorsLines(int customers, DateOnly today) =>
        [.. from customer in Enumerable.Range(1, customers)
            from day in DaysInSettledQuarters.Concat(Enumerable.Repeat(today.DayNumber - SalesYear.First.DayNumber, DocumentsInOpenQuarter))
            from line in Enumerable.Range(1, SalesYear.LinesPerDocument)
            select new SoldLine(customer, day, (line * 7) + 1, 1_000L + customer)];

    private async Task SettleThreeQuartersAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        await services.GetRequiredService<RunSettlement>().RunToEndAsync(new RunSettlementInput("bench", SettledTo), cancellationToken);
        await using var context = _world.NewContext();
        await context.Settlements.ExecuteUpdateAsync(row => row.SetProperty(settlement => settlement.State, SettlementState.Approved), cancellationToken);
    }

    private async Task AddVisitorsAsync(int visitors, IPasswordHasher<PortalUser> passwords, CancellationToken cancellationToken)
    {
        // Hashing is slow on purpose; one hash serves all.
        var hash = passwords.HashPassword(new PortalUser(), Password);
        await using var context = _world.NewContext();
        var role = await context.Roles.Where(row => row.Name == RolePermissions.Distributor).Select(row => row.Id).SingleAsync(cancellationToken);
        var users = Enumerable.Range(1, visitors).Select(customer => new PortalUser
        {
            UserName = NameOf(customer),
            NormalizedUserName = NameOf(customer),
            DisplayName = "Company " + NameOf(customer),
            Kind = AccountKind.Customer,
            CustomerId = customer,
            PasswordHash = hash,
            SecurityStamp = Guid.NewGuid().ToString("N"),
            LockoutEnabled = true,
        }).ToList();
        context.Users.AddRange(users);
        await context.SaveChangesAsync(cancellationToken);
        context.UserRoles.AddRange(users.Select(user => new IdentityUserRole<long> { UserId = user.Id, RoleId = role }));
        await context.SaveChangesAsync(cancellationToken);
    }
}
