using System.Globalization;
using Portal.Domain.Ledger;
using Portal.Domain.Points.Accounts;
using Portal.Domain.Points.Rules;

namespace Portal.Infrastructure.Points;

/// <summary>The ledger's side of what events did: one transfer per step, member and kind of movement.</summary>
internal static class PointsTransfers
{
    private const int MaxSource = 50;

    /// <summary>Makes the transfers.</summary>
    public static IReadOnlyList<TransferRequest> Of(IEnumerable<WorkingMember> members, IReadOnlyDictionary<string, PointsBookingNote> notes, DateOnly today, PointScale growthScale)
    {
        var requests = new List<TransferRequest>();
        foreach (var member in members)
        {
            foreach (var step in member.Entries.Where(entry => entry.Entry.Units != 0).GroupBy(entry => (entry.StepKey, entry.Entry.Kind)))
            {
                var units = step.Sum(entry => entry.Entry.Units);
                if (units != 0)
                {
                    requests.Add(Points(member.Row.Id, step.Key.StepKey, step.Key.Kind, units, notes.GetValueOrDefault(step.Key.StepKey), today));
                }
            }

            foreach (var step in member.Growth.GroupBy(growth => growth.StepKey))
            {
                var units = step.Sum(growth => growthScale.Units(growth.Entry.Value));
                if (units != 0)
                {
                    requests.Add(Growth(member.Row.Id, step.Key, units, notes.GetValueOrDefault(step.Key), today));
                }
            }
        }

        return requests;
    }

    /// <summary>Held points were used.</summary>
    public static TransferRequest PostHeld(long customerId, string key, long units, DateOnly today) => TransferRequest.Move(
        "pts-held:" + key,
        LedgerTransferKind.PointsHeldPosted,
        Short(key),
        today,
        LedgerAccountReference.Customer(LedgerAccountKind.PointsHeld, customerId, LedgerAssets.Points),
        LedgerAccountReference.House(LedgerAccountKind.PointsIssued, LedgerAssets.Points),
        units);

    private static TransferRequest Points(long customerId, string stepKey, PointEntryKind kind, long units, PointsBookingNote? note, DateOnly today)
    {
        var isHeld = note is { IsHold: true } && (kind is PointEntryKind.Redeemed or PointEntryKind.GivenBack);
        var other = isHeld
            ? LedgerAccountReference.Customer(LedgerAccountKind.PointsHeld, customerId, LedgerAssets.Points)
            : LedgerAccountReference.House(LedgerAccountKind.PointsIssued, LedgerAssets.Points);
        return new TransferRequest(
            string.Create(CultureInfo.InvariantCulture, $"pts:{stepKey}:{customerId}:{(int)kind}"),
            isHeld && kind == PointEntryKind.Redeemed ? LedgerTransferKind.PointsHeld : KindOf(kind),
            Short(note?.Reference ?? stepKey),
            today,
            [new TransferSide(LedgerAccountReference.Customer(LedgerAccountKind.PointsBalance, customerId, LedgerAssets.Points), units), new TransferSide(other, -units)])
        {
            // A debt after the return of spent points is recorded whatever is left; using points is not.
            IgnoresFloor = kind is PointEntryKind.Reversed or PointEntryKind.Expired,
        };
    }

    private static TransferRequest Growth(long customerId, string stepKey, long units, PointsBookingNote? note, DateOnly today) => new(
        string.Create(CultureInfo.InvariantCulture, $"grw:{stepKey}:{customerId}"),
        LedgerTransferKind.GrowthCounted,
        Short(note?.Reference ?? stepKey),
        today,
        [
            new TransferSide(LedgerAccountReference.Customer(LedgerAccountKind.Growth, customerId, LedgerAssets.Growth), units),
            new TransferSide(LedgerAccountReference.House(LedgerAccountKind.GrowthIssued, LedgerAssets.Growth), -units),
        ])
    {
        IgnoresFloor = true,
    };

    private static LedgerTransferKind KindOf(PointEntryKind kind) => kind switch
    {
        PointEntryKind.Earned => LedgerTransferKind.PointsEarned,
        PointEntryKind.Redeemed => LedgerTransferKind.PointsRedeemed,
        PointEntryKind.GivenBack => LedgerTransferKind.PointsGivenBack,
        PointEntryKind.Expired => LedgerTransferKind.PointsExpired,
        PointEntryKind.Reversed => LedgerTransferKind.PointsReversed,
        PointEntryKind.Adjusted => LedgerTransferKind.PointsAdjusted,
        _ => throw new InvalidOperationException("No transfer for " + kind),
    };

    private static string Short(string text) => text.Length <= MaxSource ? text : text[..MaxSource];
}
