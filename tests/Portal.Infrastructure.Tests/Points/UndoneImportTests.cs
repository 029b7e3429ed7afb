using Microsoft.Extensions.DependencyInjection;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Imports;
using Portal.Infrastructure.Tests.Imports;

namespace Portal.Infrastructure.Tests.Points;

public sealed class UndoneImportTests
{
    private const string Sales = "A1,sale,M1,2026-01-05,1,P1,2,200.10,,E1\nA1,sale,M1,2026-01-05,2,P2,10,12.345,,E1\nR1,return,M1,2026-01-08,1,P1,1,100,A1,\n";

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task The_undoing_of_an_import_takes_its_points_back(DatabaseProvider provider)
    {
        await using var bench = await ImportBench.CreateAsync(provider);
        var portal = bench.Portal;
        await portal.ApproveAsync(PointsScene.OnePerYuan);
        var member = await portal.MemberAsync();
        var run = await bench.SalesAsync(Sales);
        await portal.CountAsync();
        // 212.45 gives 212; a half of the first line, 200 of it, comes back.
        Assert.Equal("112/0/0", await portal.StandingAsync(member));
        await using (var scope = portal.AsStaff(RolePermissions.Administrator))
        {
            Assert.True((await scope.ServiceProvider.GetRequiredService<UndoImport>().RunAsync(run.RunId, CancellationToken.None)).IsDone);
        }

        await portal.CountAsync();
        Assert.Equal("0/0/0", await portal.StandingAsync(member));
        Assert.Equal(2, (await bench.SalesAsync(Sales)).Imported);
        await portal.CountAsync();
        Assert.Equal("112/0/0", await portal.StandingAsync(member));
        await portal.ProveAsync();
    }
}
