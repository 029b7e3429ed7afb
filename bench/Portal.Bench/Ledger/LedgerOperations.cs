using System.Globalization;
using Portal.Domain.Ledger;

namespace Portal.Bench.Ledger;

/// <summary>What is asked of the ledger, the same for a seed and a number on every machine.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Customers">How many customers take part.</param>
internal sealed record LedgerOperations(int Seed, int Customers)
{
    private static readonly DateOnly Day = new(2026, 3, 15);
    private static readonly LedgerAccountReference Expense = LedgerAccountReference.House(LedgerAccountKind.RebateExpense);

    /// <summary>One operation in twenty repeats an earlier one, one in two hundred comes with a known key and another content.</summary>
    public LedgerOperation this[int number]
    {
        get
        {
            var random = RandomOf(number);
            var way = random.Next(1000);
            var keyOf = number > 0 && way < 55 ? Original(random.Next(number)) : number;
            var isForged = keyOf != number && way < 5;
            var request = Request(keyOf, isForged ? 1 : 0);
            return new LedgerOperation(number, keyOf, isForged, way is >= 55 and < 65, way is >= 65 and < 85, request);
        }
    }

    /// <summary>What the first use of a key asks for.</summary>
    public TransferRequest Request(int keyOf, long more = 0)
    {
        var random = RandomOf(keyOf);
        random.Next();
        var customer = random.Next(Customers) + 1;
        var amount = random.Next(1, 10_000) + more;
        var key = "k" + keyOf.ToString(CultureInfo.InvariantCulture);
        var balance = LedgerAccountReference.Customer(LedgerAccountKind.RebateBalance, customer);
        var held = LedgerAccountReference.Customer(LedgerAccountKind.WithdrawalHeld, customer);
        return random.Next(10) switch
        {
            < 4 => Move(key, LedgerTransferKind.SettlementPosted, Expense, balance, amount),
            < 7 => Move(key, LedgerTransferKind.WithdrawalRequested, balance, held, amount),
            7 => Move(key, LedgerTransferKind.WithdrawalRejected, held, balance, amount),
            8 => Move(key, LedgerTransferKind.Manual, balance, LedgerAccountReference.Customer(LedgerAccountKind.RebateBalance, random.Next(Customers) + 1 is var other && other == customer ? (customer % Customers) + 1 : other), amount),
            _ => TransferRequest.Move(key, LedgerTransferKind.SettlementChargedBack, "S-2026-0001", Day, balance, Expense, amount, ignoresFloor: true),
        };
    }

    private static TransferRequest Move(string key, LedgerTransferKind kind, LedgerAccountReference from, LedgerAccountReference to, long amount) =>
        TransferRequest.Move(key, kind, "S-2026-0001", Day, from, to, amount);

    /// <summary>A repetition repeats the operation that brought the key.</summary>
    private int Original(int number)
    {
        while (number > 0 && RandomOf(number) is var random && random.Next(1000) < 55)
        {
            number = random.Next(number);
        }

        return number;
    }

    private Random RandomOf(int number) => new(unchecked((Seed * 1_000_003) + number));
}

/// <summary>One operation.</summary>
/// <param name="Number">Its place.</param>
/// <param name="KeyOf">The operation whose key it has.</param>
/// <param name="IsForged">Whether a known key comes with another content.</param>
/// <param name="IsCancelled">Whether the caller gives up at an unknown moment.</param>
/// <param name="IsInCallersTransaction">Whether it is posted in a transaction of the caller's.</param>
/// <param name="Request">What is asked for.</param>
internal sealed record LedgerOperation(int Number, int KeyOf, bool IsForged, bool IsCancelled, bool IsInCallersTransaction, TransferRequest Request);
