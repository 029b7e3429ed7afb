namespace Portal.Infrastructure.Shared;

/// <summary>How far a scan of the sales lines is.</summary>
/// <param name="Percent">0 to 100, by the keys of the customers, in whose order lines are read.</param>
/// <param name="LinesRead">Sales lines read so far.</param>
public readonly record struct ScanProgress(double Percent, long LinesRead);
