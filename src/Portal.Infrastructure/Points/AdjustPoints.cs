using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Portal.Domain.Points.Events;
using Portal.Domain.Points.Records;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Points;

/// <summary>Gives or takes points by hand, with a reason; above the limit of the rules it waits for a second person.</summary>
public sealed class AdjustPoints
{
    private const int MaxReasonLength = 500;
    private readonly WriteTransaction _writes;
    private readonly PointsRulesBook _book;
    private readonly PointsBooking _booking;
    private readonly CurrentUser _user;
    private readonly BusinessClock _clock;

    internal AdjustPoints(WriteTransaction writes, PointsRulesBook book, PointsBooking booking, CurrentUser user, BusinessClock clock)
    {
        _writes = writes;
        _book = book;
        _booking = booking;
        _user = user;
        _clock = clock;
    }

    /// <summary>Asks for it; booked at once where the limit allows. The same key gives the first result.</summary>
    public async Task<Outcome<PointsAdjustmentState>> RunAsync(AdjustPointsInput input, CancellationToken cancellationToken)
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

        return await _writes.RunAsync((context, ct) => AskAsync(input, context, ct), cancellationToken);
    }

    /// <summary>Approves what somebody else asked for: it is booked now.</summary>
    public Task<Outcome> ApproveAsync(long id, CancellationToken cancellationToken) => DecideAsync(id, PointsAdjustmentState.Booked, cancellationToken);

    /// <summary>Rejects what was asked for.</summary>
    public Task<Outcome> RejectAsync(long id, CancellationToken cancellationToken) => DecideAsync(id, PointsAdjustmentState.Rejected, cancellationToken);

    private async Task<Outcome<PointsAdjustmentState>> AskAsync(AdjustPointsInput input, PortalDbContext context, CancellationToken cancellationToken)
    {
        var rules = await _book.ReadAsync(context, cancellationToken);
        if (rules.Versions.Count == 0)
        {
            return new Refusal("points_no_program");
        }

        var scale = PointsBooking.Scale(rules);
        if (input.Points == 0 || Math.Abs(input.Points) > 100_000_000 || !scale.Fits(input.Points))
        {
            return new Refusal("points_amount_invalid") { Field = nameof(input.Points) };
        }

        if (!await context.Customers.VisibleTo(_user, context).AnyAsync(row => row.Id == input.CustomerId, cancellationToken))
        {
            return new Refusal(Refusal.NotFound);
        }

        if (await context.PointsAdjustments.AsNoTracking().SingleOrDefaultAsync(row => row.OperationKey == input.OperationKey, cancellationToken) is { } known)
        {
            return known.CustomerId == input.CustomerId && known.Points == input.Points ? known.State : new Refusal("points_event_id_reused", input.OperationKey);
        }

        var adjustment = new PointsAdjustment(input.OperationKey, input.CustomerId, input.Points, input.ExpiresOn, input.Reason.Trim(), _user.UserId, _clock.UtcNow);
        var limit = rules.On(_booking.Now(rules).On)!.Adjustments.SecondPersonAbove;
        var isAtOnce = limit is null || Math.Abs(input.Points) <= limit;
        if (isAtOnce)
        {
            adjustment.Decide(PointsAdjustmentState.Booked, _user.UserId, _clock.UtcNow);
        }

        context.PointsAdjustments.Add(adjustment);
        await context.SaveChangesAsync(cancellationToken);
        if (isAtOnce && await BookAsync(adjustment, context, cancellationToken) is { } against)
        {
            return Outcome<PointsAdjustmentState>.Refused(against);
        }

        return adjustment.State;
    }

    private async Task<Outcome> DecideAsync(long id, PointsAdjustmentState state, CancellationToken cancellationToken)
    {
        if (_user.Refuse(Permissions.Points.Approve) is { } refusal)
        {
            return refusal;
        }

        return await _writes.RunAsync<Outcome>(
            async (context, ct) =>
            {
                if (await context.PointsAdjustments.SingleOrDefaultAsync(row => row.Id == id, ct) is not { } adjustment)
                {
                    return new Refusal(Refusal.NotFound);
                }

                if (adjustment.State != PointsAdjustmentState.Waiting)
                {
                    return new Refusal("points_adjustment_decided");
                }

                if (state == PointsAdjustmentState.Booked && adjustment.RequestedByUserId == _user.UserId)
                {
                    return new Refusal("points_adjustment_own");
                }

                adjustment.Decide(state, _user.UserId, _clock.UtcNow);
                if (await context.TrySaveAsync(ct) is { } stale)
                {
                    return stale;
                }

                return state == PointsAdjustmentState.Booked && await BookAsync(adjustment, context, ct) is { } against ? Outcome.Refused(against) : Outcome.Done;
            },
            cancellationToken);
    }

    private async Task<IReadOnlyList<Refusal>?> BookAsync(PointsAdjustment adjustment, PortalDbContext context, CancellationToken cancellationToken)
    {
        context.ChangeTracker.Clear();
        var booked = await _booking.RunAsync(
            new PointsOrder
            {
                Key = "adjust:" + adjustment.Id.ToString(CultureInfo.InvariantCulture),
                CustomerId = adjustment.CustomerId,
                Content = string.Create(CultureInfo.InvariantCulture, $"adjust {adjustment.Id} {adjustment.Points}"),
                Reference = adjustment.Reason.Length > 200 ? adjustment.Reason[..200] : adjustment.Reason,
                Event = new AdjustEvent
                {
                    Points = adjustment.Points,
                    Reason = adjustment.Reason,
                    By = Name(adjustment.RequestedByUserId, "asked"),
                    ApprovedBy = Name(adjustment.DecidedByUserId, "approved"),
                    ExpiresOn = adjustment.ExpiresOn,
                },
            },
            context,
            cancellationToken);
        return booked.IsDone ? null : booked.Refusals;
    }

    private static string Name(long? userId, string system) => userId?.ToString(CultureInfo.InvariantCulture) ?? system;
}

/// <summary>Points by hand.</summary>
/// <param name="OperationKey">Made before the first try; at most 80 characters.</param>
/// <param name="CustomerId">Whose.</param>
/// <param name="Points">How many; negative to take away.</param>
/// <param name="ExpiresOn">The last day of points that are given, where not as the programme says.</param>
/// <param name="Reason">Why.</param>
public sealed record AdjustPointsInput(string OperationKey, long CustomerId, decimal Points, DateOnly? ExpiresOn, string Reason);
