using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.SavedViews;
using Portal.Infrastructure.Tests.Databases;

namespace Portal.Infrastructure.Tests.SavedViews;

/// <summary>People keep what their lists show, each for themselves.</summary>
public sealed class SavedViewTests
{
    private const string List = "/settlements";

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task A_name_keeps_one_view_of_a_list_and_the_same_name_replaces_it(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        await using var scope = await PersonAsync(portal, "one");
        await SaveAsync(scope, new MyViewInput(List, " 待审核 ", "state=Calculated"));
        await SaveAsync(scope, new MyViewInput(List, "待审核", "state=Calculated&sort=due"));
        await SaveAsync(scope, new MyViewInput("/payouts", "待审核", "state=Open"));
        var view = Assert.Single(await ViewsAsync(scope));
        Assert.Equal(("待审核", "state=Calculated&sort=due"), (view.Name, view.Query));
        Assert.True((await DeleteAsync(scope, view.Id)).IsDone);
        Assert.Empty(await ViewsAsync(scope));
    }

    [Fact]
    public async Task Nobody_sees_or_deletes_what_another_keeps()
    {
        await using var portal = await TestPortal.CreateAsync(DatabaseProvider.Sqlite);
        await using var one = await PersonAsync(portal, "one");
        await using var other = await PersonAsync(portal, "other");
        await SaveAsync(one, new MyViewInput(List, "mine", "q=bike"));
        Assert.Empty(await ViewsAsync(other));
        Assert.Equal(Refusal.NotFound, (await DeleteAsync(other, (await ViewsAsync(one))[0].Id)).Refusal.Code);
        Assert.Single(await ViewsAsync(one));
        await using var nobody = portal.Services.CreateAsyncScope();
        Assert.Equal(Refusal.NotPermitted, (await SaveAsync(nobody, new MyViewInput(List, "mine", ""))).Refusal.Code);
    }

    [Theory]
    [InlineData(List, "  ", "", "view_name")]
    [InlineData(List, 61, "", "view_name")]
    [InlineData("https://elsewhere", "name", "", "view_too_long")]
    [InlineData(List, "name", 2001, "view_too_long")]
    public async Task What_cannot_be_kept_is_refused(string path, object name, object query, string code)
    {
        await using var portal = await TestPortal.CreateAsync(DatabaseProvider.Sqlite);
        await using var scope = await PersonAsync(portal, "one");
        Assert.Equal(code, (await SaveAsync(scope, new MyViewInput(path, Text(name), Text(query)))).Refusal.Code);
    }

    [Fact]
    public async Task A_list_has_room_for_thirty_views()
    {
        await using var portal = await TestPortal.CreateAsync(DatabaseProvider.Sqlite);
        await using var scope = await PersonAsync(portal, "one");
        foreach (var number in Enumerable.Range(1, 30))
        {
            Assert.True((await SaveAsync(scope, new MyViewInput(List, $"view {number}", ""))).IsDone);
        }

        Assert.Equal("view_too_many", (await SaveAsync(scope, new MyViewInput(List, "one more", ""))).Refusal.Code);
        Assert.True((await SaveAsync(scope, new MyViewInput(List, "view 7", "q=bike"))).IsDone);
    }

    private static string Text(object value) => value is int length ? new string('x', length) : (string)value;

    private static async Task<AsyncServiceScope> PersonAsync(TestPortal portal, string name)
    {
        await using var context = portal.NewContext();
        var user = new PortalUser { UserName = name, DisplayName = name, Kind = AccountKind.Staff };
        context.Users.Add(user);
        await context.SaveChangesAsync();
        return portal.AsStaff(RolePermissions.Finance, user.Id);
    }

    private static Task<Outcome> SaveAsync(AsyncServiceScope scope, MyViewInput input) =>
        scope.ServiceProvider.GetRequiredService<MySaveView>().RunAsync(input, CancellationToken.None);

    private static Task<Outcome> DeleteAsync(AsyncServiceScope scope, long id) =>
        scope.ServiceProvider.GetRequiredService<MyDeleteView>().RunAsync(id, CancellationToken.None);

    private static Task<IReadOnlyList<SavedViewRow>> ViewsAsync(AsyncServiceScope scope) =>
        scope.ServiceProvider.GetRequiredService<MySavedViews>().OfAsync(List, CancellationToken.None);
}
