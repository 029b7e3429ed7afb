using Portal.Domain.Points.Rules;

namespace Portal.Domain.Points.Accounts;

/// <summary>Takes back what returned goods had earned, from what was stored; and gives back what was used for them.</summary>
internal static class TakingBack
{
    /// <summary>Takes back units of one line.</summary>
    /// <param name="account">Whose.</param>
    /// <param name="lots">The lots of the sale.</param>
    /// <param name="line">The line.</param>
    /// <param name="units">How many; never more than the line earned and still holds.</param>
    /// <param name="policy">What happens where they are spent.</param>
    /// <param name="on">The local day of the return.</param>
    /// <param name="moved">Takes the movements of lots.</param>
    public static TakenBack OfLine(PointsAccount account, IReadOnlyList<PointLot> lots, int line, long units, SpentPolicy policy, DateOnly on, List<LotAllocation> moved)
    {
        var sum = TakenBack.Nothing;
        foreach (var lot in lots)
        {
            var part = lot.Parts.FirstOrDefault(part => part.Line == line);
            var asked = part is null ? 0 : Math.Min(units, part.Units - part.TakenBack);
            if (asked > 0)
            {
                lot.TakeBackOf(line, asked);
                units -= asked;
                sum += OfLot(account, lot, asked, policy, on, moved);
            }
        }

        return sum;
    }

    /// <summary>Puts used units back into the lots they came from, the last first; what was forgiven there is taken now.</summary>
    public static void GiveBack(PointsAccount account, IReadOnlyList<LotAllocation> parts, string source, DateOnly on, int graceDays)
    {
        foreach (var (id, units) in parts)
        {
            var lot = account.Lot(id);
            var hasExpired = account.ExpiresOn(lot) < on;
            lot.GiveBack(units, hasExpired && graceDays > 0 ? on.AddDays(graceDays) : null);
            account.Record(on, source, PointEntryKind.GivenBack, units, [new LotAllocation(id, units)]);
            var forgiven = Math.Min(lot.Forgiven, lot.Remaining);
            if (forgiven > 0)
            {
                lot.Unforgive(forgiven);
                lot.Take(forgiven, LotUse.TakenBack);
                account.Record(on, source, PointEntryKind.Reversed, -forgiven, [new LotAllocation(id, -forgiven)]);
            }

            if (account.ExpiresOn(lot) < on && lot.Remaining > 0)
            {
                account.ExpireRest(lot, on);
            }
        }

        account.Absorb(on);
    }

    private static TakenBack OfLot(PointsAccount account, PointLot lot, long asked, SpentPolicy policy, DateOnly on, List<LotAllocation> moved)
    {
        var own = Math.Min(asked, lot.Remaining);
        if (own > 0)
        {
            lot.Take(own, LotUse.TakenBack);
            moved.Add(new LotAllocation(lot.Id, -own));
        }

        // What is neither there nor spent has expired: the member has nothing of it.
        var spent = Math.Min(asked - own, lot.SpentAndNotCovered());
        var others = account.Take(spent, on, ConsumptionOrder.EarliestExpiry, LotUse.TakenForOthers);
        moved.AddRange(others);
        var missing = spent + others.Sum(allocation => allocation.Units);
        var forgiven = policy == SpentPolicy.Clamp ? missing : 0;
        lot.Cover(spent, forgiven);
        account.Owe(missing - forgiven);
        return new TakenBack(own + spent - forgiven, missing - forgiven, forgiven, asked - own - spent);
    }
}

/// <summary>How a return was met, in point units.</summary>
/// <param name="Taken">Taken off the balance, the debt included.</param>
/// <param name="Owed">Of it, what became a debt.</param>
/// <param name="Forgiven">Not taken, since it was spent.</param>
/// <param name="Expired">Not taken, since it had expired.</param>
public sealed record TakenBack(long Taken, long Owed, long Forgiven, long Expired)
{
    /// <summary>Nothing.</summary>
    public static TakenBack Nothing { get; } = new(0, 0, 0, 0);

    /// <summary>Both together.</summary>
    public static TakenBack operator +(TakenBack left, TakenBack right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return new TakenBack(left.Taken + right.Taken, left.Owed + right.Owed, left.Forgiven + right.Forgiven, left.Expired + right.Expired);
    }
}
