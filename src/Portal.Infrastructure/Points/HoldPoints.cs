using System.Globalization;
using Portal.Domain.Points.Events;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Ledger;

namespace Portal.Infrastructure.Points;

/// <summary>Holds points for something that is under way: they leave their lots and wait. Who may ask is decided by the caller.</summary>
public sealed class HoldPoints
{
    private readonly PointsBooking _booking;

    internal HoldPoints(PointsBooking booking) => _booking = booking;

    /// <summary>Holds in the caller's transaction; the same key gives the first result. Refused, the transaction is as it was before.</summary>
    public Task<Outcome<PointsPosted>> RunAsync(UsePointsInput input, PortalDbContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Points <= 0 ? Task.FromResult<Outcome<PointsPosted>>(new Refusal("points_amount_invalid")) : _booking.RunAsync(input.Order(isHold: true), context, cancellationToken);
    }

    /// <summary>Locks and reads the members of several holds in the caller's transaction, to decide and write them together.</summary>
    internal Task<Outcome<PointsBookings>> OpenAsync(IReadOnlyList<UsePointsInput> inputs, PortalDbContext context, CancellationToken cancellationToken) =>
        _booking.OpenAsync([.. inputs.Select(input => input.Order(isHold: true))], context, cancellationToken);

    /// <summary>Holds in memory; refused, nothing has changed.</summary>
    internal Outcome<PointsPosted> Hold(UsePointsInput input, PointsBookings bookings) =>
        input.Points <= 0 ? new Refusal("points_amount_invalid") : _booking.Book(input.Order(isHold: true), bookings);

    /// <summary>Writes what was held in memory; refused, the transaction has to be rolled back.</summary>
    internal Task<Outcome> WriteAsync(PointsBookings bookings, PortalDbContext context, CancellationToken cancellationToken) =>
        _booking.WriteAsync(bookings, context, cancellationToken);
}

/// <summary>Makes a use of held points: the thing they were held for happened.</summary>
public sealed class PostHeldPoints
{
    private readonly PointsBooking _booking;
    private readonly PostTransfer _transfer;

    internal PostHeldPoints(PointsBooking booking, PostTransfer transfer)
    {
        _booking = booking;
        _transfer = transfer;
    }

    /// <summary>Posts what was held under a key, in the caller's transaction; done already, nothing happens.</summary>
    public Task<Outcome<PointsPosted>> RunAsync(string holdKey, PortalDbContext context, CancellationToken cancellationToken) =>
        _booking.PostHeldAsync(holdKey, _transfer.RunAsync, context, cancellationToken);
}

/// <summary>Puts held points back into the lots they came from; a lot that expired meanwhile has the days of grace of the rules.</summary>
public sealed class ReleaseHeldPoints
{
    private readonly PointsBooking _booking;

    internal ReleaseHeldPoints(PointsBooking booking) => _booking = booking;

    /// <summary>Releases what was held under a key, in the caller's transaction; done already, nothing happens.</summary>
    public Task<Outcome<PointsPosted>> RunAsync(string holdKey, string? reason, PortalDbContext context, CancellationToken cancellationToken) =>
        _booking.GiveBackAsync(holdKey, isHold: true, reason, context, cancellationToken);
}

/// <summary>Uses points at once: for a reward, or on a bill, where they are worth money.</summary>
public sealed class RedeemPoints
{
    private readonly PointsBooking _booking;

    internal RedeemPoints(PointsBooking booking) => _booking = booking;

    /// <summary>Uses points in the caller's transaction; the same key gives the first result.</summary>
    public Task<Outcome<PointsPosted>> RunAsync(UsePointsInput input, PortalDbContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Points <= 0 ? Task.FromResult<Outcome<PointsPosted>>(new Refusal("points_amount_invalid")) : _booking.RunAsync(input.Order(isHold: false), context, cancellationToken);
    }

    /// <summary>Undoes a use in the caller's transaction: the points go back into their own lots. Done already, nothing happens.</summary>
    public Task<Outcome<PointsPosted>> CancelAsync(string key, string? reason, PortalDbContext context, CancellationToken cancellationToken) =>
        _booking.GiveBackAsync(key, isHold: false, reason, context, cancellationToken);
}

/// <summary>Gives points, such as for a rebate that is paid in points. What they are for is decided and approved by the caller.</summary>
public sealed class GrantPoints
{
    private readonly PointsBooking _booking;

    internal GrantPoints(PointsBooking booking) => _booking = booking;

    /// <summary>Gives points in the caller's transaction; the same key gives the first result.</summary>
    public Task<Outcome<PointsPosted>> RunAsync(GrantPointsInput input, PortalDbContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        return IsWhole(input) ? _booking.RunAsync(input.Order(), context, cancellationToken) : Task.FromResult<Outcome<PointsPosted>>(new Refusal("points_amount_invalid"));
    }

    /// <summary>Gives points to many in the caller's transaction, all or none; refused, it has to be rolled back.</summary>
    internal async Task<Outcome> RunManyAsync(IReadOnlyList<GrantPointsInput> inputs, PortalDbContext context, CancellationToken cancellationToken)
    {
        if (!inputs.All(IsWhole))
        {
            return new Refusal("points_amount_invalid");
        }

        var orders = inputs.Select(input => input.Order()).ToList();
        var opened = await _booking.OpenAsync(orders, context, cancellationToken);
        if (!opened.IsDone)
        {
            return Outcome.Refused(opened.Refusals);
        }

        foreach (var order in orders)
        {
            if (_booking.Book(order, opened.Value) is { IsDone: false } refused)
            {
                return Outcome.Refused(refused.Refusals);
            }
        }

        return await _booking.WriteAsync(opened.Value, context, cancellationToken);
    }

    private static bool IsWhole(GrantPointsInput input) => input.Points > 0 && decimal.IsInteger(input.Points);
}

/// <summary>Points to give.</summary>
/// <param name="Key">Made before the first try; unique for ever; at most 80 characters.</param>
/// <param name="CustomerId">To whom.</param>
/// <param name="Points">How many; whole and positive.</param>
/// <param name="Reason">Why; the member reads it.</param>
/// <param name="ExpiresOn">The last day of use, where not as the programme says.</param>
public sealed record GrantPointsInput(string Key, long CustomerId, decimal Points, string Reason, DateOnly? ExpiresOn = null)
{
    internal PointsOrder Order() => new()
    {
        Key = Key,
        CustomerId = CustomerId,
        Content = string.Create(CultureInfo.InvariantCulture, $"grant {CustomerId} {Points} {ExpiresOn:yyyy-MM-dd}"),
        Reference = Reason,
        Event = new AdjustEvent { Points = Points, Reason = Reason, By = "house", ApprovedBy = "approved before", ExpiresOn = ExpiresOn },
    };
}

/// <summary>Points to use or to hold.</summary>
/// <param name="Key">Made before the first try; unique for ever; at most 70 characters.</param>
/// <param name="CustomerId">Whose.</param>
/// <param name="Points">How many; positive.</param>
/// <param name="For">The reward or the order; the member reads it.</param>
/// <param name="BillMinor">The bill that they pay, in minor units; null for a reward, where points are worth no money.</param>
public sealed record UsePointsInput(string Key, long CustomerId, decimal Points, string For, long? BillMinor = null)
{
    internal PointsOrder Order(bool isHold) => new()
    {
        Key = Key,
        CustomerId = CustomerId,
        Content = string.Create(CultureInfo.InvariantCulture, $"use {CustomerId} {Points} {BillMinor} {isHold}"),
        Reference = For,
        Event = BillMinor is { } bill
            ? new RedeemEvent { Points = Points, BillAmount = new Money(bill).Amount }
            : new RedeemEvent { Points = Points, Reward = For },
        IsHold = isHold,
    };
}
