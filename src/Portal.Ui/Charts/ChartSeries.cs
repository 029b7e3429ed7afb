namespace Portal.Ui.Charts;

/// <summary>One value of a chart.</summary>
/// <param name="Label">Its place on the axis: "2026-11".</param>
/// <param name="Value">The value in the chart's unit.</param>
public sealed record ChartPoint(string Label, decimal Value);

/// <summary>One series of a chart.</summary>
/// <param name="Name">As the legend says it.</param>
/// <param name="Points">The values, in the order of the axis.</param>
/// <param name="IsLine">A line; else columns.</param>
public sealed record ChartSeries(string Name, IReadOnlyList<ChartPoint> Points, bool IsLine = false);
