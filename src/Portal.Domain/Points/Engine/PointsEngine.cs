using Portal.Domain.Points.Events;
using Portal.Domain.Points.Rules;
using Portal.Domain.Shared;

namespace Portal.Domain.Points.Engine;

/// <summary>Runs a programme over events: pure, and the same for the same input.</summary>
public static class PointsEngine
{
    /// <summary>Runs all events up to and with a local day; the day's midnight is not reached.</summary>
    public static PointsRun Run(PointsRules rules, PointsEvents document, DateOnly asOf)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(document);
        var zone = TimeZoneInfo.FindSystemTimeZoneById(rules.TimeZone);
        var program = new PointsProgram(rules, document);
        var results = new List<EventResult>();
        var seen = new Dictionary<string, string>();
        var inTime = document.Events.Select(item => (Event: item, At: Moment.Parse(item.At, zone)!.Value)).OrderBy(item => item.At.Utc);

        // Everybody's days run from the first event, so that birthdays and checks do not depend on one's own first bill.
        var firstOn = document.Events.Count == 0 ? asOf : document.Events.Min(item => Moment.Parse(item.At, zone)!.Value.On);
        foreach (var member in program.Members.Values)
        {
            DayWork.Until(program, member, firstOn < asOf ? firstOn : asOf);
        }

        foreach (var (item, at) in inTime)
        {
            var result = new EventResult { Event = item, At = at };
            if (at.On > asOf)
            {
                results.Add(result with { State = EventState.NotYet });
                continue;
            }

            var content = EventContent.Of(item);
            if (seen.TryGetValue(item.Id, out var before))
            {
                results.Add(before == content ? result with { State = EventState.Replayed } : result.Refuse("points_event_id_reused", item.Id));
                continue;
            }

            var known = program.Member(item.Member);
            DayWork.Until(program, known, at.On);
            results.Add(Handle(program, known, item, result));
            if (results[^1].State == EventState.Done)
            {
                // What was refused changed nothing and may be tried again.
                seen[item.Id] = content;
            }
        }

        foreach (var member in program.Members.Values)
        {
            DayWork.Until(program, member, asOf);
        }

        return new PointsRun(rules, asOf, results, program.Members, program.Referrals);
    }

    internal static EventResult Refuse(this EventResult result, string code, params object?[] arguments) =>
        result with { State = EventState.Refused, Refusals = [new Refusal(code, arguments)] };

    internal static EventResult Handle(PointsProgram program, PointsMember member, PointsEvent item, EventResult result) => item switch
    {
        JoinEvent join => Join(program, member, join, result),
        SaleEvent sale => SaleHandling.Handle(program, member, sale, result),
        ReturnEvent back => ReturnHandling.Handle(program, member, back, result),
        RedeemEvent redeem => RedeemHandling.Handle(program, member, redeem, result),
        CancelRedemptionEvent cancel => RedeemHandling.Cancel(program, member, cancel, result),
        ActivityEvent activity => Activity(program, member, activity, result),
        AdjustEvent adjust => AdjustHandling.Handle(program, member, adjust, result),
        ReleaseEvent release => Release(program, member, release, result),
        SetLevelEvent level => SetLevel(program, member, level, result),
        _ => throw new InvalidOperationException("Unknown event " + item.GetType().Name),
    };

    private static EventResult Join(PointsProgram program, PointsMember member, JoinEvent join, EventResult result)
    {
        if (member.Person.JoinedOn is not null)
        {
            return result.Refuse("points_joined_already", join.Member);
        }

        var known = member.Person;
        member.Person = known with
        {
            JoinedOn = result.At.On,
            Birthday = join.Birthday ?? known.Birthday,
            Tags = join.Tags.Count > 0 ? join.Tags : known.Tags,
            Contact = join.Contact ?? known.Contact,
            Device = join.Device ?? known.Device,
            Address = join.Address ?? known.Address,
        };
        var earned = Activities.Apply(program, member, "join", program.Context(member, result.At, null), join.Id);
        if (join.ReferredBy is { } referrer)
        {
            Referrals.OnJoin(program, member, referrer, result.At);
        }

        return result with { Earned = earned };
    }

    private static EventResult Activity(PointsProgram program, PointsMember member, ActivityEvent activity, EventResult result)
    {
        member.Account.Touch(ActivityKind.Activity, result.At.On);
        return result with { Earned = Activities.Apply(program, member, activity.Activity, program.Context(member, result.At, activity.Channel, activity.Attributes), activity.Id) };
    }

    private static EventResult Release(PointsProgram program, PointsMember member, ReleaseEvent release, EventResult result)
    {
        if (!program.Sales.TryGetValue(release.Sale, out var sale) || !member.Sales.Contains(sale))
        {
            return result.Refuse("points_sale_unknown", release.Sale);
        }

        foreach (var lot in sale.Lots.Where(lot => !lot.IsAvailable(result.At.On)))
        {
            lot.Release(result.At.On);
        }

        member.Account.Absorb(result.At.On);
        return result;
    }

    private static EventResult SetLevel(PointsProgram program, PointsMember member, SetLevelEvent level, EventResult result)
    {
        if (member.Level is null || program.Rules.Levels!.List.All(known => known.Code != level.Level))
        {
            return result.Refuse("points_level_unknown", level.Level);
        }

        member.Level.Set(result.At.On, level.Level, level.Lock, level.Reason);
        return result;
    }
}

/// <summary>What a run came to.</summary>
/// <param name="Rules">The rules.</param>
/// <param name="AsOf">The local day.</param>
/// <param name="Events">What became of each event, in order of time.</param>
/// <param name="Members">Everybody, by name.</param>
/// <param name="Referrals">All referrals.</param>
public sealed record PointsRun(PointsRules Rules, DateOnly AsOf, IReadOnlyList<EventResult> Events, IReadOnlyDictionary<string, PointsMember> Members, IReadOnlyList<Referral> Referrals);
