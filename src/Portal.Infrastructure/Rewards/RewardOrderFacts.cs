using Microsoft.EntityFrameworkCore;
using Portal.Domain.Rewards;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Data.BulkWrite;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Rewards;

/// <summary>What decides about some orders, read in a few statements with the stocks locked, and what those before took of it.</summary>
internal sealed class RewardOrderFacts
{
    private readonly DateOnly _today;
    private readonly Dictionary<string, RewardOrder> _known;
    private readonly Dictionary<long, Member> _members;
    private readonly Dictionary<long, Reward> _rewards;
    private readonly Dictionary<long, RewardStock> _stocks;
    private readonly Dictionary<(long CustomerId, long RewardId), long> _taken;
    private readonly Dictionary<long, long> _reserved = [];

    private RewardOrderFacts(
        DateOnly today,
        Dictionary<string, RewardOrder> known,
        Dictionary<long, Member> members,
        Dictionary<long, Reward> rewards,
        Dictionary<long, RewardStock> stocks,
        Dictionary<(long CustomerId, long RewardId), long> taken)
    {
        _today = today;
        _known = known;
        _members = members;
        _rewards = rewards;
        _stocks = stocks;
        _taken = taken;
    }

    public static async Task<RewardOrderFacts> ReadAsync(
        IReadOnlyList<RewardOrderRequest> requests, BusinessClock clock, PortalDbContext context, CancellationToken cancellationToken)
    {
        var keys = requests.Select(request => request.OperationKey).Distinct().ToArray();
        var known = await context.RewardOrders.AsNoTracking().Where(row => EF.Parameter(keys).Contains(row.OperationKey)).ToDictionaryAsync(row => row.OperationKey, cancellationToken);
        var fresh = requests.Where(request => !known.ContainsKey(request.OperationKey)).ToList();
        var customerIds = fresh.Select(request => request.CustomerId).Distinct().ToArray();
        var rewardIds = fresh.Select(request => request.RewardId).Distinct().Order().ToArray();
        if (fresh.Count == 0)
        {
            return new RewardOrderFacts(clock.Today, known, [], [], [], []);
        }

        var members = await context.Customers.Where(row => EF.Parameter(customerIds).Contains(row.Id))
            .Select(row => new { row.Id, Member = new Member(row.LevelId, row.ClosedAtUtc) }).ToDictionaryAsync(row => row.Id, row => row.Member, cancellationToken);
        var rewards = await context.Rewards.AsNoTracking().Where(row => EF.Parameter(rewardIds).Contains(row.Id)).ToDictionaryAsync(row => row.Id, cancellationToken);
        var stocks = await LockedRows.Lock<RewardStock>(context, rewardIds).AsNoTracking().ToDictionaryAsync(row => row.RewardId, cancellationToken);
        var taken = await TakenAsync(customerIds, [.. rewards.Values.Where(reward => reward.Terms.LimitPerMember is not null)], clock, context, cancellationToken);
        return new RewardOrderFacts(clock.Today, known, members, rewards, stocks, taken);
    }

    /// <summary>What members ordered of rewards within their windows and still have or wait for.</summary>
    public static async Task<Dictionary<(long CustomerId, long RewardId), long>> TakenAsync(
        long[] customerIds, IReadOnlyCollection<Reward> rewards, BusinessClock clock, PortalDbContext context, CancellationToken cancellationToken)
    {
        var taken = new Dictionary<(long CustomerId, long RewardId), long>();
        foreach (var window in rewards.GroupBy(reward => reward.Terms.LimitWindowDays))
        {
            var sinceUtc = window.Key is { } days ? clock.StartOfDayUtc(clock.Today.AddDays(1 - days)) : DateTime.UnixEpoch;
            var ids = window.Select(reward => reward.Id).ToArray();
            var sums = await context.RewardOrders
                .Where(row => EF.Parameter(customerIds).Contains(row.CustomerId) && EF.Parameter(ids).Contains(row.RewardId) && row.OrderedAtUtc >= sinceUtc
                    && row.State != RewardOrderState.Cancelled && row.State != RewardOrderState.TimedOut && row.State != RewardOrderState.Returned)
                .GroupBy(row => new { row.CustomerId, row.RewardId })
                .Select(group => new { group.Key.CustomerId, group.Key.RewardId, Sum = group.Sum(row => (long)row.Quantity) })
                .ToListAsync(cancellationToken);
            sums.ForEach(sum => taken.Add((sum.CustomerId, sum.RewardId), sum.Sum));
        }

        return taken;
    }

    /// <summary>What is wished; a voucher is had at once, whatever was asked.</summary>
    public static RewardWish WishOf(RewardOrderRequest request, RewardTerms terms) =>
        terms.Kind == RewardKind.Voucher ? request.Wish with { Delivery = RewardDelivery.AtOnce, Address = null } : request.Wish;

    public bool IsKnown(string operationKey) => _known.ContainsKey(operationKey);

    public RewardOrder? Known(string operationKey) => _known.GetValueOrDefault(operationKey);

    public RewardTerms TermsOf(long rewardId) => _rewards[rewardId].Terms;

    /// <summary>Why an order cannot be placed as things stand now, all reasons; empty where it can.</summary>
    public IReadOnlyList<Refusal> Refuse(RewardOrderRequest request)
    {
        if (!_members.TryGetValue(request.CustomerId, out var member) || !_rewards.TryGetValue(request.RewardId, out var reward))
        {
            return [new Refusal(Refusal.NotFound)];
        }

        if (member.ClosedAtUtc is not null)
        {
            return [new Refusal("reward_member_closed")];
        }

        var facts = new RewardFacts(_today, member.LevelId, _taken.GetValueOrDefault((request.CustomerId, request.RewardId)), Available(request.RewardId));
        return RewardChecks.Order(reward, facts, WishOf(request, reward.Terms));
    }

    /// <summary>Counts an order that was decided.</summary>
    public void Take(RewardOrder order)
    {
        _reserved[order.RewardId] = _reserved.GetValueOrDefault(order.RewardId) + order.Quantity;
        _taken[(order.CustomerId, order.RewardId)] = _taken.GetValueOrDefault((order.CustomerId, order.RewardId)) + order.Quantity;
    }

    /// <summary>Writes what was reserved.</summary>
    public async Task MoveStocksAsync(PortalDbContext context, CancellationToken cancellationToken)
    {
        var changes = _reserved.OrderBy(pair => pair.Key).Select(pair => new RowChange(pair.Key, _stocks[pair.Key].Reserved, pair.Value)).ToList();
        if (changes.Count > 0 && await LockedRows.AddAsync<RewardStock>(context, nameof(RewardStock.Reserved), changes, cancellationToken) != changes.Count)
        {
            throw new InvalidOperationException("A stock moved although it was locked.");
        }
    }

    private long? Available(long rewardId) => _stocks[rewardId].Available - _reserved.GetValueOrDefault(rewardId);

    private sealed record Member(long? LevelId, DateTime? ClosedAtUtc);
}
