using Portal.Domain.Programs;
using Portal.Domain.Shared;

namespace Portal.Domain.Settlements;

/// <summary>The sentences of rules that look at more than sums.</summary>
internal static class DetailSentences
{
    /// <summary>What it is compared with, and which conditions are met.</summary>
    public static void AddComparison(SettlementFacts facts, List<Sentence> sentences)
    {
        if (facts.Details is not { } details)
        {
            return;
        }

        if (details.IsWithoutReference)
        {
            sentences.Add(new Sentence("programs.why.withoutBase"));
        }
        else if (details.Reference == 0)
        {
            sentences.Add(new Sentence("programs.why.comparedToNothing"));
        }
        else if (details is { Reference: { } reference, Compared: { } compared })
        {
            var isPercent = facts.ComparedAs is not ComparisonAs.Difference;
            sentences.Add(new Sentence(
                "programs.why.compared",
                ProgramSentences.Value(facts.QualifierMeasure, Rounding.HalfAwayFromZero(reference)),
                isPercent ? Rate.FromPercent(compared) : ProgramSentences.Value(facts.QualifierMeasure, Rounding.HalfAwayFromZero(compared))));
        }

        if (details.MixMet is { } met)
        {
            sentences.Add(new Sentence("programs.why.mix", met, facts.MixConditions, details.MixWanted));
        }
    }

    /// <summary>What is taken off the base, and which part of it is paid on.</summary>
    public static void AddBase(SettlementFacts facts, List<Sentence> sentences)
    {
        if (facts.Details is { ReductionMinor: > 0 and var reduction })
        {
            sentences.Add(new Sentence("programs.why.reduced", new Money(reduction)));
        }

        if (facts.BasePart is not (null or BasePart.All))
        {
            sentences.Add(new Sentence("programs.why.part", ProgramSentences.Value(facts.BaseMeasure, facts.BaseValue)));
        }
    }

    /// <summary>What raises or lowers the rebate in the end.</summary>
    public static void AddLimits(SettlementFacts facts, List<Sentence> sentences)
    {
        if (facts.Details is not { } details)
        {
            return;
        }

        Add("programs.why.guarantee", details.GuaranteeMinor);
        Add("programs.why.outdone", details.OutdoneMinor);
        Add("programs.why.advance", details.AdvanceMinor);
        Add("programs.why.others", details.OthersMinor);

        void Add(string key, long minor)
        {
            if (minor != 0)
            {
                sentences.Add(new Sentence(key, new Money(minor)));
            }
        }
    }
}
