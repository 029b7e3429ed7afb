using Portal.Domain.Programs;
using Portal.Domain.Shared;

namespace Portal.Domain.Payouts;

/// <summary>A payout document: pays those to whom a posted settlement owes something, all in the same way.</summary>
public sealed class PayoutDocument : IVersioned
{
    /// <summary>Opens a document whose items are written beside it.</summary>
    public PayoutDocument(string number, string operationKey, long settlementId, PayoutMethod method, int itemCount, long totalMinor, long? createdByUserId, DateTime createdAtUtc, string currency = Money.DefaultCurrency)
    {
        Number = number;
        OperationKey = operationKey;
        SettlementId = settlementId;
        Method = method;
        ItemCount = itemCount;
        TotalMinor = totalMinor;
        CreatedByUserId = createdByUserId;
        CreatedAtUtc = createdAtUtc;
        Currency = currency;
    }

    /// <summary>The row's key.</summary>
    public long Id { get; private set; }

    /// <summary>FF-2026-0001.</summary>
    public string Number { get; private set; }

    /// <summary>Made before the first try; a double click finds the first document.</summary>
    public string OperationKey { get; private set; }

    /// <summary>The settlement it pays.</summary>
    public long SettlementId { get; private set; }

    /// <summary>How it pays.</summary>
    public PayoutMethod Method { get; private set; }

    /// <summary>Number of payments.</summary>
    public int ItemCount { get; private set; }

    /// <summary>Sum of the payments in minor units.</summary>
    public long TotalMinor { get; private set; }

    /// <summary>ISO code of the currency that it pays in.</summary>
    public string Currency { get; private set; }

    /// <summary>Where it stands.</summary>
    public PayoutState State { get; private set; } = PayoutState.Open;

    /// <summary>Who made it.</summary>
    public long? CreatedByUserId { get; private set; }

    /// <summary>When it was made.</summary>
    public DateTime CreatedAtUtc { get; private set; }

    /// <summary>Who made the bank file first, or null.</summary>
    public long? ExportedByUserId { get; private set; }

    /// <summary>When the bank file was made first, or null.</summary>
    public DateTime? ExportedAtUtc { get; private set; }

    /// <summary>Who decided the last payment, or null.</summary>
    public long? CompletedByUserId { get; private set; }

    /// <summary>When the last payment was decided, or null.</summary>
    public DateTime? CompletedAtUtc { get; private set; }

    /// <inheritdoc />
    public long RowVersion { get; private set; }

    /// <summary>The file was made; a second time changes nothing.</summary>
    public void MarkExported(long? byUserId, DateTime atUtc)
    {
        if (State == PayoutState.Open)
        {
            State = PayoutState.Exported;
            ExportedByUserId = byUserId;
            ExportedAtUtc = atUtc;
        }
    }

    /// <summary>Every payment is paid or has failed.</summary>
    public void Complete(long? byUserId, DateTime atUtc)
    {
        State = PayoutState.Completed;
        CompletedByUserId = byUserId;
        CompletedAtUtc = atUtc;
    }
}

/// <summary>How a rebate is paid.</summary>
public enum PayoutMethod
{
    /// <summary>To the customer's rebate account.</summary>
    Balance = 1,

    /// <summary>By bank transfer, from a file.</summary>
    Bank = 2,

    /// <summary>By a credit note on the next invoice.</summary>
    CreditNote = 3,

    /// <summary>In goods.</summary>
    Goods = 4,

    /// <summary>In points.</summary>
    Points = 5,

    /// <summary>To employees, with their wages, from a list.</summary>
    Payroll = 6,
}

/// <summary>What the methods have in common.</summary>
public static class PayoutMethods
{
    /// <summary>The method by which a programme's rebates are usually paid: employees get theirs with the wages.</summary>
    public static PayoutMethod Usual(PayTo payTo, bool isToEmployees) => isToEmployees ? PayoutMethod.Payroll : (PayoutMethod)(int)payTo;

    /// <summary>Whether a file goes out and each payment is confirmed when it was made; the others pay at once.</summary>
    public static bool IsByFile(this PayoutMethod method) => method is PayoutMethod.Bank or PayoutMethod.Payroll;
}

/// <summary>Where a payout document stands.</summary>
public enum PayoutState
{
    /// <summary>Made; nothing was paid.</summary>
    Open = 1,

    /// <summary>The file was made; payments are being confirmed.</summary>
    Exported = 2,

    /// <summary>Every payment is paid or has failed.</summary>
    Completed = 3,
}
