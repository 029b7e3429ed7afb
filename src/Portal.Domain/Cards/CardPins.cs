using Portal.Domain.Shared;

namespace Portal.Domain.Cards;

/// <summary>What a PIN may be.</summary>
public static class CardPins
{
    /// <summary>Digits of a PIN.</summary>
    public const int Length = 6;

    /// <summary>What is wrong with a PIN that is to be set, or null.</summary>
    public static Refusal? Check(string? pin, bool refusesWeak) =>
        pin is not { Length: Length } || !pin.All(char.IsAsciiDigit) ? new Refusal("card_pin_form", Length) { Field = "Pin" }
        : refusesWeak && IsWeak(pin) ? new Refusal("card_pin_weak") { Field = "Pin" }
        : null;

    /// <summary>Whether a PIN is among the first that a thief would try: one or two digits repeated, a run, a repeated half, a mirrored half.</summary>
    public static bool IsWeak(string pin)
    {
        ArgumentNullException.ThrowIfNull(pin);
        var step = pin[1] - pin[0];
        var isRun = step is >= -1 and <= 1 && pin.Zip(pin.Skip(1)).All(pair => pair.Second - pair.First == step);
        var half = pin.Length / 2;
        return isRun
            || pin.Distinct().Count() <= 2
            || pin[..half] == pin[half..]
            || pin.SequenceEqual(pin.Reverse())
            || IsPairs(pin);
    }

    private static bool IsPairs(string pin) =>
        pin.Chunk(2).All(pair => pair[0] == pair[1]) || pin.Chunk(2).Select(pair => new string(pair)).Distinct().Count() == 1;
}
