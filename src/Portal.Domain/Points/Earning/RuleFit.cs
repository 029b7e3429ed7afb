using System.Globalization;
using Portal.Domain.Points.Rules;

namespace Portal.Domain.Points.Earning;

/// <summary>Whether a rule applies, and to which lines.</summary>
internal static class RuleFit
{
    /// <summary>The lines that fit; null where the rule does not apply.</summary>
    public static bool[]? Lines(RuleConditions when, EarnContext context)
    {
        if (!HoldsNow(when, context.At) || !HoldsForMember(when, context) || !HoldsForEvent(when, context))
        {
            return null;
        }

        var fitting = context.Lines.Select(line => when.Products is null || Selects(when.Products, line)).ToArray();
        if (context.Lines.Count == 0)
        {
            return fitting;
        }

        var lines = context.Lines.Where((_, index) => fitting[index]).ToList();
        return lines.Count > 0
            && (when.MinimumAmount is not { } amount || lines.Sum(line => line.BaseMinor) >= amount * context.Scale.MinorPerUnit)
            && (when.MinimumQuantity is not { } quantity || lines.Sum(line => line.Quantity) >= quantity)
            ? fitting
            : null;
    }

    private static bool HoldsNow(RuleConditions when, Moment at)
    {
        if (at.On < when.From || at.On > when.To || (when.Weekdays.Count > 0 && !when.Weekdays.Contains(at.On.DayOfWeek)))
        {
            return false;
        }

        var time = TimeOnly.FromDateTime(at.Local);
        var from = when.TimeFrom is { } first ? TimeOnly.ParseExact(first, "HH:mm", CultureInfo.InvariantCulture) : TimeOnly.MinValue;
        return when.TimeTo is { } last
            // Reaches over midnight where it ends before it begins.
            ? time.IsBetween(from, TimeOnly.ParseExact(last, "HH:mm", CultureInfo.InvariantCulture))
            : time >= from;
    }

    private static bool HoldsForMember(RuleConditions when, EarnContext context)
    {
        var person = context.Person;
        return (when.Levels.Count == 0 || when.Levels.Contains(context.Level?.Code))
            && (when.Tags.Count == 0 || when.Tags.Any(tag => Has(person.Tags, tag)))
            && (when.Birthday is not { } window || (person.Birthday is { } birthday && CalendarDays.IsNearBirthday(context.At.On, birthday, window)))
            && (when.JoinedWithinDays is not { } days || (person.JoinedOn is { } joined && joined <= context.At.On && context.At.On.DayNumber - joined.DayNumber <= days))
            && (!when.FirstPurchase || context.IsFirstPurchase);
    }

    private static bool HoldsForEvent(RuleConditions when, EarnContext context) =>
        (when.Channels.Count == 0 || (context.Channel is { } channel && Has(when.Channels, channel)))
        && when.Attributes.All(attribute => context.Attributes.TryGetValue(attribute.Name, out var value) && Has(attribute.Values, value));

    private static bool Selects(PointProducts products, BillLine line) =>
        (products.Include.Count == 0 || products.Include.Any(selector => Selects(selector, line)))
        && !products.Exclude.Any(selector => Selects(selector, line));

    private static bool Selects(PointProductSelector selector, BillLine line) => selector.Kind switch
    {
        PointProductKind.Product => Has(selector.Codes, line.Product.Product),
        PointProductKind.Category => line.Product.Categories.Any(category => Has(selector.Codes, category)),
        PointProductKind.Brand => line.Product.Brand is { } brand && Has(selector.Codes, brand),
        PointProductKind.Label => line.Product.Labels.Any(label => Has(selector.Codes, label)),
        _ => throw new InvalidOperationException("Unknown selector " + selector.Kind),
    };

    private static bool Has(IReadOnlyList<string> codes, string code) => codes.Contains(code, StringComparer.OrdinalIgnoreCase);
}
