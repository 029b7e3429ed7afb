using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using DatabaseList = Portal.Infrastructure.Tests.Databases.Databases;

namespace Portal.Infrastructure.Tests.Registration;

public sealed class MyPasskeysTests
{
    private const string Address = "li.na@example.com";

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task Who_does_not_know_the_password_is_refused_and_locked_out_in_the_end(DatabaseProvider provider)
    {
        await using var world = await SignUpWorld.CreateAsync(provider);
        await world.SignUpAsync(Address);

        Assert.True((await AsMemberAsync<MyPasskeys>(world, my => my.ProveAsync(SignUpWorld.Password, CancellationToken.None))).IsDone);
        foreach (var wrong in new[] { null, "", "another-word-2026", new string('x', 5000), "yet-another" })
        {
            Assert.Equal("password_wrong", (await AsMemberAsync<MyPasskeys>(world, my => my.ProveAsync(wrong, CancellationToken.None))).Refusal.Code);
        }

        Assert.Equal("password_locked", (await AsMemberAsync<MyPasskeys>(world, my => my.ProveAsync(SignUpWorld.Password, CancellationToken.None))).Refusal.Code);
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task The_owner_is_told_of_a_new_passkey_and_of_a_new_password(DatabaseProvider provider)
    {
        await using var world = await SignUpWorld.CreateAsync(provider);
        await world.SignUpAsync(Address);

        Assert.True((await AsMemberAsync<MyPasskeys>(world, my => my.AddAsync(Passkey(1), "My phone", CancellationToken.None))).IsDone);
        var input = new MyPasswordInput(SignUpWorld.Password, "a-better-word-2026", "a-better-word-2026");
        Assert.True((await AsMemberAsync<MyChangePassword>(world, my => my.RunAsync(input, CancellationToken.None))).IsDone);

        var mails = await world.MailsAsync(Address);
        Assert.Contains("a passkey was added to your log-in", mails[^2], StringComparison.Ordinal);
        Assert.Contains("your password was changed", mails[^1], StringComparison.Ordinal);
        Assert.All(mails.TakeLast(2), mail => Assert.Contains("Hello Li Na", mail, StringComparison.Ordinal));
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task Nobody_is_told_of_what_was_refused(DatabaseProvider provider)
    {
        await using var world = await SignUpWorld.CreateAsync(provider);
        await world.SignUpAsync(Address);
        for (byte number = 1; number <= MyPasskeys.Most; number++)
        {
            var passkey = Passkey(number);
            Assert.True((await AsMemberAsync<MyPasskeys>(world, my => my.AddAsync(passkey, null, CancellationToken.None))).IsDone);
        }

        var before = (await world.MailsAsync(Address)).Count;
        Assert.Equal("passkey_too_many", (await AsMemberAsync<MyPasskeys>(world, my => my.AddAsync(Passkey(99), null, CancellationToken.None))).Refusal.Code);
        var wrong = new MyPasswordInput("not this one", "a-better-word-2026", "a-better-word-2026");
        Assert.Equal("password_wrong", (await AsMemberAsync<MyChangePassword>(world, my => my.RunAsync(wrong, CancellationToken.None))).Refusal.Code);
        Assert.Equal(before, (await world.MailsAsync(Address)).Count);
    }

    private static UserPasskeyInfo Passkey(byte number) =>
        new([number], [1], DateTimeOffset.UnixEpoch, 0, null, isUserVerified: true, isBackupEligible: false, isBackedUp: false, [2], [3]);

    private static async Task<Outcome> AsMemberAsync<TUse>(SignUpWorld world, Func<TUse, Task<Outcome>> call)
        where TUse : notnull
    {
        await using var context = world.Portal.NewContext();
        var user = await context.Users.SingleAsync(row => row.Email == Address);
        await using var scope = world.Portal.AsCustomer(user.CustomerId!.Value, user.Id);
        return await call(scope.ServiceProvider.GetRequiredService<TUse>());
    }
}
