using Portal.Domain.Programs;

namespace Portal.Admin.Programs;

/// <summary>Changes of a line that keep it consistent: what a mode does not use goes away, what it needs comes with it.</summary>
internal static class LineEdits
{
    /// <summary>Another tier mode; a base that cannot be used with it becomes one that can.</summary>
    public static ProgramLine WithMode(ProgramLine line, TierMode mode)
    {
        if (mode == line.TierMode)
        {
            return line;
        }

        var measure = TierRule.For(mode).Wanted(line.Base.Measure) == TierValues.None
            ? Enum.GetValues<Measure>().First(other => TierRule.For(mode).Wanted(other) != TierValues.None)
            : mode == TierMode.FixedAmount ? line.Qualifier.Measure : line.Base.Measure;
        return Tidy(line with { TierMode = mode, Base = line.Base with { Measure = measure } });
    }

    /// <summary>Another measure decides the tier; a base that followed it follows on.</summary>
    public static ProgramLine WithQualifier(ProgramLine line, Measure measure)
    {
        if (measure == line.Qualifier.Measure)
        {
            return line;
        }

        var isSame = line.Base.Measure == line.Qualifier.Measure;
        var changed = line with { Qualifier = line.Qualifier with { Measure = measure } };
        return isSame && TierRule.For(line.TierMode).Wanted(measure) != TierValues.None
            ? Tidy(changed with { Base = line.Base with { Measure = measure } })
            : Tidy(changed with { Base = line.Base });
    }

    /// <summary>Another measure is paid on; a mode that cannot be used with it becomes one that can.</summary>
    public static ProgramLine WithBase(ProgramLine line, Measure measure)
    {
        if (measure == line.Base.Measure)
        {
            return line;
        }

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

    /// <summary>Whether the line's tiers may carry amounts of their own in place of rates.</summary>
    public static bool CanPayAmounts(ProgramLine line) => TierRule.For(line.TierMode).Instead(line.Base.Measure) == TierValues.Amount;

    /// <summary>Whether they do.</summary>
    public static bool PaysAmounts(ProgramLine line) => CanPayAmounts(line) && TierRule.For(line.TierMode).Wanted(line) == TierValues.Amount;

    /// <summary>Tiers with amounts of their own in place of rates, or the other way round; what was there goes away.</summary>
    public static ProgramLine WithAmounts(ProgramLine line, bool amounts) => amounts == PaysAmounts(line) ? line
        : line with { Tiers = [.. line.Tiers.Select(tier => new Tier(tier.From) { Amount = amounts ? tier.Amount ?? 0 : null })] };

    /// <summary>The line without another line's number where its own rules name it.</summary>
    public static ProgramLine Without(ProgramLine line, int number)
    {
        var left = line.ReducedByLines?.Where(other => other != number).ToList();
        return left?.Count == line.ReducedByLines?.Count ? line : line with { ReducedByLines = left is { Count: > 0 } ? left : null };
    }

    /// <summary>Whether slabs of the line may be priced one way or the other.</summary>
    public static bool CanPriceSlabs(ProgramLine line) =>
        line.TierMode == TierMode.Slab && line.Qualifier.Measure == Measure.Quantity && line.Base.Measure.IsMoney();

    private static ProgramLine Tidy(ProgramLine line)
    {
        var wanted = TierRule.For(line.TierMode).Wanted(line);
        return line with
        {
            ProRata = line.TierMode == TierMode.PerFullMultiple ? line.ProRata : null,
            SlabPricing = CanPriceSlabs(line) ? line.SlabPricing : null,
            Qualifier = line.Qualifier with { Unit = line.Qualifier.Measure == Measure.Quantity ? line.Qualifier.Unit : null },
            Base = line.Base with { Unit = line.Base.Measure == Measure.Quantity ? line.Base.Unit : null },
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
