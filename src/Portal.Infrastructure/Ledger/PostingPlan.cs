using Portal.Domain.Ledger;
using Portal.Domain.Shared;

namespace Portal.Infrastructure.Ledger;

/// <summary>Transfers that are posted together or not at all.</summary>
/// <param name="Requests">What to post, in this order.</param>
/// <param name="ByUserId">Who asked; null for the system.</param>
internal sealed record Posting(IReadOnlyList<TransferRequest> Requests, long? ByUserId);

/// <summary>A transfer that is in the database already.</summary>
internal sealed record KnownTransfer(long Id, string OperationKey, string RequestHash);

/// <summary>An account as it was read under its lock, and as the postings leave it.</summary>
internal sealed class PlannedAccount(LedgerAccountReference reference, LedgerAccount? row)
{
    public LedgerAccountReference Reference { get; } = reference;

    /// <summary>The row's key; 0 until the account is opened.</summary>
    public long Id { get; set; } = row?.Id ?? 0;

    public long? FloorMinor { get; } = row is null ? reference.FloorMinor : row.FloorMinor;

    public long BeforeMinor { get; } = row?.BalanceMinor ?? 0;

    public long AfterMinor { get; set; } = row?.BalanceMinor ?? 0;
}

/// <summary>A transfer that will be written.</summary>
internal sealed class PlannedTransfer(TransferRequest request, string hash, long? byUserId)
{
    public TransferRequest Request { get; } = request;

    public string Hash { get; } = hash;

    public long? ByUserId { get; } = byUserId;

    /// <summary>The row's key, once it is written.</summary>
    public long Id { get; set; }

    public List<PlannedStep> Steps { get; } = new(2);
}

/// <summary>One side of a transfer that will be written.</summary>
internal readonly record struct PlannedStep(PlannedAccount Account, long AmountMinor, long? BalanceAfterMinor);

/// <summary>
/// Decides postings one after the other, as if each had the ledger for itself, from what was read under locks. Nothing is
/// written for a posting that is refused, and the next one is decided without it.
/// </summary>
internal sealed class PostingPlan(
    IReadOnlyDictionary<string, KnownTransfer> known, IReadOnlyDictionary<LedgerAccountReference, PlannedAccount> accounts)
{
    private readonly Dictionary<string, PlannedTransfer> _planned = new(StringComparer.Ordinal);
    private readonly List<(Posting Posting, Refusal? Refusal, HashSet<string> Fresh)> _decided = [];

    /// <summary>The transfers to write, in the order of posting.</summary>
    public List<PlannedTransfer> Transfers { get; } = [];

    /// <summary>The accounts that the transfers use.</summary>
    public IEnumerable<PlannedAccount> Accounts => Transfers.SelectMany(transfer => transfer.Steps).Select(step => step.Account).Distinct();

    public void Decide(Posting posting)
    {
        var fresh = new Dictionary<string, PlannedTransfer>(StringComparer.Ordinal);
        var refusal = Recognise(posting, fresh) ?? Afford(fresh.Values);
        if (refusal is null)
        {
            foreach (var transfer in fresh.Values)
            {
                Accept(transfer);
            }
        }

        _decided.Add((posting, refusal, [.. fresh.Keys]));
    }

    /// <summary>One outcome per posting, in the order of deciding; to be asked when the rows have their keys.</summary>
    public IReadOnlyList<Outcome<IReadOnlyList<PostedTransfer>>> Outcomes() =>
        _decided.ConvertAll(decided => decided.Refusal is { } refusal
            ? (Outcome<IReadOnlyList<PostedTransfer>>)refusal
            : decided.Posting.Requests.Select(request => new PostedTransfer(IdOf(request.OperationKey), decided.Fresh.Contains(request.OperationKey))).ToList());

    private long IdOf(string key) => _planned.TryGetValue(key, out var planned) ? planned.Id : known[key].Id;

    /// <summary>Leaves out what is posted already; the same key for something else is refused.</summary>
    private Refusal? Recognise(Posting posting, Dictionary<string, PlannedTransfer> fresh)
    {
        foreach (var request in posting.Requests)
        {
            var hash = request.Hash();
            var first = fresh.GetValueOrDefault(request.OperationKey)?.Hash
                ?? _planned.GetValueOrDefault(request.OperationKey)?.Hash
                ?? known.GetValueOrDefault(request.OperationKey)?.RequestHash;
            if (first is null)
            {
                fresh.Add(request.OperationKey, new PlannedTransfer(request, hash, posting.ByUserId));
            }
            else if (first != hash)
            {
                return new Refusal("ledger_key_reused", request.OperationKey);
            }
        }

        return null;
    }

    /// <summary>Refuses if an account would fall below its floor at one of the steps that may not take it there.</summary>
    private Refusal? Afford(IEnumerable<PlannedTransfer> transfers)
    {
        var moves = new Dictionary<PlannedAccount, (long DeltaMinor, long? LowestMinor)>();
        foreach (var transfer in transfers)
        {
            foreach (var side in transfer.Request.Sides.Where(side => !side.Account.IsHouse))
            {
                var account = accounts[side.Account];
                var (delta, lowest) = moves.GetValueOrDefault(account);
                delta += side.AmountMinor;
                var isGuarded = side.AmountMinor < 0 && !transfer.Request.IgnoresFloor;
                moves[account] = (delta, isGuarded && !(delta >= lowest) ? delta : lowest);
            }
        }

        foreach (var (account, move) in moves.OrderBy(move => move.Key.Id == 0 ? long.MaxValue : move.Key.Id))
        {
            if (account.AfterMinor + move.LowestMinor < account.FloorMinor)
            {
                return Insufficient(account, -move.LowestMinor!.Value);
            }
        }

        return null;
    }

    private void Accept(PlannedTransfer transfer)
    {
        foreach (var side in transfer.Request.Sides)
        {
            var account = accounts[side.Account];
            if (!side.Account.IsHouse)
            {
                account.AfterMinor += side.AmountMinor;
            }

            transfer.Steps.Add(new PlannedStep(account, side.AmountMinor, side.Account.IsHouse ? null : account.AfterMinor));
        }

        _planned.Add(transfer.Request.OperationKey, transfer);
        Transfers.Add(transfer);
    }

    private static Refusal Insufficient(PlannedAccount account, long neededMinor) =>
        account.Reference.Asset == LedgerAssets.Cny
            ? new Refusal("ledger_insufficient", new Money(account.AfterMinor), new Money(neededMinor))
            : LedgerAssets.IsCurrency(account.Reference.Asset)
            ? new Refusal("ledger_insufficient", new CurrencyMoney(account.AfterMinor, account.Reference.Asset), new CurrencyMoney(neededMinor, account.Reference.Asset))
            : new Refusal("ledger_insufficient", account.AfterMinor, neededMinor);
}
