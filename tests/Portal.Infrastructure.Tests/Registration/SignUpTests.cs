using Microsoft.EntityFrameworkCore;
using Portal.Domain.Customers;
using Portal.Domain.Messages;
using Portal.Domain.Registration;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Registration;
using DatabaseList = Portal.Infrastructure.Tests.Databases.Databases;

namespace Portal.Infrastructure.Tests.Registration;

public sealed class SignUpTests
{
    private const string Address = "li.na@example.com";

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task Somebody_becomes_a_member_with_a_log_in_and_consents(DatabaseProvider provider)
    {
        await using var world = await SignUpWorld.CreateAsync(provider);
        var friend = await world.SignUpAsync("friend@example.com");
        var member = await world.SignUpAsync(Address, ReferralCode.Of(friend.CustomerId), wantsOffers: true);

        await using var context = world.Portal.NewContext();
        var customer = await context.Customers.SingleAsync(row => row.Id == member.CustomerId);
        Assert.Equal((CustomerKind.Member, "Li Na", "13800138000", Address, new DateOnly(1990, 2, 28)), (customer.Kind, customer.Name, customer.Profile.Phone, customer.Profile.Email, customer.Profile.BirthOn));
        Assert.Equal("M-2026-0002", customer.Number);
        var user = await context.Users.SingleAsync(row => row.Id == member.UserId);
        Assert.Equal((Address, AccountKind.Customer, customer.Id, true), (user.UserName, user.Kind, user.CustomerId, user.LockoutEnabled));
        Assert.Equal(RolePermissions.Member, await (from link in context.UserRoles join role in context.Roles on link.RoleId equals role.Id where link.UserId == user.Id select role.Name).SingleAsync());
        Assert.Equal(
            [ConsentKind.Terms, ConsentKind.Privacy, ConsentKind.Offers],
            await context.CustomerConsents.Where(row => row.CustomerId == customer.Id && row.Version == ConsentWording.Version).OrderBy(row => row.Kind).Select(row => row.Kind).ToListAsync());
        Assert.True(await context.MessageChoices.AnyAsync(row => row.CustomerId == customer.Id && row.Category == MessageCategory.Offers && row.IsWanted));
        Assert.Equal(friend.CustomerId, (await context.CustomerReferrals.SingleAsync(row => row.CustomerId == customer.Id)).ReferredById);
        Assert.Contains("M-2026-0002", (await world.MailsAsync(Address))[^1], StringComparison.Ordinal);
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task A_form_sent_twice_at_the_same_moment_makes_one_member(DatabaseProvider provider)
    {
        await using var world = await SignUpWorld.CreateAsync(provider);
        var flow = (await world.AskAsync(Address)).Value;
        var confirmed = (await world.ConfirmAsync(flow, await world.CodeAsync(Address))).Value;
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => world.RegisterAsync(SignUpWorld.Form(confirmed)))));
        Assert.Single(outcomes, outcome => outcome.IsDone);
        await using var context = world.Portal.NewContext();
        Assert.Equal((1, 1), (await context.Customers.CountAsync(), await context.Users.CountAsync()));
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task Whether_an_address_is_known_shows_only_in_its_mail(DatabaseProvider provider)
    {
        await using var world = await SignUpWorld.CreateAsync(provider);
        await world.SignUpAsync(Address);
        world.Later(TimeSpan.FromMinutes(2));
        var codes = await world.CountCodesAsync();
        foreach (var address in new[] { Address, "nobody@example.com" })
        {
            Assert.True((await world.AskAsync(address)).IsDone);
            Assert.Equal("code_wait", (await world.AskAsync(address)).Refusal.Code);
        }

        Assert.Equal(codes + 2, await world.CountCodesAsync());
        Assert.Contains("already has an account", (await world.MailsAsync(Address))[^1], StringComparison.Ordinal);
        Assert.Equal("", await world.CodeAsync(Address));
        Assert.Equal(6, (await world.CodeAsync("nobody@example.com")).Length);

        // Forgotten passwords the other way round.
        world.Later(TimeSpan.FromMinutes(2));
        foreach (var address in new[] { Address, "stranger@example.com" })
        {
            Assert.True((await world.UseAsync<MyPasswordReset, Portal.Domain.Shared.Outcome<string>>(reset => reset.SendCodeAsync(address, null, "en", CancellationToken.None))).IsDone);
        }

        Assert.Equal(6, (await world.CodeAsync(Address)).Length);
        Assert.Contains("no account with this address", (await world.MailsAsync("stranger@example.com"))[^1], StringComparison.Ordinal);
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task A_code_can_be_guessed_five_times_also_at_the_same_moment(DatabaseProvider provider)
    {
        await using var world = await SignUpWorld.CreateAsync(provider);
        var flow = (await world.AskAsync(Address)).Value;
        var right = await world.CodeAsync(Address);
        var wrong = right == "000000" ? "000001" : "000000";
        var guesses = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => world.ConfirmAsync(flow, wrong))));
        Assert.Equal(EmailCode.MaxTries, guesses.Count(guess => guess.Refusal.Code == "code_wrong"));
        Assert.Equal(20 - EmailCode.MaxTries, guesses.Count(guess => guess.Refusal.Code == "code_used_up"));
        Assert.Equal("code_used_up", (await world.ConfirmAsync(flow, right)).Refusal.Code);
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task A_code_is_good_for_ten_minutes_and_only_the_last_one(DatabaseProvider provider)
    {
        await using var world = await SignUpWorld.CreateAsync(provider);
        var flow = (await world.AskAsync(Address)).Value;
        var first = await world.CodeAsync(Address);
        world.Later(TimeSpan.FromSeconds(EmailCodes.SecondsBetween));
        await world.AskAsync(Address);
        var second = await world.CodeAsync(Address);
        if (first != second)
        {
            Assert.Equal("code_wrong", (await world.ConfirmAsync(flow, first)).Refusal.Code);
        }

        world.Later(EmailCode.Lifetime + TimeSpan.FromSeconds(1));
        Assert.Equal("code_expired", (await world.ConfirmAsync(flow, second)).Refusal.Code);
        await world.AskAsync(Address);
        var third = await world.CodeAsync(Address);
        var confirmed = (await world.ConfirmAsync(flow, third)).Value;
        Assert.Equal("code_expired", (await world.ConfirmAsync(flow, third)).Refusal.Code);
        world.Later(EmailCode.FormLifetime + TimeSpan.FromSeconds(1));
        Assert.Equal("code_flow_lost", (await world.RegisterAsync(SignUpWorld.Form(confirmed))).Refusal.Code);
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task Codes_are_limited_by_address_and_by_network_address(DatabaseProvider provider)
    {
        await using var world = await SignUpWorld.CreateAsync(provider);
        for (var time = 0; time < EmailCodes.PerAddress; time++)
        {
            Assert.True((await world.AskAsync(Address, $"198.51.100.{time}")).IsDone);
            world.Later(TimeSpan.FromSeconds(EmailCodes.SecondsBetween));
        }

        Assert.Equal("code_too_many", (await world.AskAsync(Address)).Refusal.Code);
        for (var number = 0; number < EmailCodes.PerOrigin; number++)
        {
            Assert.True((await world.AskAsync($"p{number}@example.com")).IsDone);
        }

        Assert.Equal("code_too_many", (await world.AskAsync("one.more@example.com")).Refusal.Code);
        Assert.True((await world.AskAsync("one.more@example.com", "198.51.100.99")).IsDone);
        world.Later(TimeSpan.FromHours(1));
        Assert.True((await world.AskAsync(Address)).IsDone);
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task A_flow_cannot_be_made_up_nor_taken_to_another_form(DatabaseProvider provider)
    {
        await using var world = await SignUpWorld.CreateAsync(provider);
        var flow = (await world.AskAsync(Address)).Value;
        Assert.Equal("code_flow_lost", (await world.RegisterAsync(SignUpWorld.Form(flow))).Refusal.Code);
        Assert.Equal("code_flow_lost", (await world.ConfirmAsync(flow[..^4] + "AAAA", "123456")).Refusal.Code);
        Assert.Equal("code_flow_lost", (await world.ConfirmAsync("", "123456")).Refusal.Code);
        var confirmed = (await world.ConfirmAsync(flow, await world.CodeAsync(Address))).Value;
        var taken = await world.UseAsync<MyPasswordReset, Portal.Domain.Shared.Outcome>(
            reset => reset.SetAsync(new PasswordResetInput(confirmed, null, SignUpWorld.Password, SignUpWorld.Password), CancellationToken.None));
        Assert.Equal("code_flow_lost", taken.Refusal.Code);
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task What_is_wrong_in_the_form_stands_beside_its_field_and_the_code_stays_good(DatabaseProvider provider)
    {
        await using var world = await SignUpWorld.CreateAsync(provider);
        var flow = (await world.AskAsync(Address)).Value;
        var confirmed = (await world.ConfirmAsync(flow, await world.CodeAsync(Address))).Value;
        var form = SignUpWorld.Form(confirmed);
        var bad = await world.RegisterAsync(form with { Name = " ", Mobile = "12", BirthOn = new DateOnly(2026, 3, 16), Password = "short", AgreesToTerms = false });
        Assert.Equal(["AgreesToTerms", "BirthOn", "Mobile", "Name", "Password"], bad.Refusals.Select(refusal => refusal.Field).Order());
        Assert.Equal("member_too_young", (await world.RegisterAsync(form with { BirthOn = new DateOnly(2012, 3, 16) })).Refusal.Code);
        Assert.Equal("password_like_email", (await world.RegisterAsync(form with { Password = "li.na-2026-li.na", Repeated = "li.na-2026-li.na" })).Refusal.Code);
        Assert.Equal("Repeated", (await world.RegisterAsync(form with { Repeated = "another-2026" })).Refusal.Field);
        Assert.Equal("ReferralCode", (await world.RegisterAsync(form with { ReferralCode = "NOBODY" })).Refusal.Field);
        Assert.True((await world.RegisterAsync(form with { BirthOn = new DateOnly(2012, 3, 15) })).IsDone);
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task Who_registered_at_the_counter_gets_a_log_in_to_the_same_file(DatabaseProvider provider)
    {
        await using var world = await SignUpWorld.CreateAsync(provider);
        var counter = await Messages.MessageWorld.AddCustomerAsync(world.Portal, "M-7", Address);
        Assert.Equal((counter, "M-7"), await world.SignUpAsync(Address) is var member ? (member.CustomerId, member.Number) : default);
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task A_forgotten_password_is_replaced_once_and_ends_the_sign_ins(DatabaseProvider provider)
    {
        await using var world = await SignUpWorld.CreateAsync(provider);
        var member = await world.SignUpAsync(Address);
        await using var before = world.Portal.NewContext();
        var old = await before.Users.AsNoTracking().SingleAsync(row => row.Id == member.UserId);
        world.Later(TimeSpan.FromMinutes(2));
        var flow = (await world.UseAsync<MyPasswordReset, Portal.Domain.Shared.Outcome<string>>(reset => reset.SendCodeAsync(Address, null, "en", CancellationToken.None))).Value;
        var code = await world.CodeAsync(Address);
        var confirmed = (await world.UseAsync<MyPasswordReset, Portal.Domain.Shared.Outcome<string>>(reset => reset.ConfirmAsync(flow, code, CancellationToken.None))).Value;
        Assert.Equal([Address], await world.UseAsync<MyPasswordReset, IReadOnlyList<string>>(reset => reset.LogInsAsync(confirmed, CancellationToken.None)));
        var input = new PasswordResetInput(confirmed, null, "another-word-2027", "another-word-2027");
        Assert.True((await world.UseAsync<MyPasswordReset, Portal.Domain.Shared.Outcome>(reset => reset.SetAsync(input, CancellationToken.None))).IsDone);
        Assert.Equal("code_flow_lost", (await world.UseAsync<MyPasswordReset, Portal.Domain.Shared.Outcome>(reset => reset.SetAsync(input, CancellationToken.None))).Refusal.Code);
        await using var after = world.Portal.NewContext();
        var changed = await after.Users.AsNoTracking().SingleAsync(row => row.Id == member.UserId);
        Assert.NotEqual((old.PasswordHash, old.SecurityStamp), (changed.PasswordHash, changed.SecurityStamp));
        Assert.Contains("was changed", (await world.MailsAsync(Address))[^1], StringComparison.Ordinal);
    }
}
