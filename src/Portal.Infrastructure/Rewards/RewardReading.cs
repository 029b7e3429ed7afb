using Microsoft.EntityFrameworkCore;
using Portal.Domain.Rewards;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Rewards;

/// <summary>What staff and members read in the same way.</summary>
internal static class RewardReading
{
    /// <summary>Orders with the names beside them.</summary>
    public static IQueryable<RewardOrderRow> Orders(PortalDbContext context, IQueryable<RewardOrder> orders) =>
        from order in orders
        join customer in context.Customers on order.CustomerId equals customer.Id
        join reward in context.Rewards on order.RewardId equals reward.Id
        select new RewardOrderRow
        {
            Id = order.Id,
            CustomerId = customer.Id,
            CustomerNumber = customer.Number,
            CustomerName = customer.Name,
            RewardId = reward.Id,
            RewardNumber = reward.Number,
            NameZhCn = reward.Terms.NameZhCn,
            NameEn = reward.Terms.NameEn,
            Picture = reward.PictureStoredAs,
            Kind = reward.Terms.Kind,
            Quantity = order.Quantity,
            PricePoints = order.PricePoints,
            PriceMoneyMinor = order.PriceMoneyMinor,
            Delivery = order.Delivery,
            PickUpCode = order.PickUpCode,
            Recipient = order.Recipient,
            Phone = order.Phone,
            Address = order.Address,
            Tracking = order.Tracking,
            State = order.State,
            OrderedAtUtc = order.OrderedAtUtc,
            ExpiresAtUtc = order.ExpiresAtUtc,
            IssuedAtUtc = order.IssuedAtUtc,
            EndedAtUtc = order.EndedAtUtc,
            Reason = order.Reason,
        };

    /// <summary>The time line of an order, the oldest first.</summary>
    public static async Task<IReadOnlyList<RewardOrderEventRow>> EventsAsync(PortalDbContext context, long orderId, CancellationToken cancellationToken) =>
        await context.RewardOrderEvents
            .Where(row => row.OrderId == orderId)
            .OrderBy(row => row.Id)
            .Select(row => new RewardOrderEventRow(
                row.Id,
                row.State,
                row.Note,
                row.ByName ?? context.Users.Where(login => login.Id == row.ByUserId).Select(login => login.DisplayName).FirstOrDefault(),
                row.AtUtc))
            .ToListAsync(cancellationToken);

    /// <summary>The vouchers of an order.</summary>
    public static async Task<IReadOnlyList<VoucherRow>> VouchersOfAsync(PortalDbContext context, long orderId, DateOnly today, CancellationToken cancellationToken) =>
        await Vouchers(context, context.Vouchers.Where(row => row.OrderId == orderId), today).OrderBy(row => row.Id).ToListAsync(cancellationToken);

    /// <summary>Vouchers with the names beside them; one whose last day is over counts as expired whether or not the job has run.</summary>
    public static IQueryable<VoucherRow> Vouchers(PortalDbContext context, IQueryable<Voucher> vouchers, DateOnly today) =>
        from voucher in vouchers
        join customer in context.Customers on voucher.CustomerId equals customer.Id
        select new VoucherRow
        {
            Id = voucher.Id,
            Code = voucher.Code,
            CustomerId = customer.Id,
            CustomerNumber = customer.Number,
            CustomerName = customer.Name,
            ValueMinor = voucher.ValueMinor,
            MinimumMinor = voucher.MinimumMinor,
            ValidUntilOn = voucher.ValidUntilOn,
            PricePoints = voucher.PricePoints,
            OrderId = voucher.OrderId,
            State = voucher.State == VoucherState.Issued && voucher.ValidUntilOn < today ? VoucherState.Expired : voucher.State,
            IssuedAtUtc = voucher.IssuedAtUtc,
            EndedAtUtc = voucher.EndedAtUtc,
            UsedFor = voucher.UsedFor,
            Reason = voucher.Reason,
        };

    /// <summary>The picture of the one reward that is asked for.</summary>
    public static async Task<RewardPictureFile?> PictureAsync(IQueryable<Reward> rewards, RewardPictures pictures, CancellationToken cancellationToken)
    {
        var picture = await rewards.Select(row => new { row.PictureStoredAs, row.PictureMediaType }).SingleOrDefaultAsync(cancellationToken);
        return picture is { PictureStoredAs: { } storedAs, PictureMediaType: { } mediaType } && pictures.Open(storedAs) is { } content
            ? new RewardPictureFile(content, mediaType)
            : null;
    }
}

/// <summary>An order with the names beside it.</summary>
public sealed record RewardOrderRow
{
    /// <summary>The order.</summary>
    public long Id { get; init; }

    /// <summary>Its number.</summary>
    public string Number => RewardOrder.NumberOf(Id);

    /// <summary>The member.</summary>
    public long CustomerId { get; init; }

    /// <summary>The member's number.</summary>
    public required string CustomerNumber { get; init; }

    /// <summary>The member's name.</summary>
    public required string CustomerName { get; init; }

    /// <summary>The reward.</summary>
    public long RewardId { get; init; }

    /// <summary>The reward's number.</summary>
    public required string RewardNumber { get; init; }

    /// <summary>The reward's name in Chinese.</summary>
    public required string NameZhCn { get; init; }

    /// <summary>The reward's name in English.</summary>
    public required string NameEn { get; init; }

    /// <summary>Names the version of the reward's picture; null where there is none.</summary>
    public string? Picture { get; init; }

    /// <summary>What it is.</summary>
    public RewardKind Kind { get; init; }

    /// <summary>How many.</summary>
    public int Quantity { get; init; }

    /// <summary>Points of the whole order.</summary>
    public long PricePoints { get; init; }

    /// <summary>Money of the whole order.</summary>
    public long PriceMoneyMinor { get; init; }

    /// <summary>How it reaches the member.</summary>
    public RewardDelivery Delivery { get; init; }

    /// <summary>What is shown at the counter.</summary>
    public required string PickUpCode { get; init; }

    /// <summary>Who takes it.</summary>
    public string? Recipient { get; init; }

    /// <summary>The telephone number for the carrier.</summary>
    public string? Phone { get; init; }

    /// <summary>Where it is sent.</summary>
    public string? Address { get; init; }

    /// <summary>Carrier and number of what was sent.</summary>
    public string? Tracking { get; init; }

    /// <summary>Where it stands.</summary>
    public RewardOrderState State { get; init; }

    /// <summary>When it was placed.</summary>
    public DateTime OrderedAtUtc { get; init; }

    /// <summary>From when on it times out, or null.</summary>
    public DateTime? ExpiresAtUtc { get; init; }

    /// <summary>When it left the house, or null.</summary>
    public DateTime? IssuedAtUtc { get; init; }

    /// <summary>When it ended without being had, or null.</summary>
    public DateTime? EndedAtUtc { get; init; }

    /// <summary>Why it was cancelled or returned, or null.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether points and pieces are held for it.</summary>
    public bool IsOpen => State is RewardOrderState.Reserved or RewardOrderState.Ready;

    /// <summary>Whether it left the house.</summary>
    public bool IsIssued => State is RewardOrderState.HandedOver or RewardOrderState.Shipped or RewardOrderState.Delivered;
}

/// <summary>A step of an order.</summary>
/// <param name="Id">The step.</param>
/// <param name="State">The state it came to.</param>
/// <param name="Note">What a person wrote, or null.</param>
/// <param name="ByName">Who did it; null for the schedule.</param>
/// <param name="AtUtc">When.</param>
public sealed record RewardOrderEventRow(long Id, RewardOrderState State, string? Note, string? ByName, DateTime AtUtc);

/// <summary>An order with its time line and vouchers.</summary>
/// <param name="Row">The order.</param>
/// <param name="Events">Its time line, the oldest first.</param>
/// <param name="Vouchers">The vouchers that came of it.</param>
public sealed record RewardOrderRecord(RewardOrderRow Row, IReadOnlyList<RewardOrderEventRow> Events, IReadOnlyList<VoucherRow> Vouchers);

/// <summary>A voucher with the names beside it.</summary>
public sealed record VoucherRow
{
    /// <summary>The voucher.</summary>
    public long Id { get; init; }

    /// <summary>Its code, without gaps.</summary>
    public required string Code { get; init; }

    /// <summary>Whose it is.</summary>
    public long CustomerId { get; init; }

    /// <summary>The member's number.</summary>
    public required string CustomerNumber { get; init; }

    /// <summary>The member's name.</summary>
    public required string CustomerName { get; init; }

    /// <summary>What it is worth.</summary>
    public long ValueMinor { get; init; }

    /// <summary>The smallest purchase it can be used for.</summary>
    public long MinimumMinor { get; init; }

    /// <summary>The last day on which it can be used.</summary>
    public DateOnly ValidUntilOn { get; init; }

    /// <summary>Points it was had for.</summary>
    public long PricePoints { get; init; }

    /// <summary>The order it came of, or null.</summary>
    public long? OrderId { get; init; }

    /// <summary>Where it stands today.</summary>
    public VoucherState State { get; init; }

    /// <summary>When it was issued.</summary>
    public DateTime IssuedAtUtc { get; init; }

    /// <summary>When it was used, expired or was taken back.</summary>
    public DateTime? EndedAtUtc { get; init; }

    /// <summary>The purchase it was used for.</summary>
    public string? UsedFor { get; init; }

    /// <summary>Why it was taken back.</summary>
    public string? Reason { get; init; }
}
