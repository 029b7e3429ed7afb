using Portal.Domain.Points.Accounts;
using Portal.Domain.Points.Rules;

namespace Portal.Domain.Points.Engine;

/// <summary>Rewards on both sides for bringing a new member: checked at joining, pending until the purchase, gone with its return.</summary>
internal static class Referrals
{
    private const string RuleId = "referral";

    public static void OnJoin(PointsProgram program, PointsMember member, string referrer, Moment at)
    {
        if (program.Rules.Referral is not { } rule)
        {
            return;
        }

        var referral = new Referral(referrer, member.Person.Member, at.On);
        program.Referrals.Add(referral);
        referral.Reason = Against(program, rule, member, referrer, at.On);
        if (referral.Reason is not null)
        {
            referral.State = ReferralState.Refused;
        }
        else if (rule.Trigger == ReferralTrigger.Join)
        {
            Reward(program, rule, referral, at, null, referral.Referred);
        }
    }

    public static void OnSale(PointsProgram program, PointsMember member, RecordedSale sale, Moment at, decimal amount)
    {
        if (program.Rules.Referral is not { Trigger: ReferralTrigger.FirstPurchase } rule
            || program.Referrals.Find(one => one.Referred == member.Person.Member && one.State == ReferralState.Pending) is not { } referral
            || amount < (rule.MinimumAmount ?? 0))
        {
            return;
        }

        if (rule.WithinDays is { } days && at.On > referral.On.AddDays(days))
        {
            referral.State = ReferralState.Refused;
            referral.Reason = "too_late";
            return;
        }

        Reward(program, rule, referral, at, sale, sale.Event.Id);
    }

    /// <summary>A purchase that came back in full takes the reward back on both sides.</summary>
    /// <returns>What the buyer lost; the referrer's part is booked with the referrer.</returns>
    public static TakenBack OnReturn(PointsProgram program, RecordedSale sale, string source, DateOnly on)
    {
        var sum = TakenBack.Nothing;
        foreach (var referral in program.Referrals.Where(referral => referral.Sale == sale && referral.State == ReferralState.Rewarded))
        {
            referral.State = ReferralState.Reversed;
            foreach (var (name, lot) in referral.Lots)
            {
                var account = program.Member(name).Account;
                var moved = new List<LotAllocation>();
                DayWork.Until(program, program.Member(name), on);
                var taken = TakingBack.OfLine(account, [lot], 0, lot.Earned, program.Rules.Returns.AlreadySpent, on, moved);
                account.Record(on, source, PointEntryKind.Reversed, -taken.Taken, moved);
                program.Member(name).Usage.Free(UsageOf(referral));
                if (name == referral.Referred)
                {
                    sum += taken;
                }
            }
        }

        return sum;
    }

    private static void Reward(PointsProgram program, ReferralRule rule, Referral referral, Moment at, RecordedSale? sale, string source)
    {
        var referrer = program.Member(referral.Referrer);
        if (referrer.Usage.Left(RuleId, rule.Limits, at.On, program.Scale) is 0)
        {
            referral.State = ReferralState.Refused;
            referral.Reason = "limit";
            return;
        }

        DayWork.Until(program, referrer, at.On);
        referral.State = ReferralState.Rewarded;
        referral.RewardedOn = at.On;
        referral.Sale = sale;
        referrer.Usage.Add(at.On, RuleId, 1, UsageOf(referral));
        Give(referral.Referrer, rule.ReferrerPoints);
        Give(referral.Referred, rule.ReferredPoints);

        void Give(string name, decimal points)
        {
            if (points > 0)
            {
                var lot = program.OpenLot(source, at.On, at.On.AddDays(rule.PendingDays), program.Rules.Expiry, [new LotPart(0, program.Scale.Units(points))]);
                referral.Lots[name] = lot;
                program.Member(name).Account.Add(at.On, source, PointEntryKind.Earned, [lot]);
            }
        }
    }

    /// <summary>Why a referral is refused; null where nothing speaks against it.</summary>
    private static string? Against(PointsProgram program, ReferralRule rule, PointsMember member, string referrer, DateOnly on)
    {
        if (referrer == member.Person.Member)
        {
            return "self";
        }

        if (!program.Members.TryGetValue(referrer, out var other) || other.Person.JoinedOn > on)
        {
            return "referrer_unknown";
        }

        if (member.HasPurchased)
        {
            return "not_new";
        }

        var (one, two) = (member.Person, other.Person);
        return Checked(ReferralCheck.Circle) && IsCircle(program, referrer, member.Person.Member) ? "circle"
            : Checked(ReferralCheck.Contact) && IsSame(one.Contact, two.Contact) ? "same_contact"
            : Checked(ReferralCheck.Device) && IsSame(one.Device, two.Device) ? "same_device"
            : Checked(ReferralCheck.Address) && IsSame(one.Address, two.Address) ? "same_address"
            : null;

        bool Checked(ReferralCheck check) => rule.Checks.Contains(check);
    }

    private static bool IsCircle(PointsProgram program, string referrer, string member)
    {
        var seen = new HashSet<string>();
        for (var current = referrer; current is not null && seen.Add(current); current = program.Referrals.Find(one => one.Referred == current)?.Referrer)
        {
            if (current == member)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Spaces and case do not make two.</summary>
    private static bool IsSame(string? one, string? two) =>
        one is not null && two is not null && string.Equals(Plain(one), Plain(two), StringComparison.OrdinalIgnoreCase);

    private static string Plain(string text) => string.Concat(text.Where(letter => !char.IsWhiteSpace(letter) && letter != '-'));

    private static string UsageOf(Referral referral) => RuleId + ":" + referral.Referred;
}
