namespace Portal.Infrastructure.Disputes;

/// <summary>The configuration section <c>Disputes</c>.</summary>
public sealed class DisputeOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Disputes";

    /// <summary>Days within which the company answers.</summary>
    public int AnswerWithinDays { get; set; } = 5;

    /// <summary>The largest file that is taken.</summary>
    public int MaxFileMegabytes { get; set; } = 10;

    /// <summary>Most files that come with one message.</summary>
    public int MaxFiles { get; set; } = 5;

    /// <summary>Where attachments lie; by default "disputes" in the data folder. Several web nodes need a shared one.</summary>
    public string? Folder { get; set; }
}
