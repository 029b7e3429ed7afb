using System.Globalization;
using Portal.Domain.Shared;

namespace Portal.Domain.Cards;

/// <summary>Numbers that cards of a type get, one after the other: prefix, serial, check digit.</summary>
public sealed class CardNumberRange : IVersioned
{
    /// <summary>Longest number, check digit included.</summary>
    public const int MaxLength = 19;

    /// <summary>Adds one. The caller has asked <see cref="Check"/>.</summary>
    public CardNumberRange(long cardTypeId, string prefix, int serialDigits, long firstSerial, long lastSerial, bool hasCheckDigit)
    {
        CardTypeId = cardTypeId;
        Prefix = prefix;
        SerialDigits = serialDigits;
        FirstSerial = firstSerial;
        LastSerial = lastSerial;
        HasCheckDigit = hasCheckDigit;
        NextSerial = firstSerial;
    }

    /// <summary>The row's key.</summary>
    public long Id { get; private set; }

    /// <summary>The type of its cards.</summary>
    public long CardTypeId { get; private set; }

    /// <summary>The digits that its numbers begin with.</summary>
    public string Prefix { get; private set; }

    /// <summary>How many digits the serial has.</summary>
    public int SerialDigits { get; private set; }

    /// <summary>The first serial.</summary>
    public long FirstSerial { get; private set; }

    /// <summary>The last serial.</summary>
    public long LastSerial { get; private set; }

    /// <summary>Whether a Luhn digit ends the number.</summary>
    public bool HasCheckDigit { get; private set; }

    /// <summary>The serial that is given out next.</summary>
    public long NextSerial { get; private set; }

    /// <summary>When it was closed; null while it gives out numbers.</summary>
    public DateTime? ClosedAtUtc { get; private set; }

    /// <inheritdoc />
    public long RowVersion { get; private set; }

    /// <summary>How many numbers are left.</summary>
    public long Left => ClosedAtUtc is null ? LastSerial - NextSerial + 1 : 0;

    /// <summary>What is wrong with a range, or null.</summary>
    public static Refusal? Check(string? prefix, int serialDigits, long firstSerial, long lastSerial, bool hasCheckDigit) =>
        string.IsNullOrEmpty(prefix) || !prefix.All(char.IsAsciiDigit) ? new Refusal("cardrange_prefix") { Field = nameof(Prefix) }
        : serialDigits is < 1 or > 15 || prefix.Length + serialDigits + (hasCheckDigit ? 1 : 0) is < 6 or > MaxLength ? new Refusal("cardrange_length", 6, MaxLength) { Field = nameof(SerialDigits) }
        : firstSerial < 0 || lastSerial < firstSerial || lastSerial >= Power(serialDigits) ? new Refusal("cardrange_serials", serialDigits) { Field = nameof(LastSerial) }
        : null;

    /// <summary>The number of a serial.</summary>
    public string NumberOf(long serial)
    {
        var digits = Prefix + serial.ToString(CultureInfo.InvariantCulture).PadLeft(SerialDigits, '0');
        return HasCheckDigit ? digits + CardNumbers.CheckDigit(digits) : digits;
    }

    /// <summary>Gives out the next numbers, or refuses if there are not as many.</summary>
    public Outcome<IReadOnlyList<string>> Take(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        if (count > Left)
        {
            return new Refusal("cardrange_exhausted", Prefix, Left);
        }

        var numbers = new List<string>(count);
        for (var index = 0; index < count; index++)
        {
            numbers.Add(NumberOf(NextSerial++));
        }

        return numbers;
    }

    /// <summary>Whether numbers of two ranges could be the same.</summary>
    public bool Overlaps(CardNumberRange other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Prefix.Length + SerialDigits + (HasCheckDigit ? 1 : 0) == other.Prefix.Length + other.SerialDigits + (other.HasCheckDigit ? 1 : 0)
            && string.CompareOrdinal(NumberOf(FirstSerial), other.NumberOf(other.LastSerial)) <= 0
            && string.CompareOrdinal(other.NumberOf(other.FirstSerial), NumberOf(LastSerial)) <= 0;
    }

    /// <summary>Gives out no more numbers.</summary>
    public void Close(DateTime atUtc) => ClosedAtUtc ??= atUtc;

    private static long Power(int digits)
    {
        var power = 1L;
        for (var index = 0; index < digits; index++)
        {
            power *= 10;
        }

        return power;
    }
}

/// <summary>Card numbers as people type and scanners read them.</summary>
public static class CardNumbers
{
    /// <summary>The Luhn digit (ISO/IEC 7812) that ends a number with these digits.</summary>
    public static char CheckDigit(string digits)
    {
        ArgumentNullException.ThrowIfNull(digits);
        var sum = 0;
        for (var index = 0; index < digits.Length; index++)
        {
            var digit = digits[digits.Length - 1 - index] - '0';
            var weighted = index % 2 == 0 ? digit * 2 : digit;
            sum += weighted > 9 ? weighted - 9 : weighted;
        }

        return (char)('0' + ((10 - (sum % 10)) % 10));
    }

    /// <summary>Whether the last digit is the right one.</summary>
    public static bool HasRightCheckDigit(string number) =>
        number is { Length: > 1 } && number.All(char.IsAsciiDigit) && CheckDigit(number[..^1]) == number[^1];

    /// <summary>A number without blanks and hyphens, full-width digits as digits.</summary>
    public static string Read(string? typed) =>
        string.Concat((typed ?? "").Where(letter => !char.IsWhiteSpace(letter) && letter is not ('-' or '－'))
            .Select(letter => letter is >= '０' and <= '９' ? (char)(letter - '０' + '0') : letter));

    /// <summary>In groups of four, for reading.</summary>
    public static string Format(string number) => string.Join(' ', (number ?? "").Chunk(4).Select(group => new string(group)));

    /// <summary>All but the last four as dots, for slips and members.</summary>
    public static string Mask(string number) => number is { Length: > 4 } ? "•••• " + number[^4..] : number ?? "";
}
