using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Portal.Domain.Shared;
using Portal.Infrastructure.Intake;
using Portal.Ui;

namespace Portal.Admin.Api;

/// <summary>Says in problem+json why a request was not done: in the language asked for, with an id by which we find it in the log.</summary>
internal static class ApiProblem
{
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Answers with one reason.</summary>
    public static Task WriteAsync(HttpContext context, int status, string code, params object?[] arguments) =>
        WriteAsync(context, status, [new IntakeProblem(0, new Refusal(code, arguments))]);

    /// <summary>Answers with the reasons of an outcome.</summary>
    public static Task WriteAsync(HttpContext context, IReadOnlyList<Refusal> refusals) =>
        WriteAsync(context, StatusOf(refusals[0].Code), [.. refusals.Select(refusal => new IntakeProblem(0, refusal))]);

    /// <summary>Answers with several reasons.</summary>
    public static Task WriteAsync(HttpContext context, int status, IReadOnlyList<IntakeProblem> problems)
    {
        var texts = context.RequestServices.GetRequiredService<Texts>();
        var first = problems[0].Refusal;
        var (stored, given) = HashesOf(first);
        context.Response.StatusCode = status;
        context.Response.Headers.ContentLanguage = texts.Language;
        return context.Response.WriteAsJsonAsync(
            new ApiProblemBody(
                "urn:rebateportal:problem:" + first.Code,
                texts["api.problem"],
                status,
                texts.Refusal(first),
                first.Code,
                TraceIdOf(context),
                Errors(problems, texts),
                stored,
                given),
            Json,
            "application/problem+json",
            context.RequestAborted);
    }

    /// <summary>By this the request is found in the log.</summary>
    public static string TraceIdOf(HttpContext context) => Activity.Current?.Id ?? context.TraceIdentifier;

    /// <summary>The reasons, each with its place and its sentence.</summary>
    public static IReadOnlyList<ApiError> Errors(IEnumerable<IntakeProblem> problems, Texts texts) =>
        [.. problems.Select(problem => new ApiError(problem.Refusal.Field, problem.Line == 0 ? null : problem.Line, problem.Refusal.Code, texts.Refusal(problem.Refusal)))];

    /// <summary>Of a document that is there with other content: both contents' hashes.</summary>
    public static (string? Stored, string? Given) HashesOf(Refusal refusal) =>
        refusal.Code == "intake_document_differs" ? (refusal.Arguments[2] as string, refusal.Arguments[3] as string) : default;

    private static int StatusOf(string code) => code switch
    {
        "intake_document_differs" or "intake_version_old" or "payment_differs" or "ledger_key_reused" or "voucher_used" or "voucher_ended" or "credit_note_invoice_known" => StatusCodes.Status409Conflict,
        "apikey_scope" => StatusCodes.Status403Forbidden,
        Refusal.NotFound or "credit_note_unknown" => StatusCodes.Status404NotFound,
        _ => StatusCodes.Status422UnprocessableEntity,
    };
}

/// <summary>Why a request was not done (RFC 9457).</summary>
/// <param name="Type">Names the kind of problem.</param>
/// <param name="Title">What happened, in short.</param>
/// <param name="Status">The status of the answer.</param>
/// <param name="Detail">The first reason, as a sentence.</param>
/// <param name="Code">The first reason, for programs.</param>
/// <param name="TraceId">By this we find the request in the log.</param>
/// <param name="Errors">All reasons.</param>
/// <param name="StoredHash">Of a conflict: the hash of what is recorded.</param>
/// <param name="GivenHash">Of a conflict: the hash of what was sent.</param>
internal sealed record ApiProblemBody(
    string Type, string Title, int Status, string Detail, string Code, string TraceId, IReadOnlyList<ApiError> Errors, string? StoredHash, string? GivenHash);

/// <summary>One reason.</summary>
/// <param name="Field">The field's path, or null for the whole.</param>
/// <param name="Line">The line of the text that was sent, or null.</param>
/// <param name="Code">The reason, for programs.</param>
/// <param name="Message">The reason, as a sentence.</param>
internal sealed record ApiError(string? Field, long? Line, string Code, string Message);
