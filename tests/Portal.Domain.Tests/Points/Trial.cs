using System.Globalization;
using System.Text.Json.Nodes;
using Portal.Domain.Points.Documents;
using Portal.Domain.Points.Engine;
using Portal.Domain.Points.Events;
using Portal.Domain.Points.Rules;

namespace Portal.Domain.Tests.Points;

/// <summary>Runs rules over events, both written as documents; what rules leave out is one point per 1.</summary>
internal sealed class Trial
{
    private Trial(PointsRun run) => Outcome = run;

    public PointsRun Outcome { get; }

    public PointsMember Only => Outcome.Members.Values.Single();

    public static PointsRules Rules(string rules)
    {
        var document = JsonNode.Parse(rules)!.AsObject();
        document.TryAdd("earnRules", JsonNode.Parse("""[{"kind":"amount","id":"base","points":1}]"""));
        var read = PointsDocuments.ReadRules(document.ToJsonString());
        Assert.True(read.IsDone, string.Join("; ", read.Refusals));
        return read.Value;
    }

    public static PointsEvents Events(string events, PointsRules rules)
    {
        var read = PointsDocuments.ReadEvents(events.TrimStart().StartsWith('[') ? $$$"""{"events":{{{events}}}}""" : events, rules);
        Assert.True(read.IsDone, string.Join("; ", read.Refusals));
        return read.Value;
    }

    public static Trial Run(string rules, string events, string asOf)
    {
        var read = Rules(rules);
        return new Trial(PointsEngine.Run(read, Events(events, read), Day(asOf)));
    }

    public static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    public EventResult Event(string id) => Outcome.Events.Single(item => item.Event.Id == id);

    public string Breakdown(string id) => Event(id).Earned.Single().Result.Sentence;

    public long Earned(string id) => Event(id).Earned.Sum(booked => booked.Result.Units);

    public long[] Lines(string id)
    {
        var booked = Event(id).Earned.Single();
        return [.. booked.Lines.Select((_, index) => booked.Result.Shares.Sum(share => share.Units[index]))];
    }

    /// <summary>available/pending/debt</summary>
    public string Standing(string? member = null)
    {
        var account = (member is null ? Only : Outcome.Members[member]).Account;
        return $"{account.Available(Outcome.AsOf)}/{account.Pending(Outcome.AsOf)}/{account.Debt}";
    }

    public string Refusal(string id) => string.Join(",", Event(id).Refusals.Select(refusal => refusal.Code));
}
