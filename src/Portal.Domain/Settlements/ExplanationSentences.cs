using Portal.Domain.Programs;
using Portal.Domain.Shared;

namespace Portal.Domain.Settlements;

/// <summary>Why a settlement line is what it is, sentence by sentence with the numbers in it; the same for staff and for the customer.</summary>
public static class ExplanationSentences
{
    /// <summary>The sentences of a line.</summary>
    /// <param name="facts">The line's facts.</param>
    /// <param name="names">How codes are called.</param>
    public static IReadOnlyList<Sentence> Of(SettlementFacts facts, ProgramNames? names = null)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts.Reason == SettlementReason.Manual)
        {
            return [new Sentence("programs.why.byHand", new Money(facts.DueMinor))];
        }

        var sentences = new List<Sentence>();
        AddMeasure(facts, names, sentences);
        DetailSentences.AddComparison(facts, sentences);
        AddTier(facts, sentences);
        if (facts.Details?.IsProvisional == true)
        {
            sentences.Add(new Sentence("programs.why.provisional", new Money(facts.UncappedMinor), Value(facts.BaseMeasure, facts.BaseValue)));
        }
        else if (facts.TierNumber > 0)
        {
            AddRebate(facts, names, sentences);
        }

        AddLimits(facts, sentences);
        DetailSentences.AddLimits(facts, sentences);
        AddSettled(facts, sentences);
        return sentences;
    }

    private static object Value(Measure measure, long value) => ProgramSentences.Value(measure, value);

    private static void AddMeasure(SettlementFacts facts, ProgramNames? names, List<Sentence> sentences)
    {
        var scope = ProgramSentences.Scope(facts.QualifierScope ?? ProductScope.Everything, names);
        var value = Value(facts.QualifierMeasure, facts.QualifierValue);
        sentences.Add(facts.SaleLines + facts.ReturnLines == 0
            ? new Sentence("programs.why.nothing", facts.MeasuredFrom, facts.PeriodTo)
            : facts.ReturnLines == 0
                ? new Sentence("programs.why.measured", facts.MeasuredFrom, facts.PeriodTo, value, scope, facts.SaleLines)
                : new Sentence("programs.why.measuredWithReturns", facts.MeasuredFrom, facts.PeriodTo, value, scope, facts.SaleLines, facts.ReturnLines, new Money(facts.ReturnNetMinor)));
        if (facts.LateSaleLines + facts.LateReturnLines > 0 && facts.Reason != SettlementReason.NewPeriod)
        {
            sentences.Add(new Sentence("programs.why.late", facts.LateSaleLines, facts.LateReturnLines, new Money(facts.LateNetMinor)));
        }
    }

    private static void AddTier(SettlementFacts facts, List<Sentence> sentences)
    {
        if (facts.TierNumber > 0)
        {
            var from = Value(facts.QualifierMeasure, facts.TierFrom ?? 0);
            sentences.Add(facts.NextTierFrom is { } next
                ? new Sentence("programs.why.tier", from, Value(facts.QualifierMeasure, next))
                : new Sentence("programs.why.tierHighest", from));
        }
        else if (facts.MinimumValue is { } minimum && facts.QualifierValue < minimum)
        {
            sentences.Add(new Sentence("programs.why.belowMinimum", Value(facts.QualifierMeasure, minimum)));
        }
        else if (facts.NextTierFrom is { } first)
        {
            sentences.Add(new Sentence("programs.why.belowFirst", Value(facts.QualifierMeasure, first)));
        }
        else
        {
            sentences.Add(new Sentence("programs.why.noTier"));
        }
    }

    private static void AddRebate(SettlementFacts facts, ProgramNames? names, List<Sentence> sentences)
    {
        var payerBase = Value(facts.BaseMeasure, facts.BaseValue);
        if (!facts.IsBaseTheQualifier && facts.TierMode != TierMode.FixedAmount)
        {
            sentences.Add(new Sentence("programs.why.base", payerBase, ProgramSentences.Scope(facts.BaseScope ?? ProductScope.Everything, names)));
        }

        DetailSentences.AddBase(facts, sentences);
        var raw = Units(facts.RawMinor);
        var rebate = new Money(facts.UncappedMinor);
        switch (facts.TierMode)
        {
            case TierMode.WholeVolume:
                sentences.Add(new Sentence("programs.why.wholeVolume", payerBase, Rate.FromPercent(facts.RatePercent ?? 0), rebate, raw));
                break;
            case TierMode.Slab:
                sentences.AddRange((facts.Parts ?? []).Select(part => Slab(facts, part)));
                sentences.Add(new Sentence("programs.why.slabs", rebate, raw));
                break;
            case TierMode.SumOfReached when facts.Parts is null:
                sentences.Add(new Sentence("programs.why.addedAmounts", rebate));
                break;
            case TierMode.Linear:
                sentences.Add(new Sentence("programs.why.linear", rebate, raw));
                break;
            case TierMode.HigherOf:
                sentences.Add(new Sentence("programs.why.higherOf", payerBase, rebate, raw));
                break;
            case TierMode.Rolling or TierMode.SumOfReached:
                sentences.AddRange((facts.Parts ?? []).Select(part => UpTo(facts, part)));
                sentences.Add(new Sentence("programs.why.reachedTiers", rebate, raw));
                break;
            case TierMode.FixedAmount:
                sentences.Add(new Sentence("programs.why.fixedAmount", rebate));
                break;
            case TierMode.PerUnit:
                sentences.Add(new Sentence("programs.why.perUnit", payerBase, facts.RateAmount ?? 0, rebate, raw));
                break;
            case TierMode.PerFullMultiple:
                var multiple = (facts.MultipleOf ?? 0) * facts.BaseMeasure.Scale();
                if (facts.IsProRata)
                {
                    sentences.Add(new Sentence("programs.why.proRata", payerBase, Value(facts.BaseMeasure, Rounding.HalfAwayFromZero(multiple)), Money.FromAmount(facts.RateAmount ?? 0), rebate));
                    break;
                }

                var times = multiple > 0 ? decimal.Floor(Math.Max(0, facts.BaseValue) / multiple) : 0;
                sentences.Add(new Sentence("programs.why.perFullMultiple", payerBase, times, Value(facts.BaseMeasure, Rounding.HalfAwayFromZero(multiple)), Money.FromAmount(facts.RateAmount ?? 0), rebate));
                break;
            default:
                throw new InvalidOperationException("Unknown tier mode " + facts.TierMode);
        }
    }

    private static Sentence Slab(SettlementFacts facts, SlabPart part)
    {
        var from = Value(facts.QualifierMeasure, Rounding.HalfAwayFromZero(part.From));
        var to = Value(facts.QualifierMeasure, Rounding.HalfAwayFromZero(part.To));
        var share = Value(facts.BaseMeasure, Rounding.HalfAwayFromZero(part.BaseValue));
        return part.RatePercent is { } rate
            ? new Sentence("programs.why.slabRate", from, to, share, Rate.FromPercent(rate), Units(part.RawMinor))
            : new Sentence("programs.why.slabPerUnit", from, to, share, part.AmountPerUnit ?? 0, Units(part.RawMinor));
    }

    private static Sentence UpTo(SettlementFacts facts, SlabPart part)
    {
        var to = Value(facts.QualifierMeasure, Rounding.HalfAwayFromZero(part.To));
        var share = Value(facts.BaseMeasure, Rounding.HalfAwayFromZero(part.BaseValue));
        return part.RatePercent is { } rate
            ? new Sentence("programs.why.upToRate", to, share, Rate.FromPercent(rate), Units(part.RawMinor))
            : new Sentence("programs.why.upToPerUnit", to, share, part.AmountPerUnit ?? 0, Units(part.RawMinor));
    }

    private static void AddLimits(SettlementFacts facts, List<Sentence> sentences)
    {
        if (facts.CustomerCapMinor > 0)
        {
            sentences.Add(new Sentence("programs.why.customerCap", new Money(facts.UncappedMinor - facts.CustomerCapMinor), new Money(facts.CustomerCapMinor)));
        }

        if (facts.ProgramCapMinor > 0)
        {
            sentences.Add(new Sentence("programs.why.programCap", new Money(facts.RoundedMinor), new Money(facts.ProgramCapMinor)));
        }
    }

    private static void AddSettled(SettlementFacts facts, List<Sentence> sentences)
    {
        if (facts.SettledEarlierPeriodsMinor != 0)
        {
            sentences.Add(new Sentence("programs.why.settledEarlier", new Money(facts.SettledEarlierPeriodsMinor)));
        }

        if (facts.SettledThisPeriodMinor != 0)
        {
            sentences.Add(new Sentence("programs.why.settledThisPeriod", new Money(facts.SettledThisPeriodMinor)));
        }

        var settled = facts.SettledEarlierPeriodsMinor + facts.SettledThisPeriodMinor;
        if (settled != 0)
        {
            sentences.Add(new Sentence("programs.why.difference", new Money(facts.RoundedMinor), new Money(settled), new Money(facts.DeltaMinor)));
        }

        if (facts.CarriedInMinor != 0)
        {
            sentences.Add(new Sentence("programs.why.carriedIn", new Money(facts.CarriedInMinor)));
        }

        if (facts.CarriedOutMinor != 0)
        {
            sentences.Add(new Sentence("programs.why.carriedOut", new Money(facts.CarriedOutMinor)));
        }
        else if (facts.DeltaMinor < 0 && facts.Negative == NegativePolicy.Drop)
        {
            sentences.Add(new Sentence("programs.why.dropped"));
        }

        if (facts.DeltaMinor + facts.CarriedInMinor - facts.CarriedOutMinor - facts.DueMinor is > 0 and var kept)
        {
            sentences.Add(new Sentence("programs.why.notPaidAgain", new Money(kept)));
        }

        sentences.Add(new Sentence("programs.why.due", new Money(facts.DueMinor)));
    }

    private static decimal Units(decimal minor) => Rounding.HalfAwayFromZero(minor / Money.MinorPerUnit, 4);
}
