using System.Text.Json;
using Portal.Domain.Shared;

namespace Portal.Domain.Programs;

/// <summary>A sentence for a person: the key of its text, and what stands in its places. A place may hold a value, a <see cref="SettingWord"/>, a sentence, or a <see cref="SentenceList"/>.</summary>
/// <param name="Key">The key of the text.</param>
/// <param name="Arguments">What stands in its places, in order.</param>
public sealed record Sentence(string Key, params object?[] Arguments)
{
    /// <summary>The sentence with its amounts in a currency.</summary>
    public Sentence In(string currency) =>
        currency == Money.DefaultCurrency ? this : this with { Arguments = [.. Arguments.Select(argument => Say(argument, currency))] };

    /// <inheritdoc />
    public bool Equals(Sentence? other) => other is not null && Key == other.Key && Arguments.SequenceEqual(other.Arguments);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Key, Arguments.Length);

    /// <inheritdoc />
    public override string ToString() => Arguments.Length == 0 ? Key : Key + "(" + string.Join(", ", Arguments) + ")";

    private static object? Say(object? argument, string currency) => argument switch
    {
        Money money => new CurrencyMoney(money.Minor, currency),
        Sentence sentence => sentence.In(currency),
        SentenceList list => new SentenceList([.. list.Items.Select(item => Say(item, currency))]),
        _ => argument,
    };
}

/// <summary>Several parts of a sentence, joined as the language joins them.</summary>
/// <param name="Items">The parts.</param>
public sealed record SentenceList(IReadOnlyList<object?> Items)
{
    /// <inheritdoc />
    public bool Equals(SentenceList? other) => other is not null && Items.SequenceEqual(other.Items);

    /// <inheritdoc />
    public override int GetHashCode() => Items.Count;

    /// <inheritdoc />
    public override string ToString() => string.Join(", ", Items);
}

/// <summary>A choice of the settings, whose word the language has.</summary>
/// <param name="Value">The member of an enumeration.</param>
public sealed record SettingWord(Enum Value)
{
    /// <summary>The key of its word: "programs.tierMode.wholeVolume".</summary>
    public string Key => $"programs.{JsonNamingPolicy.CamelCase.ConvertName(Value.GetType().Name)}.{JsonNamingPolicy.CamelCase.ConvertName(Value.ToString())}";

    /// <inheritdoc />
    public override string ToString() => JsonNamingPolicy.CamelCase.ConvertName(Value.ToString());
}
