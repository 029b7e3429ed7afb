using Microsoft.Extensions.Options;
using Portal.Domain.Ledger;
using Portal.Domain.Shared;
using Portal.Infrastructure.CreditNotes;
using Portal.Infrastructure.Intake;

namespace Portal.Admin.Api;

/// <summary>Credit notes, for systems that write invoices: what a customer has, and which invoice used it.</summary>
internal static class CreditNoteEndpoints
{
    private const string Json = "application/json";
    private const decimal MostAmount = TransferRequest.MaxAmountMinor / (decimal)Money.MinorPerUnit;

    public static RouteGroupBuilder MapCreditNotes(this RouteGroupBuilder group)
    {
        group.MapGet("/customers/{number}/credit-notes", ListAsync)
            .WithName("ListOpenCreditNotes")
            .WithSummary("The credit notes of a customer that an invoice can use, the oldest first.")
            .Produces<IReadOnlyList<ApiCreditNote>>()
            .ProducesApiProblems(401, 403, 422, 429);
        group.MapPost("/credit-notes/{number}/uses", UseAsync)
            .WithName("UseCreditNote")
            .WithSummary("Records that an invoice took a credit note into account, wholly or in part. The same again changes nothing.")
            .Produces<ApiCreditNoteUse>(StatusCodes.Status201Created)
            .Produces<ApiCreditNoteUse>()
            .ProducesApiProblems(400, 401, 403, 404, 409, 413, 415, 422, 429)
            .AddOpenApiOperationTransformer((operation, context, cancellationToken) => ApiDocumentation.AddBodyAsync<IntakeCreditNoteUse>(operation, context, [Json], cancellationToken));
        return group;
    }

    private static async Task ListAsync(HttpContext context, string number, CreditNoteQueries queries)
    {
        var notes = await queries.OfCustomerAsync(number, context.RequestAborted);
        if (!notes.IsDone)
        {
            await ApiProblem.WriteAsync(context, notes.Refusals);
            return;
        }

        ApiCreditNote[] open = [.. notes.Value.Select(note => new ApiCreditNote(
            note.Number, note.IssuedOn, new Money(note.AmountMinor).Amount, new Money(note.OpenMinor).Amount, note.Currency))];
        await context.Response.WriteAsJsonAsync(open, ApiProblem.Json, context.RequestAborted);
    }

    private static async Task UseAsync(HttpContext context, string number, UseCreditNote use, IOptions<ApiOptions> options)
    {
        if (context.Request.GetTypedHeaders().ContentType?.MediaType.Value?.ToLowerInvariant() != Json)
        {
            await ApiProblem.WriteAsync(context, StatusCodes.Status415UnsupportedMediaType, "api_media_type");
            return;
        }

        if (await RequestText.ReadAsync(context.Request, options.Value.MaxDocumentBytes, context.RequestAborted) is not { } text)
        {
            await ApiProblem.WriteAsync(context, StatusCodes.Status413PayloadTooLarge, "api_too_large");
            return;
        }

        var (sent, problems) = IntakeJson.ReadCreditNoteUse(text);
        if (problems.Count > 0)
        {
            await ApiProblem.WriteAsync(context, StatusCodes.Status400BadRequest, problems);
            return;
        }

        var minor = sent.Amount is { } amount and > 0 and <= MostAmount ? Money.FromAmount(amount).Minor : 0;
        var outcome = await use.RunAsync(new UseCreditNoteInput(number, sent.Invoice ?? "", minor, sent.Date, IsByKey: true), context.RequestAborted);
        if (!outcome.IsDone)
        {
            await ApiProblem.WriteAsync(context, outcome.Refusals);
            return;
        }

        var used = outcome.Value;
        context.Response.StatusCode = used.IsNew ? StatusCodes.Status201Created : StatusCodes.Status200OK;
        await context.Response.WriteAsJsonAsync(
            new ApiCreditNoteUse(used.Number, used.Invoice, new Money(used.OpenMinor).Amount, used.Currency, used.IsNew ? ApiRowStatus.Recorded : ApiRowStatus.Known),
            ApiProblem.Json,
            context.RequestAborted);
    }
}

/// <summary>A credit note that an invoice can use.</summary>
/// <param name="Number">CN-2026-0001.</param>
/// <param name="IssuedOn">The business day of issue.</param>
/// <param name="Amount">What it was issued for.</param>
/// <param name="Open">What is left.</param>
/// <param name="Currency">ISO code.</param>
internal sealed record ApiCreditNote(string Number, DateOnly IssuedOn, decimal Amount, decimal Open, string Currency);

/// <summary>What came of using a credit note.</summary>
/// <param name="Number">The credit note.</param>
/// <param name="Invoice">The invoice.</param>
/// <param name="Open">What is left of the note.</param>
/// <param name="Currency">ISO code.</param>
/// <param name="Status">Whether it was recorded now or before.</param>
internal sealed record ApiCreditNoteUse(string Number, string Invoice, decimal Open, string Currency, ApiRowStatus Status);
