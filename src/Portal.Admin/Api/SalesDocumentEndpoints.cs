using Microsoft.Extensions.Options;
using Portal.Domain.ApiKeys;
using Portal.Domain.Shared;
using Portal.Infrastructure.Intake;
using Portal.Ui;

namespace Portal.Admin.Api;

/// <summary>Sales documents of other systems: sent one by one or many at once, and read back.</summary>
internal static class SalesDocumentEndpoints
{
    private const string Json = "application/json";
    private const string Lines = "application/x-ndjson";

    public static RouteGroupBuilder MapSalesDocuments(this RouteGroupBuilder group)
    {
        group.MapPost("/sales-documents", PostAsync)
            .WithName("RecordSalesDocuments")
            .WithSummary("Records one document (application/json) or many, one a line (application/x-ndjson).")
            .Produces<ApiDocument>(StatusCodes.Status201Created)
            .Produces<ApiDocument>()
            .Produces<ApiBatch>(StatusCodes.Status207MultiStatus)
            .ProducesApiProblems(400, 401, 403, 409, 413, 415, 422, 429)
            .AddOpenApiOperationTransformer((operation, context, cancellationToken) => ApiDocumentation.AddBodyAsync<IntakeDocument>(operation, context, [Json, Lines], cancellationToken));
        group.MapGet("/sales-documents/{source}/{number}", FindAsync)
            .WithName("FindSalesDocument")
            .WithSummary("Reads a recorded document back; its latest version where none is named.")
            .Produces<StoredSalesDocument>()
            .ProducesApiProblems(401, 403, 404, 429);
        return group;
    }

    private static Task PostAsync(HttpContext context, RecordSalesDocument record, ApiBatchReader batch, Texts texts, IOptions<ApiOptions> options) =>
        context.Request.GetTypedHeaders().ContentType?.MediaType.Value?.ToLowerInvariant() switch
        {
            Json => PostOneAsync(context, record, options.Value),
            Lines => batch.RunAsync(context, ApiScopes.SalesWrite, (text, number) => Read(text, number, record, texts)),
            _ => ApiProblem.WriteAsync(context, StatusCodes.Status415UnsupportedMediaType, "api_media_type"),
        };

    private static ApiReading Read(byte[] text, long number, RecordSalesDocument record, Texts texts)
    {
        var (document, problems) = IntakeJson.Read(text, number);
        return problems.Count > 0 ? new ApiReading(problems, null) : new ApiReading(problems, RowAsync(number, record.RunAsync(document, CancellationToken.None), texts));
    }

    private static async Task<ApiRow> RowAsync(long number, Task<Outcome<RecordedDocument>> recording, Texts texts)
    {
        var outcome = await recording;
        if (!outcome.IsDone)
        {
            return ApiRow.Refuse(number, outcome.Refusals, texts);
        }

        var document = outcome.Value;
        return new ApiRow(number, document.IsNew ? ApiRowStatus.Recorded : ApiRowStatus.Known)
        {
            Id = document.Id,
            Source = document.Source,
            Number = document.Number,
            Version = document.Version,
            Hash = document.Hash,
        };
    }

    private static async Task PostOneAsync(HttpContext context, RecordSalesDocument record, ApiOptions options)
    {
        if (await RequestText.ReadAsync(context.Request, options.MaxDocumentBytes, context.RequestAborted) is not { } text)
        {
            await ApiProblem.WriteAsync(context, StatusCodes.Status413PayloadTooLarge, "api_too_large");
            return;
        }

        var (document, problems) = IntakeJson.Read(text);
        if (problems.Count > 0)
        {
            await ApiProblem.WriteAsync(context, StatusCodes.Status400BadRequest, problems);
            return;
        }

        var outcome = await record.RunAsync(document, context.RequestAborted);
        if (!outcome.IsDone)
        {
            await ApiProblem.WriteAsync(context, outcome.Refusals);
            return;
        }

        var recorded = outcome.Value;
        context.Response.StatusCode = recorded.IsNew ? StatusCodes.Status201Created : StatusCodes.Status200OK;
        context.Response.Headers.Location = FormattableString.Invariant(
            $"/api/v1/sales-documents/{Uri.EscapeDataString(recorded.Source)}/{Uri.EscapeDataString(recorded.Number)}?version={recorded.Version}");
        var answer = new ApiDocument(recorded.Id, recorded.Source, recorded.Number, recorded.Version, recorded.Hash, recorded.IsNew ? ApiRowStatus.Recorded : ApiRowStatus.Known);
        await context.Response.WriteAsJsonAsync(answer, ApiProblem.Json, context.RequestAborted);
    }

    private static async Task FindAsync(string source, string number, int? version, HttpContext context, RecordSalesDocument record)
    {
        var outcome = await record.FindAsync(source, number, version, context.RequestAborted);
        await (outcome.IsDone
            ? context.Response.WriteAsJsonAsync(outcome.Value, ApiProblem.Json, context.RequestAborted)
            : ApiProblem.WriteAsync(context, outcome.Refusals));
    }
}

/// <summary>What came of a document.</summary>
/// <param name="Id">The key.</param>
/// <param name="Source">The system that issued it.</param>
/// <param name="Number">The number.</param>
/// <param name="Version">The version.</param>
/// <param name="Hash">SHA-256 of its content.</param>
/// <param name="Status">Whether it was recorded now or before.</param>
internal sealed record ApiDocument(long Id, string Source, string Number, int Version, string Hash, ApiRowStatus Status);
