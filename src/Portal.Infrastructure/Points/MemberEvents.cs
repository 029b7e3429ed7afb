using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Portal.Domain.Points.Events;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Points;

/// <summary>A customer joins the points programme, maybe brought by another one.</summary>
public sealed class JoinPoints
{
    private readonly PointsBooking _booking;

    internal JoinPoints(PointsBooking booking) => _booking = booking;

    /// <summary>Joins in the caller's transaction; done already, nothing happens.</summary>
    public async Task<Outcome<PointsPosted>> RunAsync(JoinPointsInput input, PortalDbContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(context);
        var name = PointsJson.Name(input.CustomerId);
        return await _booking.RunAsync(
            new PointsOrder
            {
                Key = "join:" + name,
                CustomerId = input.CustomerId,
                Content = string.Create(CultureInfo.InvariantCulture, $"join {input.CustomerId}"),
                Event = new JoinEvent { Device = input.Device, ReferredBy = input.ReferredById is { } id ? PointsJson.Name(id) : null },
                At = input.At,
            },
            context,
            cancellationToken);
    }
}

/// <summary>Who joins.</summary>
/// <param name="CustomerId">The customer.</param>
/// <param name="Device">The device, for checks against abuse; null where it is not known.</param>
/// <param name="At">A local time, where not now.</param>
/// <param name="ReferredById">The member who brought it, or null.</param>
public sealed record JoinPointsInput(long CustomerId, string? Device = null, string? At = null, long? ReferredById = null);

/// <summary>A member did something that is no bill: signed in, answered a survey.</summary>
public sealed class RecordActivity
{
    private readonly PointsBooking _booking;

    internal RecordActivity(PointsBooking booking) => _booking = booking;

    /// <summary>Books what it earns, in the caller's transaction; the same key gives the first result.</summary>
    public Task<Outcome<PointsPosted>> RunAsync(RecordActivityInput input, PortalDbContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        return _booking.RunAsync(
            new PointsOrder
            {
                Key = input.Key,
                CustomerId = input.CustomerId,
                Content = string.Create(CultureInfo.InvariantCulture, $"activity {input.CustomerId} {input.Activity}"),
                Reference = input.Activity,
                Event = new ActivityEvent { Activity = input.Activity, Channel = input.Channel },
            },
            context,
            cancellationToken);
    }
}

/// <summary>What a member did.</summary>
/// <param name="Key">Made before the first try; unique for ever; at most 80 characters.</param>
/// <param name="CustomerId">Who.</param>
/// <param name="Activity">What, as the rules call it.</param>
/// <param name="Channel">Where.</param>
public sealed record RecordActivityInput(string Key, long CustomerId, string Activity, string? Channel = null);

/// <summary>Gives a member a level by hand, maybe locked.</summary>
public sealed class SetMemberLevel
{
    private const int MaxReasonLength = 500;
    private readonly WriteTransaction _writes;
    private readonly PointsBooking _booking;
    private readonly CurrentUser _user;

    internal SetMemberLevel(WriteTransaction writes, PointsBooking booking, CurrentUser user)
    {
        _writes = writes;
        _booking = booking;
        _user = user;
    }

    /// <summary>Sets it; the same key gives the first result.</summary>
    public async Task<Outcome<PointsPosted>> RunAsync(SetMemberLevelInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (_user.Refuse(Permissions.Points.Adjust) is { } refusal)
        {
            return refusal;
        }

        if (string.IsNullOrWhiteSpace(input.Reason) || input.Reason.Trim().Length > MaxReasonLength)
        {
            return new Refusal("points_reason_missing", MaxReasonLength) { Field = nameof(input.Reason) };
        }

        return await _writes.RunAsync(
            async (context, ct) =>
            {
                if (!await context.Customers.VisibleTo(_user, context).AnyAsync(row => row.Id == input.CustomerId, ct))
                {
                    return new Refusal(Refusal.NotFound);
                }

                return await _booking.RunAsync(
                    new PointsOrder
                    {
                        Key = input.OperationKey,
                        CustomerId = input.CustomerId,
                        Content = string.Create(CultureInfo.InvariantCulture, $"level {input.CustomerId} {input.Level} {input.IsLocked}"),
                        Reference = input.Level,
                        Event = new SetLevelEvent { Level = input.Level, Lock = input.IsLocked, Reason = input.Reason.Trim() },
                    },
                    context,
                    ct);
            },
            cancellationToken);
    }
}

/// <summary>A level by hand.</summary>
/// <param name="OperationKey">Made before the first try.</param>
/// <param name="CustomerId">Whose.</param>
/// <param name="Level">The level's code.</param>
/// <param name="IsLocked">Whether it stays whatever the growth value.</param>
/// <param name="Reason">Why.</param>
public sealed record SetMemberLevelInput(string OperationKey, long CustomerId, string Level, bool IsLocked, string Reason);
