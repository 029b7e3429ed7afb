using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Portal.Domain.Messages;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Messages;

/// <summary>Writes e-mails as .eml files, for trying the portal without a mail server.</summary>
internal sealed class FileChannel(IOptions<MessageOptions> options, IOptions<BusinessOptions> business, IConfiguration configuration) : IMessageChannel
{
    /// <summary>A file channel needs no address of its own.</summary>
    private const string UsualSender = "portal@localhost.localdomain";

    private readonly string _folder = Path.GetFullPath(options.Value.Folder ?? Path.Combine(configuration["Storage:Folder"] ?? "data", "mail"));

    public MessageChannel Kind => MessageChannel.Email;

    public bool IsConfigured => options.Value.Transport == MessageTransport.File;

    public async Task<ChannelAnswer> SendAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        try
        {
            var text = MailText.Write(message, options.Value.From is { Length: > 0 } from ? from : UsualSender, options.Value.FromName ?? business.Value.CompanyName);
            Directory.CreateDirectory(_folder);
            var name = string.Create(CultureInfo.InvariantCulture, $"{message.WrittenAtUtc:yyyyMMdd-HHmmss}-{message.Id}.eml");
            await File.WriteAllBytesAsync(Path.Combine(_folder, name), text, cancellationToken);
            return ChannelAnswer.Taken;
        }
        catch (MailRefusedException refused)
        {
            return new ChannelAnswer(ChannelVerdict.Refused, refused.ReasonCode);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new ChannelAnswer(ChannelVerdict.TryLater, "message_file", error.Message);
        }
    }
}
