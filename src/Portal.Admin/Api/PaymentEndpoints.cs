using Microsoft.Extensions.Options;
using Portal.Domain.ApiKeys;
using Portal.Domain.Shared;
using Portal.Infrastructure.Intake;
using Portal.Ui;

namespace Portal.Admin.Api;

/// <summary>Payments of sales documents, sent by other systems one by one or many at once.</summary>
internal static class PaymentEndpoints
{
    private const string Json = "application/json";
    private const string Lines = "application/x-ndjson";

    public static RouteGroupBuilder MapPayments(this RouteGroupBuilder group)
    {
        group.MapPost("/payments", PostAsync)
            .WithName("RecordPayments")
            .WithSummary("Records one payment (application/json) or many, one a line (application/x-ndjson).")
            .Produces<ApiPayment>(StatusCodes.Status201Created)
            .Produces<ApiPayment>()
            .Produces<ApiBatch>(StatusCodes.Status207MultiStatus)
            .ProducesApiProblems(400, 401, 403, 409, 413, 415, 422, 429)
            .AddOpenApiOperationTransformer((operation, context, cancellationToken) => ApiDocumentation.AddBodyAsync<IntakePayment>(operation, context, [Json, Lines], cancellationToken));
        return group;
    }

    private static Task PostAsync(HttpContext context, RecordPayment record, ApiBatchReader batch, Texts texts, IOptions<ApiOptions> options) =>
        context.Request.GetTypedHeaders().ContentType?.MediaType.Value?.ToLowerInvariant() switch
        {
            Json => PostOneAsync(context, record, options.Value),
            Lines => batch.RunAsync(context, ApiScopes.PaymentsWrite, (text, number) => Read(text, number, record, texts)),
            _ => ApiProblem.WriteAsync(context, StatusCodes.Status415UnsupportedMediaType, "api_media_type"),
        };

    private static ApiReading Read(byte[] text, long number, RecordPayment record, Texts texts)
    {
        var (payment, problems) = IntakeJson.ReadPayment(text, number);
        return problems.Count > 0 ? new ApiReading(problems, null) : new ApiReading(problems, RowAsync(number, record.RunAsync(payment, CancellationToken.None), texts));
    }

    private static async Task<ApiRow> RowAsync(long number, Task<Outcome<RecordedPayment>> recording, Texts texts)
    {
        var outcome = await recording;
        return outcome.IsDone
            ? new ApiRow(number, StatusOf(outcome.Value)) { Source = outcome.Value.Source, Number = outcome.Value.Number }
            : ApiRow.Refuse(number, outcome.Refusals, texts);
    }

    private static async Task PostOneAsync(HttpContext context, RecordPayment record, ApiOptions options)
    {
        if (await RequestText.ReadAsync(context.Request, options.MaxDocumentBytes, context.RequestAborted) is not { } text)
        {
            await ApiProblem.WriteAsync(context, StatusCodes.Status413PayloadTooLarge, "api_too_large");
            return;
        }

        var (payment, problems) = IntakeJson.ReadPayment(text);
        if (problems.Count > 0)
        {
            await ApiProblem.WriteAsync(context, StatusCodes.Status400BadRequest, problems);
            return;
        }

        var outcome = await record.RunAsync(payment, context.RequestAborted);
        if (!outcome.IsDone)
        {
            await ApiProblem.WriteAsync(context, outcome.Refusals);
            return;
        }

        context.Response.StatusCode = outcome.Value.IsNew ? StatusCodes.Status201Created : StatusCodes.Status200OK;
        await context.Response.WriteAsJsonAsync(new ApiPayment(outcome.Value.Source, outcome.Value.Number, StatusOf(outcome.Value)), ApiProblem.Json, context.RequestAborted);
    }

    private static ApiRowStatus StatusOf(RecordedPayment payment) => payment.IsNew ? ApiRowStatus.Recorded : ApiRowStatus.Known;
}

/// <summary>What came of a payment.</summary>
/// <param name="Source">The system that issued it.</param>
/// <param name="Number">The number.</param>
/// <param name="Status">Whether it was recorded now or before.</param>
internal sealed record ApiPayment(string Source, string Number, ApiRowStatus Status);
