using System.Globalization;
using Portal.Domain.Shared;
using Portal.Infrastructure.Points;
using Portal.Ui;

namespace Portal.Admin.Points;

/// <summary>A level's progress in plain words: "¥320 by 31 Dec to stay Gold".</summary>
internal static class LevelWords
{
    public static string? Of(LevelProgress level, IReadOnlyDictionary<string, string> names, Texts texts) =>
        level.IsLocked ? texts["points.levelLocked"]
        : level is { KeepBy: { } by, MissingToKeep: > 0 } ? texts[level.IsInGrace ? "points.toStayInGrace" : "points.toStay", Amount(level, level.MissingToKeep), by, names.GetValueOrDefault(level.Level, level.Level)]
        : level.Next is { } next ? texts["points.toNext", Amount(level, level.MissingToNext ?? 0), names.GetValueOrDefault(next, next)]
        : texts["points.topLevel"];

    public static string Amount(LevelProgress level, decimal value) =>
        level.IsMoney ? Money.FromAmount(value).Format() : value.ToString("#,0.##", CultureInfo.InvariantCulture);
}
