using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Portal.Domain.Disputes;
using Portal.Domain.Shared;

namespace Portal.Infrastructure.Disputes;

/// <summary>Where the attachments of disputes lie. They keep neither their name nor their ending there.</summary>
public sealed class DisputeFiles(IOptions<DisputeOptions> options, IConfiguration configuration)
{
    private readonly string _folder = Path.GetFullPath(options.Value.Folder ?? Path.Combine(configuration["Storage:Folder"] ?? "data", "disputes"));

    /// <summary>Opens a stored file.</summary>
    internal Stream Open(string storedAs) => new FileStream(
        PathOf(storedAs), FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.Asynchronous | FileOptions.SequentialScan);

    /// <summary>Stores files; where one is refused none stays.</summary>
    internal async Task<Outcome<IReadOnlyList<StoredAttachment>>> StoreAsync(IReadOnlyList<DisputeUpload> uploads, CancellationToken cancellationToken)
    {
        if (uploads.Count > options.Value.MaxFiles)
        {
            return new Refusal("dispute_files_too_many", options.Value.MaxFiles) { Field = DisputeUpload.Field };
        }

        var stored = new List<StoredAttachment>();
        var areWhole = false;
        try
        {
            foreach (var upload in uploads)
            {
                var outcome = await StoreAsync(upload, stored, cancellationToken);
                if (!outcome.IsDone)
                {
                    return outcome.Refusal with { Field = DisputeUpload.Field };
                }
            }

            areWhole = true;
            return stored;
        }
        finally
        {
            if (!areWhole)
            {
                Remove(stored);
            }
        }
    }

    /// <summary>Removes files whose message was not written after all.</summary>
    internal void Remove(IReadOnlyList<StoredAttachment> stored)
    {
        foreach (var file in stored)
        {
            File.Delete(PathOf(file.StoredAs));
        }
    }

    private async Task<Outcome> StoreAsync(DisputeUpload upload, List<StoredAttachment> stored, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(_folder);
        var name = ShortName(upload.FileName);
        var storedAs = Guid.NewGuid().ToString("N");

        // Noted before it is written, so that a part of a file does not stay either.
        stored.Add(new StoredAttachment(name, "", 0, storedAs));
        var limit = options.Value.MaxFileMegabytes * 1024L * 1024L;
        var head = new byte[AttachmentTypes.HeadBytes];
        var headLength = 0;
        long length = 0;
        var file = new FileStream(PathOf(storedAs), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.Asynchronous);
        await using (file.ConfigureAwait(false))
        {
            var block = new byte[1 << 16];
            int read;
            while ((read = await upload.Content.ReadAsync(block, cancellationToken)) > 0)
            {
                length += read;
                if (length > limit)
                {
                    return new Refusal("dispute_file_too_large", name, options.Value.MaxFileMegabytes);
                }

                var more = Math.Min(read, head.Length - headLength);
                block.AsSpan(0, more).CopyTo(head.AsSpan(headLength));
                headLength += more;
                await file.WriteAsync(block.AsMemory(0, read), cancellationToken);
            }
        }

        if (AttachmentTypes.Of(name, head.AsSpan(0, headLength)) is not { } mediaType)
        {
            return new Refusal("dispute_file_type", name);
        }

        stored[^1] = new StoredAttachment(name, mediaType, length, storedAs);
        return Outcome.Done;
    }

    private string PathOf(string storedAs) => Path.Combine(_folder, Path.GetFileName(storedAs));

    /// <summary>The name without folders and control characters; the end of a long one, which has the ending.</summary>
    private static string ShortName(string fileName)
    {
        var name = string.Concat(fileName.Split('/', '\\')[^1].Where(letter => !char.IsControl(letter))).Trim();
        return name.Length <= 200 ? name : name[^200..];
    }
}

/// <summary>A file that a person sends with a message.</summary>
/// <param name="FileName">The name that the person gave it.</param>
/// <param name="Content">Its content; read once.</param>
public sealed record DisputeUpload(string FileName, Stream Content)
{
    /// <summary>The field that refusals of files name.</summary>
    public const string Field = "Files";
}

/// <summary>A file that was stored.</summary>
/// <param name="FileName">The name that the person gave it.</param>
/// <param name="MediaType">What its content was found to be.</param>
/// <param name="SizeBytes">Its size.</param>
/// <param name="StoredAs">Its name in the folder.</param>
internal sealed record StoredAttachment(string FileName, string MediaType, long SizeBytes, string StoredAs);

/// <summary>A file of a dispute for downloading.</summary>
/// <param name="FileName">The name it is saved under.</param>
/// <param name="MediaType">Its media type.</param>
/// <param name="Open">Opens it.</param>
public sealed record DisputeFile(string FileName, string MediaType, Func<Stream> Open);
