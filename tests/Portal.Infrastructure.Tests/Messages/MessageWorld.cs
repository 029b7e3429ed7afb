using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.Customers;
using Portal.Domain.Messages;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Messages;
using Portal.Infrastructure.Tests.Databases;

namespace Portal.Infrastructure.Tests.Messages;

/// <summary>A portal with a customer and a mail server of its own.</summary>
public sealed class MessageWorld : IAsyncDisposable
{
    private MessageWorld(TestPortal portal, SmtpListener server, long customerId)
    {
        Portal = portal;
        Server = server;
        CustomerId = customerId;
    }

    public TestPortal Portal { get; }

    public SmtpListener Server { get; }

    public long CustomerId { get; }

    public static async Task<MessageWorld> CreateAsync(DatabaseProvider provider, Action<MessageOptions>? configure = null)
    {
        var server = new SmtpListener();
        var portal = await TestPortal.CreateAsync(provider, services => services.Configure<MessageOptions>(options =>
        {
            options.From = "portal@example.com";
            options.FromName = "会员中心";
            options.Smtp = new SmtpOptions { Host = "127.0.0.1", Port = server.Port, Security = SmtpSecurity.None, TimeoutSeconds = 20 };
            configure?.Invoke(options);
        }));
        return new MessageWorld(portal, server, await AddCustomerAsync(portal, "M-1", "li.na@example.com"));
    }

    public static async Task<long> AddCustomerAsync(TestPortal portal, string number, string? email)
    {
        await using var context = portal.NewContext();
        var customer = new Customer(number, "Li Na", CustomerKind.Member, portal.Clock.Now.UtcDateTime);
        customer.Describe("Li Na", new CustomerProfile { Email = email });
        context.Add(customer);
        await context.SaveChangesAsync();
        return customer.Id;
    }

    public MessageDraft Welcome(string key = "welcome-1", string name = "李娜") => MessageDraft.ToCustomer(CustomerId, key, "member_welcome", ("name", name), ("number", "M-1"));

    public async Task<bool> EnqueueAsync(MessageDraft draft)
    {
        await using var scope = Portal.AsSystem();
        var enqueue = scope.ServiceProvider.GetRequiredService<EnqueueMessage>();
        var written = await scope.ServiceProvider.GetRequiredService<WriteTransaction>().RunAsync<Outcome<Written>>(
            async (context, ct) => new Written(await enqueue.RunAsync(draft, context, ct)), CancellationToken.None);
        return written.Value.Yes;
    }

    public async Task<int> SendAsync()
    {
        await using var scope = Portal.AsSystem();
        return await scope.ServiceProvider.GetRequiredService<SendMessages>().RunAsync(CancellationToken.None);
    }

    public async Task<List<OutboxMessage>> RowsAsync()
    {
        await using var context = Portal.NewContext();
        return await context.OutboxMessages.AsNoTracking().OrderBy(row => row.Id).ToListAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Portal.DisposeAsync();
        await Server.DisposeAsync();
    }

    private sealed record Written(bool Yes);
}
