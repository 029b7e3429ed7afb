using Portal.Domain.Settlements;
using Portal.Infrastructure.MyRebates;
using Portal.Ui;
using Portal.Ui.Pieces;

namespace Portal.Member.Statements;

/// <summary>How statements are put into words.</summary>
internal static class StatementTexts
{
    /// <summary>What colour a state has.</summary>
    public static Tone ToneOf(MyStatementState state) => state switch
    {
        MyStatementState.InBalance or MyStatementState.BankPaid or MyStatementState.CreditNoteIssued or MyStatementState.GoodsOrdered or MyStatementState.PointsGiven => Tone.Good,
        MyStatementState.Approved or MyStatementState.BankPending => Tone.Info,
        MyStatementState.BankFailed or MyStatementState.TakenBack => Tone.Bad,
        MyStatementState.CarriedForward => Tone.Warn,
        _ => Tone.Neutral,
    };

    /// <summary>What is worth saying under the period: why it was settled again, or what was taken back.</summary>
    public static string? Note(this Texts texts, MyStatementRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row switch
        {
            { Reason: SettlementReason.NewPeriod, TakenBackMinor: < 0 } => texts["my.takenBackNote", new Portal.Domain.Shared.CurrencyMoney(row.TakenBackMinor, row.Currency)],
            { Reason: SettlementReason.NewPeriod } => null,
            _ => texts["my.correction", texts.Choice("explain.reasonShort", row.Reason)],
        };
    }
}
