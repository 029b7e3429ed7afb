using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Microsoft.Extensions.Options;
using Portal.Domain.Messages;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Messages;

/// <summary>Hands e-mails to a mail server, one connection each.</summary>
internal sealed class SmtpChannel(IOptions<MessageOptions> options, IOptions<BusinessOptions> business) : IMessageChannel
{
    private readonly MessageOptions _options = options.Value;

    public MessageChannel Kind => MessageChannel.Email;

    public bool IsConfigured => _options.Transport == MessageTransport.Smtp && _options.Smtp.Host.Length > 0;

    public async Task<ChannelAnswer> SendAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(_options.Smtp.TimeoutSeconds));
        try
        {
            var text = MailText.Write(message, _options.From, _options.FromName ?? business.Value.CompanyName);
            await DeliverAsync(message.To, text, patience.Token);
            return ChannelAnswer.Taken;
        }
        catch (MailRefusedException refused)
        {
            // A sender that is set up wrongly can be put right; an address cannot.
            return new ChannelAnswer(refused.ReasonCode == "message_sender_invalid" ? ChannelVerdict.TryLater : ChannelVerdict.Refused, refused.ReasonCode);
        }
        catch (SmtpRefusedException refused)
        {
            return new ChannelAnswer(refused.IsForGood ? ChannelVerdict.Refused : ChannelVerdict.TryLater, "message_server_refused", refused.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ChannelAnswer(ChannelVerdict.TryLater, "message_server_silent");
        }
        catch (Exception error) when (error is SocketException or IOException or AuthenticationException)
        {
            return new ChannelAnswer(ChannelVerdict.TryLater, "message_server_unreachable", error.Message);
        }
    }

    private async Task DeliverAsync(string to, byte[] text, CancellationToken cancellationToken)
    {
        var smtp = _options.Smtp;
        using var client = new TcpClient();
        await client.ConnectAsync(smtp.Host, smtp.Port, cancellationToken);
        await using var session = new SmtpSession(client.GetStream());
        if (smtp.Security == SmtpSecurity.Tls)
        {
            await session.ProtectAsync(Encryption(), cancellationToken);
        }

        await session.GreetAsync(cancellationToken);
        if (smtp.Security == SmtpSecurity.StartTls)
        {
            await session.StartTlsAsync(Encryption(), cancellationToken);
        }

        if (smtp.User.Length > 0)
        {
            if (smtp.Security == SmtpSecurity.None && !IsOnThisMachine(client))
            {
                throw new SmtpRefusedException("A password is sent only over TLS.", isForGood: false);
            }

            await session.SignInAsync(smtp.User, smtp.Password, cancellationToken);
        }

        await session.SendAsync(_options.From, to, text, cancellationToken);
    }

    private static bool IsOnThisMachine(TcpClient client) => client.Client.RemoteEndPoint is IPEndPoint end && IPAddress.IsLoopback(end.Address);

    private SslClientAuthenticationOptions Encryption() => new() { TargetHost = _options.Smtp.Host };
}
