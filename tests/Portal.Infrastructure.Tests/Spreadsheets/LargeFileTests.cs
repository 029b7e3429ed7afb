using Portal.Infrastructure.Spreadsheets;

namespace Portal.Infrastructure.Tests.Spreadsheets;

/// <summary>Looks at the memory of the whole process, so nothing else may run meanwhile.</summary>
[CollectionDefinition(nameof(LargeFiles), DisableParallelization = true)]
public sealed class LargeFiles;

[Collection(nameof(LargeFiles))]
public sealed class LargeFileTests : IDisposable
{
    private readonly TableFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void A_large_file_is_read_in_constant_memory()
    {
        var path = _files.Path("constant.csv");
        using (var file = new StreamWriter(path))
        {
            file.Write("document_number,note\n");
            for (var row = 0; row < 400_000; row++)
            {
                file.Write($"D{row},some words that make the line longer and the file larger\n");
            }
        }

        using var reader = TableReader.Open(path).Value;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var rows = 0;
        while (reader.Read())
        {
            rows++;
        }

        Assert.Equal(400_000, rows);
        Assert.True(GC.GetTotalMemory(forceFullCollection: true) - before < 8 << 20);
    }
}
