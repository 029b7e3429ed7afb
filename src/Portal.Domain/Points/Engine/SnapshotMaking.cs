using Portal.Domain.Points.Events;
using Portal.Domain.Points.Rules;

namespace Portal.Domain.Points.Engine;

/// <summary>Members from what was stored, and back.</summary>
internal static class SnapshotMaking
{
    public static PointsMember Restore(PointsProgram program, MemberSnapshot stored)
    {
        var member = new PointsMember(stored.Person, program.Rules.Levels, stored.Level) { OtherPurchases = stored.OtherPurchases, DoneUntil = stored.DoneUntil };
        member.Account.Restore(stored.Lots, stored.Debt, stored.LastActivities);
        foreach (var use in stored.Usage)
        {
            member.Usage.Restore(use);
        }

        foreach (var (rule, streak) in stored.Streaks)
        {
            member.Streaks[rule] = streak;
        }

        var redemptions = stored.Redemptions.ToDictionary(one => one.Source, one => (one.IsOnSale, Redemption: RecordedRedemption.Restore(one)));
        foreach (var (source, (isOnSale, redemption)) in redemptions)
        {
            member.Redemptions.Add(redemption);
            if (!isOnSale)
            {
                program.Redemptions[source] = redemption;
            }
        }

        foreach (var sale in stored.Sales)
        {
            var recorded = Restore(sale, member, redemptions.TryGetValue(sale.Id, out var used) ? used.Redemption : null);
            program.Sales[sale.Id] = recorded;
            member.Sales.Add(recorded);
        }

        program.Members[stored.Person.Member] = member;
        return member;
    }

    public static void Restore(PointsProgram program, ReferralSnapshot stored)
    {
        var referral = new Referral(stored.Referrer, stored.Referred, stored.On)
        {
            State = stored.State,
            Reason = stored.Reason,
            RewardedOn = stored.RewardedOn,
            Sale = stored.Sale is { } sale ? program.Sales.GetValueOrDefault(sale) : null,
        };
        foreach (var (name, lot) in stored.Lots)
        {
            if (program.Members.TryGetValue(name, out var member) && member.Account.Lots.FirstOrDefault(one => one.Id == lot) is { } found)
            {
                referral.Lots[name] = found;
            }
        }

        program.Referrals.Add(referral);
    }

    public static MemberSnapshot Snapshot(PointsProgram program, PointsMember member) => new()
    {
        Person = member.Person,
        Lots = [.. member.Account.Lots.Select(lot => lot.Snapshot())],
        Debt = member.Account.Debt,
        LastActivities = new Dictionary<ActivityKind, DateOnly>(member.Account.LastActivities),
        Level = member.Level is not { } level ? new() : new()
        {
            Code = level.Current.Code,
            IsLocked = level.IsLocked,
            BelowSince = level.BelowSince,
            Since = level.Since,
            Growth = [.. level.Growth],
            History = [.. level.History],
        },
        Usage = [.. member.Usage.Uses],
        Sales = [.. member.Sales.Select(Snapshot)],
        OtherPurchases = member.OtherPurchases,
        Streaks = new Dictionary<string, Streak>(member.Streaks),
        Redemptions = [.. member.Redemptions.Select(one => one.Snapshot(!program.Redemptions.ContainsKey(one.Source)))],
        DoneUntil = member.DoneUntil,
    };

    public static ReferralSnapshot Snapshot(Referral referral) => new()
    {
        Referrer = referral.Referrer,
        Referred = referral.Referred,
        On = referral.On,
        State = referral.State,
        Reason = referral.Reason,
        RewardedOn = referral.RewardedOn,
        Sale = referral.Sale?.Event.Id,
        Lots = referral.Lots.ToDictionary(pair => pair.Key, pair => pair.Value.Id),
    };

    private static RecordedSale Restore(SaleSnapshot stored, PointsMember member, RecordedRedemption? redemption)
    {
        var sale = new RecordedSale(new SaleEvent { Id = stored.Id }, stored.On, [.. stored.Lines.Select(RecordedLine.Restore)])
        {
            RedeemedUnits = stored.Redeemed,
            Redemption = redemption,
            VisitGrowth = stored.VisitGrowth,
        };
        sale.Lots.AddRange(stored.Lots.Select(member.Account.Lot));
        return sale;
    }

    private static SaleSnapshot Snapshot(RecordedSale sale) => new()
    {
        Id = sale.Event.Id,
        On = sale.On,
        Lines = [.. sale.Lines.Select(line => line.Snapshot())],
        Lots = [.. sale.Lots.Select(lot => lot.Id)],
        Redeemed = sale.RedeemedUnits,
        VisitGrowth = sale.VisitGrowth,
    };
}
