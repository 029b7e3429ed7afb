using Portal.Domain.Programs;

namespace Portal.Admin.Programs;

/// <summary>Changes of a line that keep it consistent: what a mode does not use goes away, what it needs comes with it.</summary>
internal static class LineEdits
{
    /// <summary>Another tier mode; a base that cannot be used with it becomes one that can.</summary>
    public static ProgramLine WithMode(ProgramLine line, TierMode mode)
    {
        var measure = TierRule.For(mode).Wanted(line.Base.Measure) == TierValues.None
            ? Enum.GetValues<Measure>().First(other => TierRule.For(mode).Wanted(other) != TierValues.None)
            : mode == TierMode.FixedAmount ? line.Qualifier.Measure : line.Base.Measure;
        return Tidy(line with { TierMode = mode, Base = line.Base with { Measure = measure } });
    }

    /// <summary>Another measure decides the tier; a base that followed it follows on.</summary>
    public static ProgramLine WithQualifier(ProgramLine line, Measure measure)
    {
        var isSame = line.Base.Measure == line.Qualifier.Measure;
        var changed = line with { Qualifier = line.Qualifier with { Measure = measure } };
        return isSame && TierRule.For(line.TierMode).Wanted(measure) != TierValues.None
            ? Tidy(changed with { Base = line.Base with { Measure = measure } })
            : changed with { Base = line.Base };
    }

    /// <summary>Another measure is paid on; a mode that cannot be used with it becomes one that can.</summary>
    public static ProgramLine WithBase(ProgramLine line, Measure measure)
    {
        var mode = TierRule.For(line.TierMode).Wanted(measure) != TierValues.None ? line.TierMode
            : measure.IsMoney() ? TierMode.WholeVolume : TierMode.PerUnit;
        return Tidy(line with { TierMode = mode, Base = line.Base with { Measure = measure } });
    }

    /// <summary>A further tier above the last one.</summary>
    public static ProgramLine WithFurtherTier(ProgramLine line)
    {
        if (line.Tiers.Count == 0)
        {
            return line with { Tiers = [new Tier(0)] };
        }

        var last = line.Tiers[^1];
        var step = line.Tiers.Count > 1 ? last.From - line.Tiers[^2].From : 0;
        var from = step > 0 ? last.From + step : last.From > 0 ? last.From * 2 : line.Qualifier.Measure.IsMoney() ? 100_000 : 100;
        return line with { Tiers = [.. line.Tiers, last with { From = from }] };
    }

    /// <summary>Whether two scopes name the same.</summary>
    public static bool SameScope(ProductScope left, ProductScope right) => PickedCode.Of(left).ToHashSet().SetEquals(PickedCode.Of(right));

    private static ProgramLine Tidy(ProgramLine line)
    {
        var wanted = TierRule.For(line.TierMode).Wanted(line.Base.Measure);
        return line with
        {
            Tiers = [.. line.Tiers.Select(tier => tier with
            {
                RatePercent = wanted.HasFlag(TierValues.RatePercent) ? tier.RatePercent : null,
                Amount = wanted.HasFlag(TierValues.Amount) ? tier.Amount : null,
                AmountPerUnit = wanted.HasFlag(TierValues.AmountPerUnit) ? tier.AmountPerUnit : null,
                MultipleOf = wanted.HasFlag(TierValues.MultipleOf) ? tier.MultipleOf : null,
            })],
        };
    }
}
