using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.Messages;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Messages;
using DatabaseList = Portal.Infrastructure.Tests.Databases.Databases;

namespace Portal.Infrastructure.Tests.Messages;

public sealed class OutboxTests
{
    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task A_message_is_sent_in_the_recipients_language_and_marked_once(DatabaseProvider provider)
    {
        await using var world = await MessageWorld.CreateAsync(provider);
        Assert.True(await world.EnqueueAsync(world.Welcome()));
        Assert.True(await world.EnqueueAsync(world.Welcome("welcome-2") with { Culture = "en" }));

        Assert.Equal(2, await world.SendAsync());
        Assert.Equal(0, await world.SendAsync());

        Assert.All(await world.RowsAsync(), row => Assert.Equal((MessageState.Sent, 1, null), (row.State, row.Attempts, row.LeasedBy)));
        Assert.Contains(world.Server.Taken, message => SmtpListener.BodyOf(message).Contains("您已成为", StringComparison.Ordinal));
        var english = Assert.Single(world.Server.Taken, message => SmtpListener.BodyOf(message).Contains("you are now a member", StringComparison.Ordinal));
        Assert.Equal("<li.na@example.com>", SmtpListener.HeaderOf(english, "To"));
        Assert.Contains("M-1", SmtpListener.BodyOf(english), StringComparison.Ordinal);
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task The_same_key_is_told_once_also_at_the_same_moment(DatabaseProvider provider)
    {
        await using var world = await MessageWorld.CreateAsync(provider);
        var written = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Task.Run(() => world.EnqueueAsync(world.Welcome()))));
        Assert.Equal(1, written.Count(yes => yes));
        await world.EnqueueAsync(world.Welcome(new string('k', 400)));
        await world.EnqueueAsync(world.Welcome(new string('k', 400)));
        Assert.Equal(2, (await world.RowsAsync()).Count);
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task A_message_exists_only_if_what_it_tells_was_committed(DatabaseProvider provider)
    {
        await using var world = await MessageWorld.CreateAsync(provider);
        await using var scope = world.Portal.AsSystem();
        var enqueue = scope.ServiceProvider.GetRequiredService<EnqueueMessage>();
        await scope.ServiceProvider.GetRequiredService<WriteTransaction>().RunAsync<Outcome>(
            async (context, ct) =>
            {
                await enqueue.RunAsync(world.Welcome(), context, ct);
                return new Refusal(Refusal.NotFound);
            },
            CancellationToken.None);
        Assert.Empty(await world.RowsAsync());
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task What_cannot_be_sent_says_why_and_refuses_nothing(DatabaseProvider provider)
    {
        await using var world = await MessageWorld.CreateAsync(provider);
        var silent = await MessageWorld.AddCustomerAsync(world.Portal, "M-2", null);
        await world.EnqueueAsync(MessageDraft.ToCustomer(silent, "a", "member_welcome", ("name", "X"), ("number", "M-2")));
        await world.EnqueueAsync(MessageDraft.ToCustomer(world.CustomerId, "b", "no_such_template"));
        await world.EnqueueAsync(world.Welcome("c") with { Category = MessageCategory.Offers });
        await world.EnqueueAsync(MessageDraft.ToCustomer(world.CustomerId, "d", "member_welcome", ("name", "X")));
        await world.EnqueueAsync(world.Welcome("e") with { ExpiresAtUtc = world.Portal.Clock.Now.UtcDateTime.AddMinutes(-1) });

        Assert.Equal(0, await world.SendAsync());

        Assert.Empty(world.Server.Taken);
        Assert.Equal(
            [
                (MessageState.Skipped, "message_no_address"), (MessageState.Skipped, "message_template_unknown"), (MessageState.Skipped, "message_not_wanted"),
                (MessageState.Failed, "message_template_broken"), (MessageState.Failed, "message_expired"),
            ],
            (await world.RowsAsync()).Select(row => (row.State, row.ReasonCode)));
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task A_server_that_cannot_now_is_asked_again_with_growing_pauses_until_it_is_given_up(DatabaseProvider provider)
    {
        await using var world = await MessageWorld.CreateAsync(provider);
        world.Server.ToRecipient = _ => "451 try later";
        await world.EnqueueAsync(world.Welcome());
        var pauses = new List<TimeSpan>();
        for (var attempt = 1; attempt < MessageRetries.MaxAttempts; attempt++)
        {
            await world.SendAsync();
            var row = Assert.Single(await world.RowsAsync());
            Assert.Equal((MessageState.Waiting, attempt, "message_server_refused"), (row.State, row.Attempts, row.ReasonCode));
            Assert.Equal(0, await world.SendAsync());
            Assert.Equal(attempt, Assert.Single(await world.RowsAsync()).Attempts);
            pauses.Add(row.NextAttemptAtUtc - world.Portal.Clock.Now.UtcDateTime);
            world.Portal.Clock.Now = row.NextAttemptAtUtc;
        }

        Assert.Equal(pauses.Order(), pauses);
        Assert.Equal(pauses.Count, pauses.Distinct().Count());
        await world.SendAsync();
        var given = Assert.Single(await world.RowsAsync());
        Assert.Equal((MessageState.Failed, "451 try later"), (given.State, given.Reason));
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task An_address_that_the_server_does_not_know_is_given_up_at_once_and_can_be_put_right(DatabaseProvider provider)
    {
        await using var world = await MessageWorld.CreateAsync(provider);
        world.Server.ToRecipient = address => address.StartsWith("li.na", StringComparison.Ordinal) ? "550 no such user" : "250 OK";
        await world.EnqueueAsync(world.Welcome());
        await world.SendAsync();
        var row = Assert.Single(await world.RowsAsync());
        Assert.Equal((MessageState.Failed, 1, "550 no such user"), (row.State, row.Attempts, row.Reason));

        await using (var context = world.Portal.NewContext())
        {
            var customer = (await context.Customers.FindAsync(world.CustomerId))!;
            customer.Describe(customer.Name, customer.Profile with { Email = "na.li@example.com" });
            await context.SaveChangesAsync();
        }

        await using (var auditor = world.Portal.AsStaff(RolePermissions.Auditor))
        {
            Assert.Equal(Refusal.NotPermitted, (await auditor.ServiceProvider.GetRequiredService<ResendMessage>().RunAsync(row.Id, CancellationToken.None)).Refusal.Code);
        }

        await using (var scope = world.Portal.AsStaff(RolePermissions.Administrator))
        {
            Assert.True((await scope.ServiceProvider.GetRequiredService<ResendMessage>().RunAsync(row.Id, CancellationToken.None)).IsDone);
        }

        Assert.Equal(1, await world.SendAsync());
        Assert.Equal("<na.li@example.com>", SmtpListener.HeaderOf(Assert.Single(world.Server.Taken), "To"));
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task Two_senders_do_not_send_the_same_message(DatabaseProvider provider)
    {
        await using var world = await MessageWorld.CreateAsync(provider);
        for (var number = 0; number < 12; number++)
        {
            await world.EnqueueAsync(world.Welcome($"w-{number}"));
        }

        var sent = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(world.SendAsync)));
        Assert.Equal(12, sent.Sum());
        Assert.Equal(12, world.Server.Taken.Select(message => SmtpListener.HeaderOf(message, "Message-ID")).Distinct().Count());
        Assert.Equal(12, world.Server.Taken.Count);
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task A_message_is_sent_though_another_sender_is_at_more_than_a_batch_before_it(DatabaseProvider provider)
    {
        await using var world = await MessageWorld.CreateAsync(provider);
        for (var number = 0; number < 101; number++)
        {
            await world.EnqueueAsync(world.Welcome($"theirs-{number}"));
        }

        await using (var context = world.Portal.NewContext())
        {
            DateTime? until = world.Portal.Clock.Now.UtcDateTime.AddMinutes(5);
            await context.OutboxMessages.ExecuteUpdateAsync(row => row.SetProperty(to => to.LeasedBy, "another-machine/1/1/x").SetProperty(to => to.LeasedUntilUtc, until));
        }

        await world.EnqueueAsync(world.Welcome("mine"));
        Assert.Equal(1, await world.SendAsync());
        Assert.Equal("mine", (await world.RowsAsync()).Single(row => row.State == MessageState.Sent).Key);

        // When their lease runs out, theirs are sent as well.
        world.Portal.Clock.Now = world.Portal.Clock.Now.AddMinutes(6);
        Assert.Equal(101, await world.SendAsync());
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task A_code_lies_encrypted_in_the_outbox_and_is_erased_when_it_is_sent(DatabaseProvider provider)
    {
        await using var world = await MessageWorld.CreateAsync(provider);
        var secrets = world.Portal.Services.GetRequiredService<MessageSecrets>();
        await world.EnqueueAsync(secrets.Seal(new MessageDraft("code-1", "register_code")
        {
            Address = "new@example.com",
            Category = MessageCategory.Security,
            Arguments = new Dictionary<string, object?> { ["code"] = "482913", ["minutes"] = 10 },
        }));
        var row = Assert.Single(await world.RowsAsync());
        Assert.DoesNotContain("482913", row.ArgumentsJson, StringComparison.Ordinal);
        await world.SendAsync();
        Assert.Contains("482913", SmtpListener.BodyOf(Assert.Single(world.Server.Taken)), StringComparison.Ordinal);
        var sent = Assert.Single(await world.RowsAsync());
        Assert.Equal("", sent.ArgumentsJson);
        await using var scope = world.Portal.AsStaff(RolePermissions.Administrator);
        Assert.Equal("message_secret", (await scope.ServiceProvider.GetRequiredService<ResendMessage>().RunAsync(row.Id, CancellationToken.None)).Refusal.Code);
        Assert.Null((await scope.ServiceProvider.GetRequiredService<MessageQueries>().RecordAsync(row.Id, CancellationToken.None))!.Body);
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task A_representative_sees_messages_to_its_own_customers_only(DatabaseProvider provider)
    {
        await using var world = await MessageWorld.CreateAsync(provider);
        await world.EnqueueAsync(world.Welcome());
        await using var scope = world.Portal.AsStaff(RolePermissions.SalesRepresentative, employeeId: 7);
        var queries = scope.ServiceProvider.GetRequiredService<MessageQueries>();
        Assert.Equal(0, (await queries.ListAsync(new(), CancellationToken.None)).Total);
        Assert.Null(await queries.RecordAsync((await world.RowsAsync())[0].Id, CancellationToken.None));
    }
}
