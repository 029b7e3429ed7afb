using Portal.Domain.Settlements;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Data.BulkWrite;

namespace Portal.Infrastructure.Settlements;

/// <summary>Writes settlement lines in bulk.</summary>
internal static class SettlementLineWriter
{
    private static readonly string[] Columns =
    [
        nameof(SettlementLine.SettlementId), nameof(SettlementLine.RunId), nameof(SettlementLine.ProgramId), nameof(SettlementLine.ProgramLineNumber),
        nameof(SettlementLine.CustomerId), nameof(SettlementLine.PeriodFrom), nameof(SettlementLine.PeriodTo), nameof(SettlementLine.QualifierValue),
        nameof(SettlementLine.IsQualifierQuantity), nameof(SettlementLine.TierNumber), nameof(SettlementLine.TierFrom), nameof(SettlementLine.BaseValue),
        nameof(SettlementLine.IsBaseQuantity), nameof(SettlementLine.RatePercent), nameof(SettlementLine.RateAmount), nameof(SettlementLine.RawMinor),
        nameof(SettlementLine.RoundedMinor), nameof(SettlementLine.AlreadySettledMinor), nameof(SettlementLine.DeltaMinor), nameof(SettlementLine.CarriedInMinor),
        nameof(SettlementLine.CarriedOutMinor), nameof(SettlementLine.DueMinor), nameof(SettlementLine.Reason), nameof(SettlementLine.FactsJson),
    ];

    /// <summary>Writes lines in the context's transaction.</summary>
    public static Task<long> WriteAsync(PortalDbContext context, IReadOnlyList<SettlementLine> lines, CancellationToken cancellationToken) =>
        lines.Count == 0
            ? Task.FromResult(0L)
            : BulkWriter.InsertAsync<SettlementLine, SettlementLine>(context, Columns, lines, Write, cancellationToken);

    private static void Write(IBulkRow row, SettlementLine line)
    {
        row.Write(line.SettlementId);
        row.Write(line.RunId);
        row.Write(line.ProgramId);
        row.Write(line.ProgramLineNumber);
        row.Write(line.CustomerId);
        row.Write(line.PeriodFrom);
        row.Write(line.PeriodTo);
        row.Write(line.QualifierValue);
        row.Write(line.IsQualifierQuantity);
        row.Write(line.TierNumber);
        row.Write(line.TierFrom);
        row.Write(line.BaseValue);
        row.Write(line.IsBaseQuantity);
        row.Write(line.RatePercent);
        row.Write(line.RateAmount);
        row.Write((decimal?)line.RawMinor);
        row.Write(line.RoundedMinor);
        row.Write(line.AlreadySettledMinor);
        row.Write(line.DeltaMinor);
        row.Write(line.CarriedInMinor);
        row.Write(line.CarriedOutMinor);
        row.Write(line.DueMinor);
        row.Write((int)line.Reason);
        row.Write(line.FactsJson);
    }
}
