using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Portal.Domain.ApiKeys;
using Portal.Domain.Cards;
using Portal.Domain.Rewards;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Cards;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Rewards;

/// <summary>
/// A till or shop redeems a member's points with the card's PIN: a reward, or points for a voucher. The slow hashing of the PIN
/// comes before the transaction; in it the PIN's try is counted, then stock, limit and points are taken together.
/// </summary>
public sealed class RedeemByCard
{
    /// <summary>Letters of a key at most.</summary>
    public const int MaxKey = 100;

    private readonly IDbContextFactory<PortalDbContext> _contexts;
    private readonly WriteTransaction _writes;
    private readonly RedemptionQueue _queue;
    private readonly CheckPin _checkPin;
    private readonly ReadCardCode _readCode;
    private readonly PointsExchanging _exchanging;
    private readonly CurrentUser _user;

    internal RedeemByCard(
        IDbContextFactory<PortalDbContext> contexts,
        WriteTransaction writes,
        RedemptionQueue queue,
        CheckPin checkPin,
        ReadCardCode readCode,
        PointsExchanging exchanging,
        CurrentUser user)
    {
        _contexts = contexts;
        _writes = writes;
        _queue = queue;
        _checkPin = checkPin;
        _readCode = readCode;
        _exchanging = exchanging;
        _user = user;
    }

    /// <summary>Redeems; the same key gives the first result.</summary>
    public async Task<Outcome<Redemption>> RunAsync(RedemptionInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (_user.RefuseScope(ApiScopes.RedemptionsWrite) is { } refusal)
        {
            return refusal;
        }

        var refusals = Check(input);
        if (refusals.Count > 0)
        {
            return Outcome<Redemption>.Refused(refusals);
        }

        var target = await FindAsync(input, cancellationToken);
        if (!target.IsDone)
        {
            return target.Refusal;
        }

        var begun = Stopwatch.GetTimestamp();
        var proof = await _checkPin.PrepareAsync(target.Value.CardId, input.Pin, cancellationToken);
        var hashing = Stopwatch.GetElapsedTime(begun);

        var key = $"api:{_user.DisplayName}:{input.Key!.Trim()}";

        // Screens are not told of each: at the rate of tills that would be as many writes again.
        return target.Value.RewardId is { } rewardId
            ? await OrderAsync(new RewardOrderRequest(key, target.Value.CustomerId, rewardId, new RewardWish(input.Quantity ?? 1, RewardDelivery.PickUp), _user.DisplayName), proof, hashing, cancellationToken)
            : await _writes.RunAttemptAsync((context, ct) => ExchangeAsync(key, target.Value.CustomerId, input.Points!.Value, proof, hashing, context, ct), cancellationToken);
    }

    private static List<Refusal> Check(RedemptionInput input)
    {
        var refusals = new List<Refusal>();
        if (input.Key?.Trim().Length is not > 0 || input.Key.Length > MaxKey || input.Key.Any(char.IsControl))
        {
            refusals.Add(new Refusal("voucher_text", MaxKey) { Field = "key" });
        }

        if (string.IsNullOrWhiteSpace(input.Card) && string.IsNullOrWhiteSpace(input.Member))
        {
            refusals.Add(new Refusal("redemption_who") { Field = "card" });
        }

        if (string.IsNullOrWhiteSpace(input.Reward) == input.Points is null)
        {
            refusals.Add(new Refusal("redemption_what") { Field = "reward" });
        }

        if (input.Points is not null && input.Quantity is not null)
        {
            refusals.Add(new Refusal("redemption_quantity") { Field = "quantity" });
        }

        return refusals;
    }

    /// <summary>Whose card it is, and which reward is meant. What is read here decides nothing: the transaction looks again.</summary>
    private async Task<Outcome<Target>> FindAsync(RedemptionInput input, CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var card = await FindCardAsync(input, context, cancellationToken);
        if (!card.IsDone)
        {
            return card.Refusal;
        }

        if (string.IsNullOrWhiteSpace(input.Reward))
        {
            return new Target(card.Value.CardId, card.Value.CustomerId, null);
        }

        var number = input.Reward.Trim();
        var reward = await context.Rewards.Where(row => row.Number == number).Select(row => (long?)row.Id).SingleOrDefaultAsync(cancellationToken);
        return reward is null ? new Refusal("reward_unknown", number) { Field = "reward" } : new Target(card.Value.CardId, card.Value.CustomerId, reward);
    }

    private async Task<Outcome<(long CardId, long CustomerId)>> FindCardAsync(RedemptionInput input, PortalDbContext context, CancellationToken cancellationToken)
    {
        var cards =
            from card in context.Cards
            join account in context.CardAccounts on card.AccountId equals account.Id
            join customer in context.Customers on account.CustomerId equals customer.Id
            select new { card.Id, card.Number, card.State, card.ParentCardId, CustomerId = customer.Id, Member = customer.Number };
        if (!string.IsNullOrWhiteSpace(input.Card))
        {
            var scanned = CardCode.LooksLikeOne(input.Card) ? await _readCode.RunAsync(input.Card, cancellationToken) : (Outcome<long>?)null;
            if (scanned is { IsDone: false })
            {
                return scanned.Refusal with { Field = "card" };
            }

            var number = input.Card.Trim();
            var found = scanned is null
                ? await cards.SingleOrDefaultAsync(row => row.Number == number, cancellationToken)
                : await cards.SingleOrDefaultAsync(row => row.Id == scanned.Value, cancellationToken);
            return found is null ? new Refusal("redemption_card_unknown") { Field = "card" }
                : !string.IsNullOrWhiteSpace(input.Member) && input.Member.Trim() != found.Member ? new Refusal("redemption_card_other") { Field = "member" }
                : (found.Id, found.CustomerId);
        }

        var member = input.Member!.Trim();
        var own = await cards.Where(row => row.Member == member && row.State == CardState.Active && row.ParentCardId == null).Take(2).ToListAsync(cancellationToken);
        return own.Count switch
        {
            1 => (own[0].Id, own[0].CustomerId),
            0 => new Refusal("redemption_member_unknown", member) { Field = "member" },
            _ => new Refusal("redemption_which_card") { Field = "card" },
        };
    }

    private async Task<Outcome<Redemption>> OrderAsync(RewardOrderRequest request, PinProof proof, TimeSpan hashing, CancellationToken cancellationToken)
    {
        var placed = await _queue.RunAsync(new CardRedemption(proof, request), cancellationToken);
        return placed.IsDone ? Redemption.Of(placed.Value, hashing) : Outcome<Redemption>.Refused([.. placed.Refusals.Select(Named)]);
    }

    private async Task<Attempt<Redemption>> ExchangeAsync(
        string key, long customerId, long points, PinProof proof, TimeSpan hashing, PortalDbContext context, CancellationToken cancellationToken)
    {
        if (await _checkPin.RunAsync(proof, context, cancellationToken) is { } wrong)
        {
            // The wrong try has to count.
            return Attempt<Redemption>.RefusedKeeping(wrong with { Field = "pin" });
        }

        var exchanged = await _exchanging.RunAsync(key, customerId, points, context, cancellationToken);
        return exchanged.IsDone
            ? (Attempt<Redemption>)(Outcome<Redemption>)Redemption.Of(exchanged.Value, points, hashing)
            : (Attempt<Redemption>)Outcome<Redemption>.Refused(exchanged.Refusals);
    }

    /// <summary>Fields as the sender calls them.</summary>
    private static Refusal Named(Refusal refusal) => refusal.Field is { } field ? refusal with { Field = char.ToLowerInvariant(field[0]) + field[1..] } : refusal;

    private sealed record Target(long CardId, long CustomerId, long? RewardId);
}

/// <summary>A redemption as another system asks for it.</summary>
public sealed record RedemptionInput
{
    /// <summary>Made before the first try; unique for ever for this API key; at most 100 characters.</summary>
    public string? Key { get; init; }

    /// <summary>The card's number, or the code that the member's screen shows.</summary>
    public string? Card { get; init; }

    /// <summary>The member's number, in place of the card where the member has one card only.</summary>
    public string? Member { get; init; }

    /// <summary>The card's PIN.</summary>
    public string? Pin { get; init; }

    /// <summary>The reward's number; or else points.</summary>
    public string? Reward { get; init; }

    /// <summary>Points to be turned into a voucher; or else a reward.</summary>
    public long? Points { get; init; }

    /// <summary>How many of the reward; 1 where it is missing.</summary>
    public int? Quantity { get; init; }
}

/// <summary>What came of a redemption.</summary>
/// <param name="Order">The order's number; null for an exchange of points.</param>
/// <param name="State">Where the order stands; null for an exchange of points.</param>
/// <param name="Points">Points that were held or spent.</param>
/// <param name="MoneyMinor">Money that is to be taken when it is handed over.</param>
/// <param name="PickUpCode">What is shown at the counter, where something is to be picked up.</param>
/// <param name="ExpiresAtUtc">Until when it is kept.</param>
/// <param name="Vouchers">The codes of vouchers that were issued.</param>
/// <param name="IsNew">Whether it was done now, not found under its key.</param>
/// <param name="Hashing">How long the PIN's hash took.</param>
public sealed record Redemption(
    string? Order, RewardOrderState? State, long Points, long MoneyMinor, string? PickUpCode, DateTime? ExpiresAtUtc, IReadOnlyList<string> Vouchers, bool IsNew, TimeSpan Hashing)
{
    internal static Redemption Of(PlacedOrder order, TimeSpan hashing) => new(
        order.Number, order.State, order.PricePoints, order.PriceMoneyMinor, order.State == RewardOrderState.Reserved ? CheckedCode.Print(order.PickUpCode) : null, order.ExpiresAtUtc,
        [.. order.VoucherCodes.Select(CheckedCode.Print)], order.IsNew, hashing);

    internal static Redemption Of(ExchangedVoucher voucher, long points, TimeSpan hashing) =>
        new(null, null, points, 0, null, null, [CheckedCode.Print(voucher.Code)], voucher.IsNew, hashing);
}
