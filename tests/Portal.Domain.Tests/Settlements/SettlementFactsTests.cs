using System.Text.Json;
using System.Text.Json.Serialization;
using Portal.Domain.Programs;
using Portal.Domain.Settlements;

namespace Portal.Domain.Tests.Settlements;

/// <summary>Facts are written property by property; the serializer must read them back whole, and would have written the same.</summary>
public sealed class SettlementFactsTests
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    [Fact]
    public void What_is_written_is_what_the_serializer_writes()
    {
        var full = (SettlementFacts)Filled(typeof(SettlementFacts));
        Assert.Equal(JsonSerializer.Serialize(full, Options), full.ToJson());
        Assert.Equal(JsonSerializer.Serialize(new SettlementFacts(), Options), new SettlementFacts().ToJson());
        Assert.Equal(full.ToJson(), SettlementFacts.FromJson(full.ToJson()).ToJson());
    }

    // Every property gets a value of its own, so that one that is forgotten or mixed up shows.
    private static object Filled(Type type)
    {
        var facts = new SettlementFacts();
        var number = 1;
        foreach (var property in type.GetProperties().Where(property => property.CanWrite))
        {
            property.SetValue(facts, Value(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType, ++number));
        }

        return facts;
    }

    private static object Value(Type type, int number) => type switch
    {
        _ when type == typeof(string) => "Späte Ware " + number,
        _ when type == typeof(int) => number,
        _ when type == typeof(long) => (long)number * 10_000_000_000,
        _ when type == typeof(decimal) => number + 0.250m,
        _ when type == typeof(bool) => true,
        _ when type == typeof(DateOnly) => new DateOnly(2026, 1, 1).AddDays(number),
        _ when type.IsEnum => Enum.GetValues(type).GetValue(Enum.GetValues(type).Length - 1)!,
        _ when type == typeof(ProductScope) => new ProductScope { Include = [new ProductSelector(ProductSelectorKind.Brand) { Codes = ["B" + number] }] },
        _ when type == typeof(IReadOnlyList<SlabPart>) => new List<SlabPart> { new(1, 2.5m, 3, null, 4, 5), new(0, 6, 7, 8, null, 0) },
        _ when type == typeof(EarnedDetails) => new EarnedDetails { Reference = number, Compared = 117.5m, MixMet = 1, MixWanted = 2, IsProvisional = true, OutdoneMinor = 3, NextTierFrom = 4 },
        _ => throw new InvalidOperationException("No value for " + type),
    };
}
