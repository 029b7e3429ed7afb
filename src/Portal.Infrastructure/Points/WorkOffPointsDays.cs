using Microsoft.EntityFrameworkCore;
using Portal.Domain.Customers;
using Portal.Domain.Points.Records;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Data.BulkWrite;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Points;

/// <summary>
/// Works off the days of those members for whom something is due: expiry, debts, birthdays, level checks. In portions of one
/// transaction each; stopped anywhere it goes on where it was, and twice, late or after skipped days it comes to the same.
/// </summary>
public sealed class WorkOffPointsDays
{
    private const int MembersAtOnce = 1000;
    private readonly WriteTransaction _writes;
    private readonly PointsRulesBook _book;
    private readonly PointsWriting _writing;
    private readonly PointsBooking _booking;
    private readonly BusinessClock _clock;

    internal WorkOffPointsDays(WriteTransaction writes, PointsRulesBook book, PointsWriting writing, PointsBooking booking, BusinessClock clock)
    {
        _writes = writes;
        _book = book;
        _writing = writing;
        _booking = booking;
        _clock = clock;
    }

    /// <summary>Works off all days up to and with today, of everybody.</summary>
    public async Task<PointsDaysDone> RunAsync(CancellationToken cancellationToken)
    {
        await EnrolAsync(cancellationToken);
        var sum = new PointsDaysDone(0, 0);
        for (var after = 0L; ;)
        {
            var from = after;
            var portion = (await _writes.RunAsync<Outcome<Portion>>((context, ct) => PortionAsync(from, context, ct), cancellationToken)).Value;
            sum = new PointsDaysDone(sum.Members + portion.Members, sum.Movements + portion.Movements);
            if (portion.LastId is not { } last)
            {
                return sum;
            }

            after = last;
        }
    }

    /// <summary>Persons become members by themselves, so that their birthdays are kept.</summary>
    private async Task EnrolAsync(CancellationToken cancellationToken)
    {
        bool isMore;
        do
        {
            isMore = (await _writes.RunAsync<Outcome<bool>>(
                async (context, ct) =>
                {
                    var rules = await _book.ReadAsync(context, ct);
                    if (rules.FirstDay is not { } firstDay || _booking.Now(rules).On is var today && firstDay > today)
                    {
                        return false;
                    }

                    var ids = await context.Customers
                        .Where(row => row.Kind == CustomerKind.Member && row.ClosedAtUtc == null && !context.PointsMemberships.Any(member => member.Id == row.Id))
                        .OrderBy(row => row.Id).Select(row => row.Id).Take(MembersAtOnce).ToListAsync(ct);
                    if (ids.Count > 0)
                    {
                        var done = _booking.Now(rules).On;
                        await BulkWriter.InsertAsync<PointsMembership, long>(
                            context,
                            [
                                nameof(PointsMembership.Id), nameof(PointsMembership.LotCount), nameof(PointsMembership.BalanceUnits), nameof(PointsMembership.DebtUnits), nameof(PointsMembership.PurchaseCount),
                                nameof(PointsMembership.GrowthUnits), nameof(PointsMembership.IsLevelLocked), nameof(PointsMembership.DoneUntilOn), nameof(PointsMembership.NextDueOn),
                            ],
                            ids,
                            (row, id) =>
                            {
                                row.Write(id);
                                row.Write(0);
                                row.Write(0L);
                                row.Write(0L);
                                row.Write(0);
                                row.Write(0L);
                                row.Write(false);
                                row.Write(done);
                                // Looked at tomorrow once, which finds the birthday.
                                row.Write(done.AddDays(1));
                            },
                            ct);
                    }

                    return ids.Count == MembersAtOnce;
                },
                cancellationToken)).Value;
        }
        while (isMore);
    }

    private async Task<Outcome<Portion>> PortionAsync(long after, PortalDbContext context, CancellationToken cancellationToken)
    {
        var rules = await _book.ReadAsync(context, cancellationToken);
        if (rules.Versions.Count == 0)
        {
            return new Portion(0, 0, null);
        }

        var today = _booking.Now(rules).On;
        var ids = await context.PointsMemberships.AsNoTracking()
            .Where(row => row.Id > after && row.NextDueOn <= today)
            .OrderBy(row => row.Id).Select(row => row.Id).Take(MembersAtOnce).ToListAsync(cancellationToken);
        if (ids.Count == 0)
        {
            return new Portion(0, 0, null);
        }

        var need = new MemberNeeds { From = today, To = today };
        var stored = await MemberReading.ReadAsync(ids.ToDictionary(id => id, _ => need), rules, context, cancellationToken);
        var batch = new PointsBatch(rules, stored, []);
        foreach (var member in batch.Members)
        {
            batch.WorkDays(member.Row.Id, today);
        }

        var written = await _writing.RunAsync(batch, today, _clock.UtcNow, context, cancellationToken);
        return written.IsDone
            ? new Portion(ids.Count, batch.Members.Sum(member => member.Entries.Count), ids[^1])
            : throw new InvalidOperationException("The ledger refused the work of a day: " + written.Refusal);
    }

    private sealed record Portion(int Members, int Movements, long? LastId);
}

/// <summary>What working off days came to.</summary>
/// <param name="Members">Members looked at.</param>
/// <param name="Movements">Movements booked.</param>
public sealed record PointsDaysDone(int Members, int Movements);
