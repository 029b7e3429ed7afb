namespace Portal.Infrastructure.Messages;

/// <summary>The configuration section <c>Messages</c>.</summary>
public sealed class MessageOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Messages";

    /// <summary>Smtp, File or None; unset, it is Smtp where a server is named and None otherwise: messages then wait.</summary>
    public MessageTransport? Channel { get; set; }

    /// <summary>Where the file channel writes; unset, the folder <c>mail</c> in the storage folder.</summary>
    public string? Folder { get; set; }

    /// <summary>The sender's address.</summary>
    public string From { get; set; } = "";

    /// <summary>The sender's name; unset, the company's.</summary>
    public string? FromName { get; set; }

    /// <summary>Seconds between looks into the outbox.</summary>
    public double PollSeconds { get; set; } = 2;

    /// <summary>Seconds for which a message belongs to the process that sends it; another one takes it over afterwards.</summary>
    public int LeaseSeconds { get; set; } = 180;

    /// <summary>How many messages are sent at the same time.</summary>
    public int Parallel { get; set; } = 4;

    /// <summary>The mail server.</summary>
    public SmtpOptions Smtp { get; set; } = new();

    internal MessageTransport Transport => Channel ?? (Smtp.Host.Length > 0 ? MessageTransport.Smtp : MessageTransport.None);
}

/// <summary>How e-mail leaves.</summary>
public enum MessageTransport
{
    /// <summary>Not at all: messages wait.</summary>
    None = 0,

    /// <summary>Through a mail server.</summary>
    Smtp = 1,

    /// <summary>Into files, for trying the portal without a mail server.</summary>
    File = 2,
}

/// <summary>The mail server. User and password come from the environment or another secret store, never from the repository.</summary>
public sealed class SmtpOptions
{
    /// <summary>Its name or address.</summary>
    public string Host { get; set; } = "";

    /// <summary>Its port: 587 with StartTls, 465 with Tls.</summary>
    public int Port { get; set; } = 587;

    /// <summary>How the connection is protected.</summary>
    public SmtpSecurity Security { get; set; } = SmtpSecurity.StartTls;

    /// <summary>The user; empty for a server that asks for none.</summary>
    public string User { get; set; } = "";

    /// <summary>The password.</summary>
    public string Password { get; set; } = "";

    /// <summary>Seconds until a server that does not answer is given up.</summary>
    public int TimeoutSeconds { get; set; } = 60;
}

/// <summary>How a connection to a mail server is protected.</summary>
public enum SmtpSecurity
{
    /// <summary>Begins in clear and must change to TLS before anything is said.</summary>
    StartTls = 0,

    /// <summary>TLS from the first byte.</summary>
    Tls = 1,

    /// <summary>In clear: for a server on the same machine. A password is not sent to any other.</summary>
    None = 2,
}
