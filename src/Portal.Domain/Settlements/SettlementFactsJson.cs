using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Portal.Domain.Programs;
using Portal.Domain.Shared;

namespace Portal.Domain.Settlements;

/// <summary>
/// Writes facts as the serializer would, property by property: a settlement writes hundreds of thousands of them, and the
/// serializer would take as long for it as all the rest of a line. A test compares the two.
/// </summary>
internal static class SettlementFactsJson
{
    private static readonly ConditionalWeakTable<ProductScope, byte[]> Scopes = [];

    [ThreadStatic]
    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Writer)? _own;

    public static string Write(SettlementFacts facts)
    {
        var writer = Begin();
        WriteRule(writer, facts);
        WriteResult(writer, facts);
        return End(writer);
    }

    /// <summary>Only what neither the row of the line nor the version of its programme tells.</summary>
    public static string WriteShort(CalculatedLine line)
    {
        var writer = Begin();
        var (earned, measure) = (line.Earned, line.Earned.Measure);
        Number(writer, "saleLines"u8, measure.SaleLines);
        Number(writer, "returnLines"u8, measure.ReturnLines);
        Number(writer, "returnNetMinor"u8, measure.ReturnNetMinor);
        Number(writer, "lateSaleLines"u8, measure.LateSaleLines);
        Number(writer, "lateReturnLines"u8, measure.LateReturnLines);
        Number(writer, "lateNetMinor"u8, measure.LateNetMinor);
        Parts(writer, "parts"u8, earned.Parts.Count == 0 ? null : earned.Parts);
        Details(writer, earned.Details);

        // The row keeps as many decimals as its column has.
        Number(writer, "rawMinor"u8, earned.RawMinor == Rounding.HalfAwayFromZero(earned.RawMinor, SettlementLine.RawDecimals) ? 0 : earned.RawMinor);
        Number(writer, "customerCapMinor"u8, earned.CustomerCapMinor);
        Number(writer, "programCapMinor"u8, earned.ProgramCapMinor);
        Number(writer, "settledEarlierPeriodsMinor"u8, line.SettledEarlierPeriodsMinor);
        return End(writer);
    }

    private static Utf8JsonWriter Begin()
    {
        var (buffer, writer) = _own ??= New();
        buffer.ResetWrittenCount();
        writer.Reset();
        writer.WriteStartObject();
        return writer;
    }

    private static string End(Utf8JsonWriter writer)
    {
        writer.WriteEndObject();
        writer.Flush();
        return Encoding.UTF8.GetString(_own!.Value.Buffer.WrittenSpan);
    }

    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Writer) New()
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        return (buffer, new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true }));
    }

    private static void WriteRule(Utf8JsonWriter writer, SettlementFacts facts)
    {
        writer.WriteString("programCode"u8, facts.ProgramCode);
        Number(writer, "versionNumber"u8, facts.VersionNumber);
        Number(writer, "lineNumber"u8, facts.LineNumber);
        Day(writer, "measuredFrom"u8, facts.MeasuredFrom);
        Day(writer, "periodFrom"u8, facts.PeriodFrom);
        Day(writer, "periodTo"u8, facts.PeriodTo);
        Flag(writer, "isCumulative"u8, facts.IsCumulative);
        Name(writer, "qualifierMeasure"u8, facts.QualifierMeasure);
        Name(writer, "baseMeasure"u8, facts.BaseMeasure);
        Flag(writer, "isBaseTheQualifier"u8, facts.IsBaseTheQualifier);
        Name(writer, "tierMode"u8, facts.TierMode);
        Scope(writer, "qualifierScope"u8, facts.QualifierScope);
        Scope(writer, "baseScope"u8, facts.BaseScope);
        Number(writer, "qualifierValue"u8, facts.QualifierValue);
        Number(writer, "baseValue"u8, facts.BaseValue);
        Number(writer, "minimumValue"u8, facts.MinimumValue);
        Number(writer, "saleLines"u8, facts.SaleLines);
        Number(writer, "returnLines"u8, facts.ReturnLines);
        Number(writer, "returnNetMinor"u8, facts.ReturnNetMinor);
        Number(writer, "lateSaleLines"u8, facts.LateSaleLines);
        Number(writer, "lateReturnLines"u8, facts.LateReturnLines);
        Number(writer, "lateNetMinor"u8, facts.LateNetMinor);
    }

    private static void WriteResult(Utf8JsonWriter writer, SettlementFacts facts)
    {
        Number(writer, "tierNumber"u8, facts.TierNumber);
        Number(writer, "tierFrom"u8, facts.TierFrom);
        Number(writer, "nextTierFrom"u8, facts.NextTierFrom);
        Number(writer, "ratePercent"u8, facts.RatePercent);
        Number(writer, "rateAmount"u8, facts.RateAmount);
        Number(writer, "multipleOf"u8, facts.MultipleOf);
        Name(writer, "comparedAs"u8, facts.ComparedAs);
        Name(writer, "basePart"u8, facts.BasePart);
        Number(writer, "mixConditions"u8, facts.MixConditions);
        Flag(writer, "isProRata"u8, facts.IsProRata);
        Parts(writer, "parts"u8, facts.Parts);
        Details(writer, facts.Details);
        Number(writer, "rawMinor"u8, facts.RawMinor);
        Number(writer, "uncappedMinor"u8, facts.UncappedMinor);
        Number(writer, "customerCapMinor"u8, facts.CustomerCapMinor);
        Number(writer, "programCapMinor"u8, facts.ProgramCapMinor);
        Number(writer, "roundedMinor"u8, facts.RoundedMinor);
        Number(writer, "settledEarlierPeriodsMinor"u8, facts.SettledEarlierPeriodsMinor);
        Number(writer, "settledThisPeriodMinor"u8, facts.SettledThisPeriodMinor);
        Number(writer, "deltaMinor"u8, facts.DeltaMinor);
        Number(writer, "carriedInMinor"u8, facts.CarriedInMinor);
        Number(writer, "carriedOutMinor"u8, facts.CarriedOutMinor);
        Number(writer, "dueMinor"u8, facts.DueMinor);
        Name(writer, "negative"u8, facts.Negative);
        Name(writer, "reason"u8, facts.Reason);
    }

    private static void Number(Utf8JsonWriter writer, ReadOnlySpan<byte> name, long? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
    }

    private static void Number(Utf8JsonWriter writer, ReadOnlySpan<byte> name, long value)
    {
        if (value != 0)
        {
            writer.WriteNumber(name, value);
        }
    }

    private static void Number(Utf8JsonWriter writer, ReadOnlySpan<byte> name, decimal? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
    }

    private static void Number(Utf8JsonWriter writer, ReadOnlySpan<byte> name, decimal value)
    {
        if (value != 0)
        {
            writer.WriteNumber(name, value);
        }
    }

    private static void Day(Utf8JsonWriter writer, ReadOnlySpan<byte> name, DateOnly value)
    {
        if (value != default)
        {
            Span<char> text = stackalloc char[10];
            value.TryFormat(text, out _, "O", CultureInfo.InvariantCulture);
            writer.WriteString(name, text);
        }
    }

    private static void Flag(Utf8JsonWriter writer, ReadOnlySpan<byte> name, bool value)
    {
        if (value)
        {
            writer.WriteBoolean(name, true);
        }
    }

    private static void Name<T>(Utf8JsonWriter writer, ReadOnlySpan<byte> name, T value)
        where T : struct, Enum
    {
        if (!EqualityComparer<T>.Default.Equals(value, default))
        {
            writer.WriteString(name, EnumNames<T>.Of(value));
        }
    }

    private static void Name<T>(Utf8JsonWriter writer, ReadOnlySpan<byte> name, T? value)
        where T : struct, Enum
    {
        if (value is { } word)
        {
            writer.WriteString(name, EnumNames<T>.Of(word));
        }
    }

    private static void Scope(Utf8JsonWriter writer, ReadOnlySpan<byte> name, ProductScope? scope)
    {
        if (scope is not null)
        {
            // The same for every customer of a programme's line.
            writer.WritePropertyName(name);
            writer.WriteRawValue(Scopes.GetValue(scope, key => JsonSerializer.SerializeToUtf8Bytes(key, SettlementFacts.Options)), skipInputValidation: true);
        }
    }

    private static void Parts(Utf8JsonWriter writer, ReadOnlySpan<byte> name, IReadOnlyList<SlabPart>? parts)
    {
        if (parts is null)
        {
            return;
        }

        writer.WriteStartArray(name);
        foreach (var part in parts)
        {
            writer.WriteStartObject();
            Number(writer, "from"u8, part.From);
            Number(writer, "to"u8, part.To);
            Number(writer, "baseValue"u8, part.BaseValue);
            Number(writer, "ratePercent"u8, part.RatePercent);
            Number(writer, "amountPerUnit"u8, part.AmountPerUnit);
            Number(writer, "rawMinor"u8, part.RawMinor);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Details(Utf8JsonWriter writer, EarnedDetails? details)
    {
        if (details is not null)
        {
            writer.WritePropertyName("details"u8);
            JsonSerializer.Serialize(writer, details, SettlementFacts.Options);
        }
    }

    private static class EnumNames<T>
        where T : struct, Enum
    {
        private static readonly Dictionary<T, JsonEncodedText> Names =
            Enum.GetValues<T>().ToDictionary(value => value, value => JsonEncodedText.Encode(JsonNamingPolicy.CamelCase.ConvertName(value.ToString())));

        public static JsonEncodedText Of(T value) => Names[value];
    }
}
