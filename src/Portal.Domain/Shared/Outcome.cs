namespace Portal.Domain.Shared;

/// <summary>What came of a write: done, or refused for one or more reasons. A refusal left nothing written.</summary>
public class Outcome
{
    private protected Outcome(IReadOnlyList<Refusal> refusals) => Refusals = refusals;

    /// <summary>Done.</summary>
    public static Outcome Done { get; } = new([]);

    /// <summary>The reasons; empty when done.</summary>
    public IReadOnlyList<Refusal> Refusals { get; }

    /// <summary>Whether it was done.</summary>
    public bool IsDone => Refusals.Count == 0;

    /// <summary>The first reason.</summary>
    /// <exception cref="InvalidOperationException">It was done.</exception>
    public Refusal Refusal => IsDone ? throw new InvalidOperationException("The outcome is not a refusal.") : Refusals[0];

    /// <summary>Refused for several reasons.</summary>
    public static Outcome Refused(IReadOnlyList<Refusal> refusals) => new(NotEmpty(refusals));

    /// <summary>Refused for one reason.</summary>
    public static Outcome Refused(string code, params object?[] arguments) => new([new Refusal(code, arguments)]);

    /// <summary>Refused for one reason.</summary>
    public static implicit operator Outcome(Refusal refusal) => new([refusal]);

    private protected static IReadOnlyList<Refusal> NotEmpty(IReadOnlyList<Refusal> refusals) =>
        refusals.Count > 0 ? refusals : throw new ArgumentException("A refusal needs a reason.", nameof(refusals));
}

/// <summary>What came of a write that returns something.</summary>
/// <typeparam name="T">What is returned when done.</typeparam>
public sealed class Outcome<T> : Outcome
{
    private readonly T? _value;

    private Outcome(T? value, IReadOnlyList<Refusal> refusals)
        : base(refusals) => _value = value;

    /// <summary>What was returned.</summary>
    /// <exception cref="InvalidOperationException">It was refused.</exception>
    public T Value => IsDone ? _value! : throw new InvalidOperationException("Refused: " + Refusal);

    /// <summary>Refused for several reasons.</summary>
    public static new Outcome<T> Refused(IReadOnlyList<Refusal> refusals) => new(default, NotEmpty(refusals));

    /// <summary>Refused for one reason.</summary>
    public static new Outcome<T> Refused(string code, params object?[] arguments) => new(default, [new Refusal(code, arguments)]);

    /// <summary>Done, returning a value.</summary>
    public static implicit operator Outcome<T>(T value) => new(value, []);

    /// <summary>Refused for one reason.</summary>
    public static implicit operator Outcome<T>(Refusal refusal) => new(default, [refusal]);
}
