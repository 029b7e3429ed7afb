using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Portal.Infrastructure.Points;

/// <summary>Small values inside rows: short, and the same for the same value.</summary>
internal static class PointsJson
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    public static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, Options)!;

    /// <summary>What recognises a repeated request.</summary>
    public static string Hash(string content) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));

    /// <summary>The engine's name for a customer.</summary>
    public static string Name(long customerId) => customerId.ToString(CultureInfo.InvariantCulture);

    /// <summary>The customer of the engine's name.</summary>
    public static long Id(string name) => long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0;

    /// <summary>The engine's name for a lot.</summary>
    public static string Lot(int number) => "L" + number.ToString(CultureInfo.InvariantCulture);

    /// <summary>The number of the engine's name.</summary>
    public static int LotNumber(string lot) => int.Parse(lot.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture);
}

/// <summary>What a membership keeps in one text.</summary>
internal sealed record MemberMemory
{
    public Dictionary<int, DateOnly> Activities { get; init; } = [];

    public Dictionary<string, DateOnly> StreakDays { get; init; } = [];

    public Dictionary<string, int> StreakCounts { get; init; } = [];
}

/// <summary>What a sale keeps in one text.</summary>
internal sealed record SaleMemory
{
    public IReadOnlyList<Domain.Points.Engine.SaleLineSnapshot> Lines { get; init; } = [];

    public IReadOnlyList<int> Lots { get; init; } = [];

    public long Redeemed { get; init; }

    public decimal VisitGrowth { get; init; }
}

/// <summary>Units of a lot, by its number.</summary>
/// <param name="Lot">The lot.</param>
/// <param name="Units">Units.</param>
public sealed record PointsLotPart(int Lot, long Units);
