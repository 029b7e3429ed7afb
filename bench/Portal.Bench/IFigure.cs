namespace Portal.Bench;

/// <summary>Something that is measured.</summary>
internal interface IFigure
{
    string Name { get; }

    string What { get; }

    Task<FigureResult> MeasureAsync(FigureOptions options, CancellationToken cancellationToken);
}

internal sealed record FigureOptions(bool Quick, int Seed);

internal sealed record FigureResult(string Figure, double Value, double Bound, string Unit, bool IsCorrect, long Lines, long LinesRead)
{
    public bool IsWithin => Value <= Bound;
}
