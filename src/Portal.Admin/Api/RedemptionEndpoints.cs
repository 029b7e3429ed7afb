using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Options;
using Portal.Domain.Rewards;
using Portal.Domain.Shared;
using Portal.Infrastructure.Rewards;

namespace Portal.Admin.Api;

/// <summary>Tills and shops redeem members' points and use vouchers.</summary>
internal static class RedemptionEndpoints
{
    private const string Json = "application/json";
    private const decimal MaxPurchase = 1_000_000_000;

    public static RouteGroupBuilder MapRedemptions(this RouteGroupBuilder group)
    {
        group.MapPost("/redemptions", RedeemAsync)
            .WithName("Redeem")
            .WithSummary("Redeems a member's points with the card's PIN: a reward, or points for a voucher. The same key gives the first result.")
            .Produces<ApiRedemption>(StatusCodes.Status201Created)
            .Produces<ApiRedemption>()
            .ProducesApiProblems(400, 401, 403, 404, 409, 413, 415, 422, 429)
            .AddOpenApiOperationTransformer((operation, context, cancellationToken) => ApiDocumentation.AddBodyAsync<RedemptionInput>(operation, context, [Json], cancellationToken));
        group.MapPost("/vouchers/{code}/use", UseAsync)
            .WithName("UseVoucher")
            .WithSummary("Uses a voucher for a bill, once for ever. The same key gives the first result.")
            .Produces<ApiVoucherUse>(StatusCodes.Status201Created)
            .Produces<ApiVoucherUse>()
            .ProducesApiProblems(400, 401, 403, 409, 413, 415, 422, 429)
            .AddOpenApiOperationTransformer((operation, context, cancellationToken) => ApiDocumentation.AddBodyAsync<VoucherUseInput>(operation, context, [Json], cancellationToken));
        return group;
    }

    private static async Task RedeemAsync(HttpContext context, RedeemByCard redeem, IOptions<ApiOptions> options)
    {
        var begun = Stopwatch.GetTimestamp();
        if (await ReadAsync(context, options.Value) is not { } text)
        {
            return;
        }

        var (input, problems) = RedemptionJson.ReadRedemption(text);
        if (problems.Count > 0)
        {
            await ApiProblem.WriteAsync(context, StatusCodes.Status400BadRequest, problems);
            return;
        }

        var outcome = await redeem.RunAsync(input, context.RequestAborted);
        if (!outcome.IsDone)
        {
            await ApiProblem.WriteAsync(context, outcome.Refusals);
            return;
        }

        var done = outcome.Value;
        context.Response.Headers["Server-Timing"] = string.Create(
            CultureInfo.InvariantCulture, $"pin;dur={done.Hashing.TotalMilliseconds:0.###}, total;dur={Stopwatch.GetElapsedTime(begun).TotalMilliseconds:0.###}");
        context.Response.StatusCode = done.IsNew ? StatusCodes.Status201Created : StatusCodes.Status200OK;
        await context.Response.WriteAsJsonAsync(
            new ApiRedemption(done.Order, done.State, done.Points, new Money(done.MoneyMinor).Amount, done.PickUpCode, done.ExpiresAtUtc, done.Vouchers),
            ApiProblem.Json,
            context.RequestAborted);
    }

    private static async Task UseAsync(string code, HttpContext context, UseVoucher use, IOptions<ApiOptions> options)
    {
        if (await ReadAsync(context, options.Value) is not { } text)
        {
            return;
        }

        var (input, problems) = RedemptionJson.ReadUse(text);
        if (problems.Count > 0)
        {
            await ApiProblem.WriteAsync(context, StatusCodes.Status400BadRequest, problems);
            return;
        }

        if (input.Purchase is null or < 0 or > MaxPurchase)
        {
            await ApiProblem.WriteAsync(context, [new Refusal("import_value_missing", "purchase") { Field = "purchase" }]);
            return;
        }

        var outcome = await use.RunAsync(new UseVoucherInput(input.Key ?? "", code, input.Document ?? "", Money.FromAmount(input.Purchase.Value).Minor), context.RequestAborted);
        if (!outcome.IsDone)
        {
            await ApiProblem.WriteAsync(context, outcome.Refusals);
            return;
        }

        var done = outcome.Value;
        context.Response.StatusCode = done.IsNew ? StatusCodes.Status201Created : StatusCodes.Status200OK;
        await context.Response.WriteAsJsonAsync(
            new ApiVoucherUse(done.Code, new Money(done.ValueMinor).Amount, new Money(done.OffMinor).Amount, done.UsedFor, done.UsedAtUtc), ApiProblem.Json, context.RequestAborted);
    }

    private static async Task<byte[]?> ReadAsync(HttpContext context, ApiOptions options)
    {
        if (!string.Equals(context.Request.GetTypedHeaders().ContentType?.MediaType.Value, Json, StringComparison.OrdinalIgnoreCase))
        {
            await ApiProblem.WriteAsync(context, StatusCodes.Status415UnsupportedMediaType, "api_media_type");
            return null;
        }

        var text = await RequestText.ReadAsync(context.Request, options.MaxDocumentBytes, context.RequestAborted);
        if (text is null)
        {
            await ApiProblem.WriteAsync(context, StatusCodes.Status413PayloadTooLarge, "api_too_large");
        }

        return text;
    }
}

/// <summary>A redemption that was done.</summary>
/// <param name="Order">The order's number, or null.</param>
/// <param name="State">Where the order stands, or null.</param>
/// <param name="Points">Points that were held or spent.</param>
/// <param name="Money">Money that is to be taken when it is handed over.</param>
/// <param name="PickUpCode">What is shown at the counter, or null.</param>
/// <param name="ExpiresAtUtc">Until when it is kept, or null.</param>
/// <param name="Vouchers">The codes of vouchers that were issued.</param>
internal sealed record ApiRedemption(
    string? Order, RewardOrderState? State, long Points, decimal Money, string? PickUpCode, DateTime? ExpiresAtUtc, IReadOnlyList<string> Vouchers);

/// <summary>A voucher that was used.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Value">What it was worth.</param>
/// <param name="Off">What it takes off the bill.</param>
/// <param name="Document">The bill.</param>
/// <param name="UsedAtUtc">When.</param>
internal sealed record ApiVoucherUse(string Code, decimal Value, decimal Off, string Document, DateTime UsedAtUtc);
