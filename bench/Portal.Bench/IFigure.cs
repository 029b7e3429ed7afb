namespace Portal.Bench;

/// <summary>Something that is measured; one measurement may give several results.</summary>
internal interface IFigure
{
    string Name { get; }

    string What { get; }

    Task<IReadOnlyList<FigureResult>> MeasureAsync(FigureOptions options, CancellationToken cancellationToken);
}

internal sealed record FigureOptions(bool Quick, int Seed);

/// <summary>What was measured, beside its bound.</summary>
/// <param name="Figure">The figure's name, or that with what it is about: "settle", "settle.postgres".</param>
/// <param name="Value">The value.</param>
/// <param name="Bound">The most that is allowed, or the least where <see cref="Bounds.AtLeast"/> says so.</param>
/// <param name="Unit">x, MB, s, /s, %.</param>
/// <param name="IsCorrect">Whether the product's result was proved right in the same run.</param>
internal sealed record FigureResult(string Figure, double Value, double Bound, string Unit, bool IsCorrect)
{
    public Bounds Bounds { get; init; } = Bounds.AtMost;

    /// <summary>Further fields of the line of JSON.</summary>
    public IReadOnlyDictionary<string, object> Details { get; init; } = new Dictionary<string, object>();

    public bool IsWithin => Bounds == Bounds.AtMost ? Value <= Bound : Value >= Bound;
}

internal enum Bounds
{
    AtMost = 1,
    AtLeast = 2,
}
