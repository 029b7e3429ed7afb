using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Portal.Domain.Ledger;

/// <summary>Names an account without knowing its row: it is opened when first used.</summary>
public sealed record LedgerAccountReference
{
    private LedgerAccountReference(LedgerAccountKind kind, long ownerId, string asset)
    {
        Kind = kind;
        OwnerId = ownerId;
        Asset = asset;
    }

    /// <summary>What it is for.</summary>
    public LedgerAccountKind Kind { get; }

    /// <summary>The customer or employee; 0 for the house.</summary>
    public long OwnerId { get; }

    /// <summary>The asset, one of <see cref="LedgerAssets"/>.</summary>
    public string Asset { get; }

    /// <summary>Whether it belongs to the house, which keeps no running balance.</summary>
    public bool IsHouse => OwnerId == 0;

    /// <summary>The balance may not go below this; null for the house.</summary>
    public long? FloorMinor => IsHouse ? null : 0;

    /// <summary>An account of the house.</summary>
    public static LedgerAccountReference House(LedgerAccountKind kind, string asset = LedgerAssets.Cny) =>
        IsHouseKind(kind) ? new(kind, 0, asset) : throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of house account.");

    /// <summary>An account of a customer.</summary>
    public static LedgerAccountReference Customer(LedgerAccountKind kind, long customerId, string asset = LedgerAssets.Cny)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(customerId);
        return IsHouseKind(kind) || kind == LedgerAccountKind.EmployeePayable ? throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of customer account.") : new(kind, customerId, asset);
    }

    /// <summary>An account of an employee.</summary>
    public static LedgerAccountReference Employee(LedgerAccountKind kind, long employeeId, string asset = LedgerAssets.Cny)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(employeeId);
        return kind == LedgerAccountKind.EmployeePayable ? new(kind, employeeId, asset) : throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of employee account.");
    }

    /// <summary>An account of a card account.</summary>
    public static LedgerAccountReference Card(LedgerAccountKind kind, long cardAccountId, string asset = LedgerAssets.Cny) => Customer(kind, cardAccountId, asset);

    /// <summary>The account that a row is.</summary>
    public static LedgerAccountReference Of(LedgerAccount account)
    {
        ArgumentNullException.ThrowIfNull(account);
        return new(account.Kind, account.OwnerId, account.Asset);
    }

    /// <summary>Kinds of the house stand below 11, and those that came when these were taken.</summary>
    private static bool IsHouseKind(LedgerAccountKind kind) =>
        (int)kind < 11 || kind is LedgerAccountKind.PayrollClearing or LedgerAccountKind.PointsClearing or LedgerAccountKind.VouchersIssued or LedgerAccountKind.VouchersUsed;
}

/// <summary>One side of a requested transfer.</summary>
/// <param name="Account">The account.</param>
/// <param name="AmountMinor">Signed amount in the asset's units: positive adds to the account.</param>
public sealed record TransferSide(LedgerAccountReference Account, long AmountMinor);

/// <summary>What is to be posted: checked when made, so that an unbalanced transfer cannot be asked for.</summary>
public sealed class TransferRequest
{
    /// <summary>The largest amount of one side; it keeps every sum far inside 64 bits.</summary>
    public const long MaxAmountMinor = 1_000_000_000_000_000;

    /// <summary>Asks for a transfer.</summary>
    /// <param name="operationKey">Made before the first try; unique for ever; at most 150 characters.</param>
    /// <param name="kind">What happened.</param>
    /// <param name="source">The document behind it: "S-2026-0001".</param>
    /// <param name="effectiveOn">The business day it counts for.</param>
    /// <param name="sides">What moves; sums to zero per asset. Sides of the same account are added up.</param>
    /// <exception cref="ArgumentException">The key is missing or too long, nothing moves, or the sides do not sum to zero.</exception>
    public TransferRequest(string operationKey, LedgerTransferKind kind, string source, DateOnly effectiveOn, IEnumerable<TransferSide> sides)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(operationKey);
        ArgumentException.ThrowIfNullOrWhiteSpace(source);
        ArgumentNullException.ThrowIfNull(sides);
        if (operationKey.Length > 150)
        {
            throw new ArgumentException("The key is longer than 150 characters.", nameof(operationKey));
        }

        OperationKey = operationKey;
        Kind = kind;
        Source = source;
        EffectiveOn = effectiveOn;
        Sides = [.. sides
            .GroupBy(side => side.Account)
            .Select(group => new TransferSide(group.Key, group.Aggregate(0L, (sum, side) => checked(sum + side.AmountMinor))))
            .Where(side => side.AmountMinor != 0)
            .OrderBy(side => side.Account.OwnerId).ThenBy(side => side.Account.Kind).ThenBy(side => side.Account.Asset, StringComparer.Ordinal)];
        Check(Sides);
    }

    /// <summary>Unique for ever: the same operation posts once.</summary>
    public string OperationKey { get; }

    /// <summary>What happened.</summary>
    public LedgerTransferKind Kind { get; }

    /// <summary>The document behind it.</summary>
    public string Source { get; }

    /// <summary>The business day it counts for.</summary>
    public DateOnly EffectiveOn { get; }

    /// <summary>What moves, one side per account, in the order of accounts.</summary>
    public IReadOnlyList<TransferSide> Sides { get; }

    /// <summary>The transfer that this one mirrors, or null.</summary>
    public long? ReversesTransferId { get; init; }

    /// <summary>Whether it may take accounts below their floor: for charge-backs, which must be recorded whatever is left.</summary>
    public bool IgnoresFloor { get; init; }

    /// <summary>Why, in a person's words; or null.</summary>
    public string? Note { get; init; }

    /// <summary>Moves an amount from one account to another.</summary>
    /// <param name="operationKey">Made before the first try.</param>
    /// <param name="kind">What happened.</param>
    /// <param name="source">The document behind it.</param>
    /// <param name="effectiveOn">The business day it counts for.</param>
    /// <param name="from">The account that gives.</param>
    /// <param name="to">The account that takes.</param>
    /// <param name="amountMinor">The amount; positive.</param>
    /// <param name="ignoresFloor">Whether it may take the giving account below its floor.</param>
    public static TransferRequest Move(
        string operationKey,
        LedgerTransferKind kind,
        string source,
        DateOnly effectiveOn,
        LedgerAccountReference from,
        LedgerAccountReference to,
        long amountMinor,
        bool ignoresFloor = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(amountMinor);
        return new TransferRequest(operationKey, kind, source, effectiveOn, [new TransferSide(from, -amountMinor), new TransferSide(to, amountMinor)])
        {
            IgnoresFloor = ignoresFloor,
        };
    }

    /// <summary>The mirror of a transfer: a transfer is mirrored at most once, because the key says which.</summary>
    /// <param name="transfer">The transfer.</param>
    /// <param name="sides">Its sides.</param>
    /// <param name="effectiveOn">The business day the mirror counts for.</param>
    /// <param name="note">Why.</param>
    /// <param name="ignoresFloor">Whether it may take accounts below their floor.</param>
    public static TransferRequest Mirror(LedgerTransfer transfer, IEnumerable<TransferSide> sides, DateOnly effectiveOn, string? note, bool ignoresFloor)
    {
        ArgumentNullException.ThrowIfNull(transfer);
        return new TransferRequest(
            string.Create(CultureInfo.InvariantCulture, $"mirror:{transfer.Id}"),
            LedgerTransferKind.Reversal,
            transfer.Source,
            effectiveOn,
            sides.Select(side => side with { AmountMinor = -side.AmountMinor }))
        {
            ReversesTransferId = transfer.Id,
            Note = note,
            IgnoresFloor = ignoresFloor,
        };
    }

    /// <summary>SHA-256 of everything asked for but the key, in hexadecimal.</summary>
    public string Hash()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{(int)Kind}\n{Source}\n{EffectiveOn:yyyy-MM-dd}\n{ReversesTransferId}\n{IgnoresFloor}\n{Note}\n");
        foreach (var side in Sides)
        {
            text.Append(CultureInfo.InvariantCulture, $"{(int)side.Account.Kind} {side.Account.OwnerId} {side.Account.Asset} {side.AmountMinor}\n");
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static void Check(IReadOnlyList<TransferSide> sides)
    {
        if (sides.Count == 0)
        {
            throw new ArgumentException("Nothing moves.", nameof(sides));
        }

        if (sides.Any(side => side.AmountMinor is > MaxAmountMinor or < -MaxAmountMinor))
        {
            throw new ArgumentException("An amount is too large to be meant.", nameof(sides));
        }

        if (sides.GroupBy(side => side.Account.Asset).Any(asset => asset.Sum(side => side.AmountMinor) != 0))
        {
            throw new ArgumentException("The sides of a transfer sum to zero per asset.", nameof(sides));
        }
    }
}
