using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.Registration;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Registration;
using Portal.Infrastructure.Tests.Databases;
using DatabaseList = Portal.Infrastructure.Tests.Databases.Databases;

namespace Portal.Infrastructure.Tests.Registration;

public sealed class SignInRequestTests
{
    private const string Desktop = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0";

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task A_member_confirms_and_the_device_enters_once(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        var member = await AddAsync(portal, AccountKind.Customer);
        var request = await MakeAsync(portal);
        Assert.Equal(SignInRequestState.Waiting, await StateAsync(portal, request.Id, request.Secret));
        Assert.Equal(new WaitingSignIn("Edge · Windows", request.MatchNumber, portal.Clock.Now.UtcDateTime), (await AsMemberAsync(portal, member, my => my.ReadAsync(request.Code, default))).Value);
        Assert.Equal("sign_in_not_confirmed", (await EnterAsync(portal, request)).Refusal.Code);

        Assert.True((await ApproveAsync(portal, member, request)).IsDone);
        Assert.True((await ApproveAsync(portal, member, request)).IsDone);
        Assert.Equal(SignInRequestState.Approved, await StateAsync(portal, request.Id, request.Secret));
        Assert.Equal(member, (await EnterAsync(portal, request)).Value);
        Assert.Equal("sign_in_not_confirmed", (await EnterAsync(portal, request)).Refusal.Code);
        Assert.Equal("sign_in_code_over", (await AsMemberAsync(portal, member, my => my.ReadAsync(request.Code, default))).Refusal.Code);

        await using var context = portal.NewContext();
        var row = await context.SignInRequests.SingleAsync();
        Assert.DoesNotContain(request.Code, row.CodeHash, StringComparison.Ordinal);
        Assert.DoesNotContain(request.Secret, row.SecretHash, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task Entries_at_the_same_moment_sign_in_once(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        var member = await AddAsync(portal, AccountKind.Customer);
        var request = await MakeAsync(portal);
        await ApproveAsync(portal, member, request);
        var entries = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => EnterAsync(portal, request))));
        Assert.Equal(member, Assert.Single(entries, entry => entry.IsDone).Value);
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task A_request_lasts_two_minutes(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        var member = await AddAsync(portal, AccountKind.Customer);
        var (unanswered, confirmed) = (await MakeAsync(portal), await MakeAsync(portal));
        await ApproveAsync(portal, member, confirmed);
        portal.Clock.Now += SignInRequest.Lifetime + TimeSpan.FromSeconds(1);
        Assert.Null(await StateAsync(portal, confirmed.Id, confirmed.Secret));
        Assert.Equal("sign_in_not_confirmed", (await EnterAsync(portal, confirmed)).Refusal.Code);
        Assert.Equal("sign_in_code_over", (await ApproveAsync(portal, member, unanswered)).Refusal.Code);

        portal.Clock.Now += TimeSpan.FromHours(1);
        await MakeAsync(portal);
        await using var context = portal.NewContext();
        Assert.Equal(1, await context.SignInRequests.CountAsync());
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task What_a_member_refused_stays_refused(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        var member = await AddAsync(portal, AccountKind.Customer);
        var request = await MakeAsync(portal);
        Assert.True((await AsMemberAsync(portal, member, my => my.RefuseAsync(request.Code, default))).IsDone);
        Assert.Equal(SignInRequestState.Refused, await StateAsync(portal, request.Id, request.Secret));
        Assert.Equal("sign_in_code_over", (await ApproveAsync(portal, member, request)).Refusal.Code);
        Assert.Equal("sign_in_not_confirmed", (await EnterAsync(portal, request)).Refusal.Code);
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task Nobody_takes_the_request_of_another(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        var (member, stranger) = (await AddAsync(portal, AccountKind.Customer), await AddAsync(portal, AccountKind.Customer));
        var (request, other) = (await MakeAsync(portal), await MakeAsync(portal));
        Assert.Equal("sign_in_code_over", (await ApproveAsync(portal, member, request with { Code = "" })).Refusal.Code);
        await ApproveAsync(portal, member, request);

        // The answer of the first member stands.
        Assert.Equal("sign_in_code_over", (await ApproveAsync(portal, stranger, request)).Refusal.Code);
        Assert.Equal("sign_in_code_over", (await AsMemberAsync(portal, stranger, my => my.RefuseAsync(request.Code, default))).Refusal.Code);

        // Neither the code nor the secret of another device opens it.
        foreach (var secret in new[] { other.Secret, request.Code, "", null })
        {
            Assert.Null(await StateAsync(portal, request.Id, secret));
            Assert.Equal("sign_in_not_confirmed", (await EnterAsync(portal, request with { Secret = secret! })).Refusal.Code);
        }

        Assert.Equal(member, (await EnterAsync(portal, request)).Value);
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task Staff_and_disabled_log_ins_are_kept_out(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        var staff = await AddAsync(portal, AccountKind.Staff);
        var request = await MakeAsync(portal);
        await using (var scope = portal.AsStaff(RolePermissions.Administrator, staff))
        {
            var my = scope.ServiceProvider.GetRequiredService<MySignInRequest>();
            Assert.Equal(Refusal.NotPermitted, (await my.ReadAsync(request.Code, default)).Refusal.Code);
            Assert.Equal(Refusal.NotPermitted, (await my.ApproveAsync(request.Code, default)).Refusal.Code);
            Assert.Equal(Refusal.NotPermitted, (await my.RefuseAsync(request.Code, default)).Refusal.Code);
        }

        await using (var scope = portal.Services.CreateAsyncScope())
        {
            Assert.Equal(Refusal.NotPermitted, (await scope.ServiceProvider.GetRequiredService<MySignInRequest>().ApproveAsync(request.Code, default)).Refusal.Code);
        }

        // Even a row that names a staff log-in signs nobody in, nor does one whose member was disabled since.
        Assert.True((await ApproveAsync(portal, staff, request)).IsDone);
        Assert.Equal("sign_in_not_confirmed", (await EnterAsync(portal, request)).Refusal.Code);
        var (member, late) = (await AddAsync(portal, AccountKind.Customer), await MakeAsync(portal));
        await ApproveAsync(portal, member, late);
        await using var context = portal.NewContext();
        await context.Users.Where(user => user.Id == member).ExecuteUpdateAsync(user => user.SetProperty(to => to.IsDisabled, true));
        Assert.Equal("sign_in_not_confirmed", (await EnterAsync(portal, late)).Refusal.Code);
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task Only_so_many_wait_at_once(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        await using (var context = portal.NewContext())
        {
            var now = portal.Clock.Now.UtcDateTime;
            context.AddRange(Enumerable.Range(0, SignInRequests.MaxWaiting).Select(number => new SignInRequest($"{number}", "", "00", "", $"198.51.100.{number}", now)));
            await context.SaveChangesAsync();
        }

        Assert.Equal("sign_in_too_many", (await UseAsync(portal, requests => requests.MakeAsync(Desktop, "203.0.113.7", default))).Refusal.Code);
        portal.Clock.Now += SignInRequest.Lifetime + TimeSpan.FromSeconds(1);
        await MakeAsync(portal);
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task One_address_cannot_take_all_the_room(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        for (var number = 0; number < SignInRequests.MaxWaitingPerOrigin; number++)
        {
            // A subscriber of IPv6 has many addresses.
            var origin = $"2001:db8:1:2::{number:x}";
            Assert.True((await UseAsync(portal, requests => requests.MakeAsync(Desktop, origin, default))).IsDone);
        }

        Assert.Equal("sign_in_too_many", (await UseAsync(portal, requests => requests.MakeAsync(Desktop, "2001:db8:1:2::ffff", default))).Refusal.Code);
        Assert.True((await UseAsync(portal, requests => requests.MakeAsync(Desktop, "2001:db8:1:3::1", default))).IsDone);
        await MakeAsync(portal);
    }

    private static async Task<long> AddAsync(TestPortal portal, AccountKind kind)
    {
        await using var context = portal.NewContext();
        var user = new PortalUser { UserName = Guid.NewGuid().ToString("N"), Kind = kind };
        context.Add(user);
        await context.SaveChangesAsync();
        return user.Id;
    }

    private static async Task<NewSignInRequest> MakeAsync(TestPortal portal) => (await UseAsync(portal, requests => requests.MakeAsync(Desktop, "203.0.113.7", default))).Value;

    private static Task<SignInRequestState?> StateAsync(TestPortal portal, long id, string? secret) => UseAsync(portal, requests => requests.StateAsync(id, secret, default));

    private static Task<Outcome<long>> EnterAsync(TestPortal portal, NewSignInRequest request) => UseAsync(portal, requests => requests.EnterAsync(request.Id, request.Secret, default));

    private static Task<Outcome> ApproveAsync(TestPortal portal, long userId, NewSignInRequest request) => AsMemberAsync(portal, userId, my => my.ApproveAsync(request.Code, default));

    private static async Task<T> UseAsync<T>(TestPortal portal, Func<SignInRequests, Task<T>> call)
    {
        await using var scope = portal.Services.CreateAsyncScope();
        return await call(scope.ServiceProvider.GetRequiredService<SignInRequests>());
    }

    private static async Task<T> AsMemberAsync<T>(TestPortal portal, long userId, Func<MySignInRequest, Task<T>> call)
    {
        await using var scope = portal.AsCustomer(1, userId);
        return await call(scope.ServiceProvider.GetRequiredService<MySignInRequest>());
    }
}
