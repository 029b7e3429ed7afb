using System.Globalization;
using Portal.Domain.Points.Accounts;
using Portal.Domain.Points.Earning;
using Portal.Domain.Points.Events;
using Portal.Domain.Points.Rules;

namespace Portal.Domain.Points.Engine;

/// <summary>A programme while it runs: its members, and what must be remembered of events.</summary>
internal sealed class PointsProgram
{
    private int _lots;

    public PointsProgram(PointsRules rules, IReadOnlyDictionary<string, PointsProduct> products)
    {
        Rules = rules;
        Scale = new PointScale(rules.PointDecimals, rules.CurrencyDecimals);
        Products = products;
    }

    public PointsProgram(PointsRules rules, PointsEvents document)
    {
        Rules = rules;
        Scale = new PointScale(rules.PointDecimals, rules.CurrencyDecimals);
        Products = document.Products.ToDictionary(product => product.Product, StringComparer.Ordinal);
        foreach (var person in document.Members)
        {
            Members[person.Member] = new PointsMember(person, rules.Levels);
        }
    }

    public PointsRules Rules { get; }

    public PointScale Scale { get; }

    public IReadOnlyDictionary<string, PointsProduct> Products { get; }

    /// <summary>By name, so that what is printed does not depend on who came first.</summary>
    public SortedDictionary<string, PointsMember> Members { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, RecordedSale> Sales { get; } = [];

    public Dictionary<string, RecordedRedemption> Redemptions { get; } = [];

    public List<Referral> Referrals { get; } = [];

    /// <summary>Every earning, those of days worked off included.</summary>
    public List<Booked> Bookings { get; } = [];

    /// <summary>What the ids of new lots begin with.</summary>
    public string LotPrefix { get; init; } = "L";

    public PointsMember Member(string name) =>
        Members.TryGetValue(name, out var member) ? member : Members[name] = new PointsMember(new PointsPerson { Member = name }, Rules.Levels);

    public EarnContext Context(PointsMember member, Moment at, string? channel, IReadOnlyDictionary<string, string>? attributes = null) => new()
    {
        Rules = Rules,
        At = at,
        Person = member.Person,
        Level = member.Level?.Current,
        Usage = member.Usage,
        Channel = channel,
        Attributes = attributes ?? new Dictionary<string, string>(),
    };

    /// <summary>Stores an earning: lots by when they become available and how they expire, use of limits, one movement.</summary>
    /// <param name="member">Whose.</param>
    /// <param name="source">The event.</param>
    /// <param name="at">When.</param>
    /// <param name="result">What was earned.</param>
    /// <param name="lines">The lines' numbers; [0] for what is no sale.</param>
    /// <param name="channel">Decides how long it is pending.</param>
    /// <param name="isSale">Whether it may wait for a release.</param>
    public Booked Book(PointsMember member, string source, Moment at, EarningResult result, IReadOnlyList<int> lines, string? channel, bool isSale)
    {
        foreach (var share in result.Shares)
        {
            if (share.Rule is not null)
            {
                member.Usage.Add(at.On, share.Id, share.Units.Sum(), source);
            }
        }

        if (result.Units == 0)
        {
            return Note(new Booked(member.Person.Member, result, lines, []));
        }

        member.Usage.Add(at.On, RuleUsage.AllRules, result.Units, source);
        var lots = result.Shares
            .GroupBy(share => (Days: PendingDays(share.Rule, channel, isSale), Expiry: share.Rule?.Expiry ?? Rules.Expiry))
            .Select(group => (group.Key, Parts: lines.Select((line, index) => new LotPart(line, group.Sum(share => share.Units[index]))).Where(part => part.Units != 0).ToList()))
            .Where(group => group.Parts.Count > 0)
            .Select(group => OpenLot(source, at.On, group.Key.Days is { } days ? at.On.AddDays(days) : null, group.Key.Expiry, group.Parts))
            .ToList();
        member.Account.Add(at.On, source, PointEntryKind.Earned, lots);
        return Note(new Booked(member.Person.Member, result, lines, lots));
    }

    public PointLot OpenLot(string source, DateOnly on, DateOnly? availableOn, ExpiryRule expiry, IReadOnlyList<LotPart> parts) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{LotPrefix}{++_lots}"), source, on, availableOn, expiry, parts);

    private Booked Note(Booked booked)
    {
        Bookings.Add(booked);
        return booked;
    }

    private int? PendingDays(PointRule? rule, string? channel, bool isSale) =>
        rule?.PendingDays is { } own ? own
            : isSale && Rules.Pending.UntilReleased ? null
            : Rules.Pending.ByChannel.FirstOrDefault(days => string.Equals(days.Channel, channel, StringComparison.OrdinalIgnoreCase))?.Days ?? Rules.Pending.Days;
}
