using System.Text;
using Portal.Domain.Messages;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Messages;

namespace Portal.Infrastructure.Tests.Messages;

public sealed class MailTextTests
{
    private static readonly DateTime WrittenAtUtc = new(2026, 3, 15, 4, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Headers_are_plain_signs_and_come_back_as_they_were()
    {
        var subject = string.Concat(Enumerable.Repeat("积分到账：欢迎回来 😀 ", 12));
        var text = Encoding.ASCII.GetString(MailText.Write(Message(subject: subject), "portal@example.com", "会员中心"));
        Assert.All(text.Split("\r\n"), line => Assert.True(line.Length <= 76 && line.All(char.IsAscii), line));
        var head = text[..text.IndexOf("\r\n\r\n", StringComparison.Ordinal)].Replace("\r\n ", "", StringComparison.Ordinal);
        var words = head.Split("\r\n").Single(line => line.StartsWith("Subject: ", StringComparison.Ordinal))[9..];
        var bytes = words.Split("=?utf-8?B?", StringSplitOptions.RemoveEmptyEntries).SelectMany(word => Convert.FromBase64String(word.Replace("?=", "", StringComparison.Ordinal)));
        Assert.Equal(subject, Encoding.UTF8.GetString([.. bytes]));
        Assert.Contains("Date: Sun, 15 Mar 2026 04:00:00 +0000", head, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Hello\r\nBcc: victim@example.com")]
    [InlineData("Hello\nBcc: victim@example.com")]
    [InlineData("Hello\u2028Bcc: victim@example.com")]
    [InlineData("Hello\0")]
    public void A_subject_that_could_begin_another_header_is_refused(string subject) =>
        Assert.Equal("message_header_invalid", Assert.Throws<MailRefusedException>(() => MailText.Write(Message(subject: subject), "portal@example.com", "x")).ReasonCode);

    [Theory]
    [InlineData("a@example.com\r\nRCPT TO:<b@example.com>")]
    [InlineData("a@example.com>,<b@example.com")]
    [InlineData("a@example.com, b@example.com")]
    [InlineData("\"a b\"@example.com")]
    [InlineData("a@example")]
    [InlineData("@example.com")]
    [InlineData("a@@example.com")]
    [InlineData("a@-example.com")]
    [InlineData("a..b@example.com")]
    [InlineData("a@example.com\0")]
    [InlineData("")]
    public void An_address_with_more_than_an_address_is_refused(string address)
    {
        Assert.Equal("message_address_invalid", Assert.Throws<MailRefusedException>(() => MailText.Write(Message(to: address), "portal@example.com", "x")).ReasonCode);
        Assert.False(EmailAddress.TryParse(address, out _));
    }

    [Fact]
    public void A_line_that_is_a_dot_does_not_end_the_message() =>
        Assert.Equal("..\r\na\r\n..b\r\n.\r\n", Encoding.ASCII.GetString(SmtpSession.WithDots(Encoding.ASCII.GetBytes(".\r\na\r\n.b\r\n"))));

    [Fact]
    public void Every_template_stands_in_both_languages_with_the_same_places() =>
        Assert.All(MessageTemplates.Codes, code => Assert.Equal(
            MessageTemplates.PlacesOf(code, MessageTemplates.Chinese).Order(), MessageTemplates.PlacesOf(code, MessageTemplates.English).Order()));

    [Fact]
    public async Task A_name_with_a_line_break_sends_nothing_and_says_why()
    {
        await using var world = await MessageWorld.CreateAsync(DatabaseProvider.Sqlite);
        await world.EnqueueAsync(world.Welcome(name: "Li\r\nBcc: victim@example.com") with { Culture = "en" });
        Assert.Equal(0, await world.SendAsync());
        Assert.Equal((MessageState.Failed, "message_header_invalid"), ((await world.RowsAsync())[0].State, (await world.RowsAsync())[0].ReasonCode));
        Assert.Empty(world.Server.Said);
    }

    [Fact]
    public async Task A_password_is_not_said_without_tls_and_a_server_without_it_is_left()
    {
        await using var world = await MessageWorld.CreateAsync(DatabaseProvider.Sqlite, options =>
        {
            options.Smtp.Security = SmtpSecurity.StartTls;
            options.Smtp.User = "user";
            options.Smtp.Password = "secret";
        });
        await world.EnqueueAsync(world.Welcome());
        Assert.Equal(0, await world.SendAsync());
        Assert.DoesNotContain(world.Server.Said, line => line.StartsWith("AUTH", StringComparison.Ordinal) || line.StartsWith("MAIL", StringComparison.Ordinal));
        Assert.Equal((MessageState.Waiting, "message_server_refused"), ((await world.RowsAsync())[0].State, (await world.RowsAsync())[0].ReasonCode));
    }

    private static OutgoingMessage Message(string to = "a@example.com", string subject = "Hello") => new("message-1", to, subject, "Text", "en", WrittenAtUtc);
}
