using Microsoft.Extensions.Options;
using Portal.Domain.Shared;
using Portal.Infrastructure.Intake;
using Portal.Ui;

namespace Portal.Admin.Api;

/// <summary>Many records in one request, one a line: each is recorded or refused by itself, while the rest still arrives.</summary>
internal sealed class ApiBatchReader(Texts texts, IOptions<ApiOptions> options)
{
    private const int MaxUnderWay = 512;
    private readonly List<ApiRow> _done = [];
    private readonly Queue<Task<ApiRow>> _underWay = new();

    /// <param name="context">The request.</param>
    /// <param name="scope">What the key must be allowed.</param>
    /// <param name="read">Reads a line and begins to record it.</param>
    public async Task RunAsync(HttpContext context, string scope, Func<byte[], long, ApiReading> read)
    {
        var cancellationToken = context.RequestAborted;
        if (context.Request.ContentLength > options.Value.MaxBatchBytes)
        {
            await ApiProblem.WriteAsync(context, StatusCodes.Status413PayloadTooLarge, "api_too_large");
            return;
        }

        RequestText.Allow(context, options.Value.MaxBatchBytes);
        try
        {
            await ReadAsync(context.Request, read, cancellationToken);
        }
        finally
        {
            // Whatever happens to the request, what was handed in is seen to its end.
            await FinishAsync(0);
        }

        var answer = new ApiBatch(Count(ApiRowStatus.Recorded), Count(ApiRowStatus.Known), Count(ApiRowStatus.Refused), _done);
        if (answer.Refused > 0 && answer.Refused == _done.Count && _done.TrueForAll(row => row.Errors![0].Code == "apikey_scope"))
        {
            await ApiProblem.WriteAsync(context, StatusCodes.Status403Forbidden, "apikey_scope", scope);
            return;
        }

        context.Response.StatusCode = answer.Refused == 0 ? StatusCodes.Status200OK : StatusCodes.Status207MultiStatus;
        await context.Response.WriteAsJsonAsync(answer, ApiProblem.Json, cancellationToken);
    }

    private async Task ReadAsync(HttpRequest request, Func<byte[], long, ApiReading> read, CancellationToken cancellationToken)
    {
        var rows = 0;
        long bytes = 0;
        await foreach (var (number, text) in RequestText.LinesAsync(request.BodyReader, options.Value.MaxDocumentBytes, cancellationToken))
        {
            bytes += text?.Length + 1 ?? 0;
            if (text is null || bytes > options.Value.MaxBatchBytes + 1)
            {
                await RefuseAsync(number, [new IntakeProblem(number, new Refusal("api_too_large"))]);
                return;
            }

            if (text.AsSpan().Trim(" \r\t"u8).IsEmpty)
            {
                continue;
            }

            if (++rows > options.Value.MaxBatchRows)
            {
                await RefuseAsync(number, [new IntakeProblem(number, new Refusal("api_too_many_rows", options.Value.MaxBatchRows))]);
                return;
            }

            var reading = read(text, number);
            if (reading.Recording is null)
            {
                await RefuseAsync(number, reading.Problems);
                continue;
            }

            _underWay.Enqueue(reading.Recording);
            await FinishAsync(MaxUnderWay);
        }
    }

    private async Task RefuseAsync(long number, IReadOnlyList<IntakeProblem> problems)
    {
        await FinishAsync(0);
        _done.Add(new ApiRow(number, ApiRowStatus.Refused) { Errors = ApiProblem.Errors(problems, texts) });
    }

    private async Task FinishAsync(int most)
    {
        while (_underWay.Count > most)
        {
            _done.Add(await _underWay.Dequeue());
        }
    }

    private int Count(ApiRowStatus status) => _done.Count(row => row.Status == status);
}

/// <summary>What became of a line when it was read.</summary>
/// <param name="Problems">What is wrong with its form.</param>
/// <param name="Recording">The recording under way; null where there are problems.</param>
internal readonly record struct ApiReading(IReadOnlyList<IntakeProblem> Problems, Task<ApiRow>? Recording);

/// <summary>What came of a batch.</summary>
/// <param name="Recorded">Records that are new.</param>
/// <param name="Known">Records that were there before, with the same content.</param>
/// <param name="Refused">Records that were refused; nothing of them is kept.</param>
/// <param name="Rows">What came of each row.</param>
internal sealed record ApiBatch(int Recorded, int Known, int Refused, IReadOnlyList<ApiRow> Rows);

/// <summary>What came of a row.</summary>
/// <param name="Row">The line of the text, from 1.</param>
/// <param name="Status">What came of it.</param>
internal sealed record ApiRow(long Row, ApiRowStatus Status)
{
    public long? Id { get; init; }

    public string? Source { get; init; }

    public string? Number { get; init; }

    public int? Version { get; init; }

    public string? Hash { get; init; }

    public IReadOnlyList<ApiError>? Errors { get; init; }

    public string? StoredHash { get; init; }

    public string? GivenHash { get; init; }

    /// <summary>A row that was refused.</summary>
    public static ApiRow Refuse(long number, IReadOnlyList<Refusal> refusals, Texts texts)
    {
        var (stored, given) = ApiProblem.HashesOf(refusals[0]);
        return new ApiRow(number, ApiRowStatus.Refused)
        {
            Errors = ApiProblem.Errors(refusals.Select(refusal => new IntakeProblem(number, refusal)), texts),
            StoredHash = stored,
            GivenHash = given,
        };
    }
}

/// <summary>What came of a record.</summary>
internal enum ApiRowStatus
{
    /// <summary>It was recorded now.</summary>
    Recorded = 1,

    /// <summary>It was recorded before, with the same content.</summary>
    Known = 2,

    /// <summary>Nothing of it is recorded.</summary>
    Refused = 3,
}
