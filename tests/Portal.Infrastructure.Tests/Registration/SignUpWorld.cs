using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Messages;
using Portal.Infrastructure.Registration;
using Portal.Infrastructure.Tests.Databases;

namespace Portal.Infrastructure.Tests.Registration;

/// <summary>A portal whose e-mails lie in a folder, and people who sign up.</summary>
public sealed partial class SignUpWorld : IAsyncDisposable
{
    public const string Password = "a-good-word-2026";

    private SignUpWorld(TestPortal portal) => Portal = portal;

    public TestPortal Portal { get; }

    public static async Task<SignUpWorld> CreateAsync(DatabaseProvider provider) =>
        new(await TestPortal.CreateAsync(provider, services => services.Configure<MessageOptions>(options => options.Channel = MessageTransport.File)));

    /// <summary>Asks for a code as somebody who is not signed in.</summary>
    public Task<Outcome<string>> AskAsync(string address, string? origin = "203.0.113.7") => UseAsync<MySignUp, Outcome<string>>(up => up.SendCodeAsync(address, origin, "en", CancellationToken.None));

    public Task<Outcome<string>> ConfirmAsync(string flow, string code) => UseAsync<MySignUp, Outcome<string>>(up => up.ConfirmAsync(flow, code, CancellationToken.None));

    public Task<Outcome<NewMember>> RegisterAsync(SignUpInput input) => UseAsync<MySignUp, Outcome<NewMember>>(up => up.RegisterAsync(input, CancellationToken.None));

    public static SignUpInput Form(string flow) => new()
    {
        Flow = flow,
        Name = "Li Na",
        Mobile = "138 0013 8000",
        BirthOn = new DateOnly(1990, 2, 28),
        Password = Password,
        Repeated = Password,
        AgreesToTerms = true,
        Culture = "en",
    };

    /// <summary>Signs somebody up.</summary>
    public async Task<NewMember> SignUpAsync(string address, string? referralCode = null, bool wantsOffers = false)
    {
        var flow = (await AskAsync(address)).Value;
        var confirmed = (await ConfirmAsync(flow, await CodeAsync(address))).Value;
        return (await RegisterAsync(Form(confirmed) with { ReferralCode = referralCode, WantsOffers = wantsOffers })).Value;
    }

    /// <summary>The code in the last e-mail to an address; empty where it holds none.</summary>
    public async Task<string> CodeAsync(string address) => Code().Match((await MailsAsync(address)).LastOrDefault() ?? "").Groups[1].Value;

    /// <summary>The texts of the e-mails to an address, in the order they were written.</summary>
    public async Task<List<string>> MailsAsync(string address)
    {
        await UseAsync<SendMessages, int>(send => send.RunAsync(CancellationToken.None));
        var mails = new List<(long Id, string Body)>();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Portal.Folder, "mail"), "*.eml"))
        {
            var text = await File.ReadAllTextAsync(file);
            if (text.Contains($"To: <{address}>", StringComparison.Ordinal))
            {
                mails.Add((long.Parse(Number().Match(text).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture), Messages.SmtpListener.BodyOf(text)));
            }
        }

        return [.. mails.OrderBy(mail => mail.Id).Select(mail => mail.Body)];
    }

    /// <summary>Calls a use-case as somebody who is not signed in.</summary>
    public async Task<TResult> UseAsync<TUse, TResult>(Func<TUse, Task<TResult>> call)
        where TUse : notnull
    {
        await using var scope = Portal.Services.CreateAsyncScope();
        return await call(scope.ServiceProvider.GetRequiredService<TUse>());
    }

    public async Task<int> CountCodesAsync()
    {
        await using var context = Portal.NewContext();
        return await context.EmailCodes.CountAsync();
    }

    public void Later(TimeSpan time) => Portal.Clock.Now += time;

    public ValueTask DisposeAsync() => Portal.DisposeAsync();

    [GeneratedRegex(@"\b(\d{6})\b")]
    private static partial Regex Code();

    [GeneratedRegex(@"Message-ID: <message-(\d+)-")]
    private static partial Regex Number();
}
