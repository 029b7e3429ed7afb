using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Portal.Domain.Shared;

namespace Portal.Infrastructure.Imports;

/// <summary>Where uploaded files lie.</summary>
public sealed class ImportFiles(IOptions<ImportOptions> options, IConfiguration configuration)
{
    private readonly string _folder = Path.GetFullPath(options.Value.Folder ?? Path.Combine(configuration["Storage:Folder"] ?? "data", "uploads"));

    /// <summary>The path of a stored file.</summary>
    public string PathOf(string storedAs) => Path.Combine(_folder, Path.GetFileName(storedAs));

    /// <summary>Streams an upload to disk, hashing it; a file over the limit is refused and removed.</summary>
    public async Task<Outcome<StoredFile>> StoreAsync(Stream upload, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(_folder);
        var storedAs = Guid.NewGuid().ToString("N");
        var path = PathOf(storedAs);
        var limit = options.Value.MaxFileMegabytes * 1024L * 1024L;
        long length = 0;
        var isWhole = false;
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.Asynchronous);
            await using (file.ConfigureAwait(false))
            {
                var block = new byte[1 << 17];
                int read;
                while ((read = await upload.ReadAsync(block, cancellationToken)) > 0)
                {
                    length += read;
                    if (length > limit)
                    {
                        return new Refusal("file_too_large", length / (1024 * 1024), options.Value.MaxFileMegabytes);
                    }

                    hash.AppendData(block, 0, read);
                    await file.WriteAsync(block.AsMemory(0, read), cancellationToken);
                }
            }

            isWhole = length > 0;
            return isWhole ? new StoredFile(storedAs, Convert.ToHexStringLower(hash.GetHashAndReset()), length) : new Refusal("file_empty");
        }
        finally
        {
            if (!isWhole)
            {
                File.Delete(path);
            }
        }
    }
}

/// <summary>A stored upload.</summary>
/// <param name="StoredAs">Its name in the folder.</param>
/// <param name="Hash">SHA-256, hexadecimal.</param>
/// <param name="Length">Its size in bytes.</param>
public sealed record StoredFile(string StoredAs, string Hash, long Length);
