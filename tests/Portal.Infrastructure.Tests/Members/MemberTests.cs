using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.Registration;
using Portal.Domain.Shared;
using Portal.Domain.Staff;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Members;
using Portal.Infrastructure.Registration;
using Portal.Infrastructure.Shared;
using Portal.Infrastructure.Tests.Databases;
using Portal.Infrastructure.Tests.Registration;
using DatabaseList = Portal.Infrastructure.Tests.Databases.Databases;

namespace Portal.Infrastructure.Tests.Members;

public sealed class MemberTests
{
    private static readonly CounterInput Input = new() { Name = "Zhang Wei", Mobile = "13900139000", Email = "zhang@example.com", AgreesToTerms = true, Culture = "zh-CN" };

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task Staff_register_a_member_once_and_another_with_the_same_number_on_purpose(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        var first = await RegisterAsync(portal, RolePermissions.Administrator, Input);
        Assert.True(first.IsDone);
        var second = await RegisterAsync(portal, RolePermissions.Administrator, Input with { Email = null });
        Assert.Equal(("member_known", "Mobile"), (second.Refusal.Code, second.Refusal.Field));
        Assert.True((await RegisterAsync(portal, RolePermissions.Administrator, Input with { Email = null, IsAnotherPerson = true })).IsDone);
        Assert.Equal(Refusal.NotPermitted, (await RegisterAsync(portal, RolePermissions.Auditor, Input)).Refusal.Code);
        var bad = await RegisterAsync(portal, RolePermissions.Administrator, new CounterInput { Email = "nobody" });
        Assert.Equal(["AgreesToTerms", "Email", "Mobile", "Name"], bad.Refusals.Select(refusal => refusal.Field).Order());
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task A_page_tells_everything_that_happened_to_those_who_may_see_it(DatabaseProvider provider)
    {
        await using var world = await SignUpWorld.CreateAsync(provider);
        var friend = await world.SignUpAsync("friend@example.com");
        var member = await world.SignUpAsync("li.na@example.com", ReferralCode.Of(friend.CustomerId));

        await using var scope = world.Portal.AsStaff(RolePermissions.Administrator);
        var queries = scope.ServiceProvider.GetRequiredService<MemberQueries>();
        var record = (await queries.FindAsync(member.CustomerId, CancellationToken.None))!;
        Assert.Equal(("Li Na", friend.CustomerId, "li.na@example.com"), (record.Name, record.ReferredById, record.LogIn));
        Assert.Equal(1, (await queries.FindAsync(friend.CustomerId, CancellationToken.None))!.Referrals);
        Assert.Equal(2, (await queries.ConsentsAsync(member.CustomerId, CancellationToken.None)).Count);
        Assert.Equal(2, (await queries.ListAsync(new GridQuery { Search = "1380013" }, CancellationToken.None)).Total);
        var events = await scope.ServiceProvider.GetRequiredService<MemberTimeLine>().ReadAsync(friend.CustomerId, 50, CancellationToken.None);
        Assert.Equal(
            [MemberEventKind.Joined, MemberEventKind.LogInMade, MemberEventKind.Agreed, MemberEventKind.Agreed, MemberEventKind.Message, MemberEventKind.Referral],
            events.Select(row => row.Kind).Order());
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task A_representative_sees_its_own_members_and_a_finance_clerk_without_the_right_none(DatabaseProvider provider)
    {
        await using var world = await SignUpWorld.CreateAsync(provider);
        var other = await world.SignUpAsync("other@example.com");
        long employeeId;
        await using (var context = world.Portal.NewContext())
        {
            var employee = new Employee("E-1", "Chen", null);
            context.Add(employee);
            await context.SaveChangesAsync();
            employeeId = employee.Id;
            var customer = await context.Customers.SingleAsync();
            customer.AssignOwner(null, null, world.Portal.Clock.Now.UtcDateTime);
            await context.SaveChangesAsync();
        }

        await using var scope = world.Portal.AsStaff(RolePermissions.SalesRepresentative, employeeId: employeeId);
        var queries = scope.ServiceProvider.GetRequiredService<MemberQueries>();
        Assert.Equal(0, (await queries.ListAsync(new GridQuery(), CancellationToken.None)).Total);
        Assert.Null(await queries.FindAsync(other.CustomerId, CancellationToken.None));
        Assert.Empty(await queries.ConsentsAsync(other.CustomerId, CancellationToken.None));
        Assert.Empty(await scope.ServiceProvider.GetRequiredService<MemberTimeLine>().ReadAsync(other.CustomerId, 50, CancellationToken.None));
        await using var member = world.Portal.AsCustomer(other.CustomerId, other.UserId!.Value, RolePermissions.Member);
        Assert.Equal(0, (await member.ServiceProvider.GetRequiredService<MemberQueries>().ListAsync(new GridQuery(), CancellationToken.None)).Total);
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task A_member_changes_its_own_file_and_consents_only(DatabaseProvider provider)
    {
        await using var world = await SignUpWorld.CreateAsync(provider);
        var first = await world.SignUpAsync("first@example.com", wantsOffers: true);
        var second = await world.SignUpAsync("second@example.com", ReferralCode.Of(first.CustomerId));

        await using (var scope = world.Portal.AsCustomer(first.CustomerId, first.UserId!.Value, RolePermissions.Member))
        {
            var profile = scope.ServiceProvider.GetRequiredService<MyProfile>();
            var mine = (await profile.ReadAsync(CancellationToken.None))!;
            Assert.True((await profile.SaveAsync(new MyProfileInput("Li Na 2", "13900000000", new DateOnly(2000, 1, 1), mine.RowVersion), CancellationToken.None)).IsDone);
            await using (var logins = world.Portal.NewContext())
            {
                Assert.Equal("Li Na 2", (await logins.Users.SingleAsync(row => row.CustomerId == first.CustomerId)).DisplayName);
            }

            Assert.Equal(Refusal.ChangedByOther, (await profile.SaveAsync(new MyProfileInput("Li Na 3", "13900000000", null, mine.RowVersion), CancellationToken.None)).Refusal.Code);
            Assert.Equal("Mobile", (await profile.SaveAsync(new MyProfileInput("Li Na", "1", null, mine.RowVersion + 1), CancellationToken.None)).Refusal.Field);
            await using (var imported = world.Portal.NewContext())
            {
                await imported.Customers.Where(row => row.Id == first.CustomerId).ExecuteUpdateAsync(row => row.SetProperty(to => to.Profile.Phone, "1 (11) 500 555-0162"));
            }

            Assert.True((await profile.SaveAsync(new MyProfileInput("Li Na 2", "1 (11) 500 555-0162", null, mine.RowVersion + 1), CancellationToken.None)).IsDone);
            Assert.Equal("Mobile", (await profile.SaveAsync(new MyProfileInput("Li Na 2", "1 (11) 500 555-0163", null, mine.RowVersion + 2), CancellationToken.None)).Refusal.Field);
            Assert.True((await scope.ServiceProvider.GetRequiredService<MyConsents>().ChooseOffersAsync(false, "en", CancellationToken.None)).IsDone);
            var referrals = (await scope.ServiceProvider.GetRequiredService<MyReferrals>().ReadAsync(CancellationToken.None))!;
            Assert.Equal((ReferralCode.Of(first.CustomerId), 1, "L**"), (referrals.Code, referrals.Total, referrals.Joined[0].MaskedName));
        }

        await using (var nobody = world.Portal.Services.CreateAsyncScope())
        {
            Assert.Null(await nobody.ServiceProvider.GetRequiredService<MyProfile>().ReadAsync(CancellationToken.None));
            Assert.Null(await nobody.ServiceProvider.GetRequiredService<MyReferrals>().ReadAsync(CancellationToken.None));
            Assert.Equal(Refusal.NotPermitted, (await nobody.ServiceProvider.GetRequiredService<MyConsents>().ChooseOffersAsync(true, "en", CancellationToken.None)).Refusal.Code);
        }

        await using var context = world.Portal.NewContext();
        var changed = await context.Customers.SingleAsync(row => row.Id == first.CustomerId);
        Assert.Equal(("Li Na 2", "1 (11) 500 555-0162", new DateOnly(1990, 2, 28)), (changed.Name, changed.Profile.Phone, changed.Profile.BirthOn));
        Assert.Equal("Li Na", (await context.Customers.SingleAsync(row => row.Id == second.CustomerId)).Name);
        Assert.NotNull((await context.CustomerConsents.SingleAsync(row => row.CustomerId == first.CustomerId && row.Kind == ConsentKind.Offers)).WithdrawnAtUtc);
        Assert.False((await context.MessageChoices.SingleAsync(row => row.CustomerId == first.CustomerId)).IsWanted);
    }

    private static async Task<Outcome<NewMember>> RegisterAsync(TestPortal portal, string role, CounterInput input)
    {
        await using var scope = portal.AsStaff(role);
        return await scope.ServiceProvider.GetRequiredService<RegisterAtCounter>().RunAsync(input, CancellationToken.None);
    }
}
