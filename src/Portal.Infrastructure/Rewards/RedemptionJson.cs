using System.Text.Json;
using Portal.Domain.Shared;
using Portal.Infrastructure.Intake;

namespace Portal.Infrastructure.Rewards;

/// <summary>Reads redemptions and uses of vouchers from JSON, telling everything that is wrong with their form at once.</summary>
public static class RedemptionJson
{
    private delegate T Reader<T>(ref JsonForm form);

    /// <summary>Reads a redemption, which is only of use if there are no problems.</summary>
    public static (RedemptionInput Input, IReadOnlyList<IntakeProblem> Problems) ReadRedemption(ReadOnlySpan<byte> utf8) => Read(utf8, Redemption, new RedemptionInput());

    /// <summary>Reads the use of a voucher, which is only of use if there are no problems.</summary>
    public static (VoucherUseInput Input, IReadOnlyList<IntakeProblem> Problems) ReadUse(ReadOnlySpan<byte> utf8) => Read(utf8, Use, new VoucherUseInput());

    private static (T Input, IReadOnlyList<IntakeProblem> Problems) Read<T>(ReadOnlySpan<byte> utf8, Reader<T> read, T empty)
    {
        var problems = new List<IntakeProblem>();
        var form = new JsonForm(utf8, 1, problems);
        try
        {
            return (read(ref form), problems);
        }
        catch (JsonException error)
        {
            problems.Add(new IntakeProblem(1 + (error.LineNumber ?? 0), new Refusal("intake_json_malformed", (error.BytePositionInLine ?? 0) + 1) { Field = form.Path }));
            return (empty, problems);
        }
    }

    private static RedemptionInput Redemption(ref JsonForm form)
    {
        var input = new RedemptionInput();
        if (!form.Begin())
        {
            return input;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (form.NextField(seen) is { } name)
        {
            input = name switch
            {
                "key" => input with { Key = form.Text() },
                "card" => input with { Card = form.Text() },
                "member" => input with { Member = form.Text() },
                "pin" => input with { Pin = form.Secret() },
                "reward" => input with { Reward = form.Text() },
                "points" => input with { Points = form.Whole() },
                "quantity" => input with { Quantity = form.Whole() },
                _ => form.Unknown(input, name),
            };
        }

        form.End();
        return input;
    }

    private static VoucherUseInput Use(ref JsonForm form)
    {
        var input = new VoucherUseInput();
        if (!form.Begin())
        {
            return input;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (form.NextField(seen) is { } name)
        {
            input = name switch
            {
                "key" => input with { Key = form.Text() },
                "document" => input with { Document = form.Text() },
                "purchase" => input with { Purchase = form.Number() },
                _ => form.Unknown(input, name),
            };
        }

        form.End();
        return input;
    }
}

/// <summary>The use of a voucher as another system sends it.</summary>
public sealed record VoucherUseInput
{
    /// <summary>Made before the first try; unique for ever for this API key; at most 100 characters.</summary>
    public string? Key { get; init; }

    /// <summary>The bill it is used for, at most 100 characters.</summary>
    public string? Document { get; init; }

    /// <summary>What the bill comes to before it.</summary>
    public decimal? Purchase { get; init; }
}
