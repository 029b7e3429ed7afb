using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Portal.Domain.Rewards;
using Portal.Domain.Shared;

namespace Portal.Infrastructure.Rewards;

/// <summary>Where the pictures of rewards lie. They keep neither their name nor their ending there.</summary>
public sealed class RewardPictures(IOptions<RewardOptions> options, IConfiguration configuration)
{
    private readonly string _folder = Path.GetFullPath(options.Value.Folder ?? Path.Combine(configuration["Storage:Folder"] ?? "data", "rewards"));

    /// <summary>The largest picture that is taken, in bytes.</summary>
    public long MaxBytes => options.Value.MaxPictureKilobytes * 1024L;

    /// <summary>Reads an uploaded picture; refused where it is too large or its bytes are no picture.</summary>
    public async Task<Outcome<RewardPicture>> ReadAsync(Stream content, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        using var kept = new MemoryStream();
        var block = new byte[1 << 16];
        int read;
        while ((read = await content.ReadAsync(block, cancellationToken)) > 0)
        {
            if (kept.Length + read > MaxBytes)
            {
                return new Refusal("reward_picture_large", options.Value.MaxPictureKilobytes) { Field = RewardPicture.Field };
            }

            kept.Write(block, 0, read);
        }

        var bytes = kept.ToArray();
        return PictureTypes.Of(bytes) is { } mediaType ? new RewardPicture(bytes, mediaType) : new Refusal("reward_picture_type") { Field = RewardPicture.Field };
    }

    /// <summary>Stores a picture and tells its name in the folder.</summary>
    internal async Task<string> StoreAsync(RewardPicture picture, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(_folder);
        var storedAs = Guid.NewGuid().ToString("N");
        await File.WriteAllBytesAsync(PathOf(storedAs), picture.Bytes, cancellationToken);
        return storedAs;
    }

    /// <summary>Opens a stored picture; null where it is not there.</summary>
    internal Stream? Open(string storedAs) => File.Exists(PathOf(storedAs))
        ? new FileStream(PathOf(storedAs), FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.Asynchronous | FileOptions.SequentialScan)
        : null;

    /// <summary>Removes a picture that nothing names any more.</summary>
    internal void Remove(string? storedAs)
    {
        if (storedAs is not null)
        {
            File.Delete(PathOf(storedAs));
        }
    }

    private string PathOf(string storedAs) => Path.Combine(_folder, Path.GetFileName(storedAs));
}

/// <summary>A picture whose bytes were looked at.</summary>
/// <param name="Bytes">Its content.</param>
/// <param name="MediaType">What it is.</param>
public sealed record RewardPicture(byte[] Bytes, string MediaType)
{
    /// <summary>The field that refusals of pictures name.</summary>
    public const string Field = "Picture";
}

/// <summary>A picture for showing.</summary>
/// <param name="Content">Its content; to be disposed of.</param>
/// <param name="MediaType">What it is.</param>
public sealed record RewardPictureFile(Stream Content, string MediaType);
