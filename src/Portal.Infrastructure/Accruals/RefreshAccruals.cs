using Microsoft.EntityFrameworkCore;
using Portal.Domain.Accruals;
using Portal.Domain.Programs;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Data.BulkWrite;
using Portal.Infrastructure.Live;
using Portal.Infrastructure.Settlements;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Accruals;

/// <summary>Computes what is earned so far in the open periods, by the settlement's own scan and calculation, and keeps it for screens. No money moves.</summary>
public sealed class RefreshAccruals(IDbContextFactory<PortalDbContext> contexts, WriteTransaction writes, BusinessClock clock, LiveUpdates live)
{
    private static readonly string[] Columns =
    [
        nameof(Accrual.ProgramId), nameof(Accrual.ProgramLineNumber), nameof(Accrual.CustomerId), nameof(Accrual.ProgramVersionId), nameof(Accrual.PeriodFrom),
        nameof(Accrual.PeriodTo), nameof(Accrual.AsOfOn), nameof(Accrual.QualifierValue), nameof(Accrual.IsQualifierQuantity), nameof(Accrual.TierNumber),
        nameof(Accrual.AccruedMinor), nameof(Accrual.ForecastValue), nameof(Accrual.ForecastMinor), nameof(Accrual.NextTierFrom), nameof(Accrual.MissingValue),
        nameof(Accrual.NextTierGainMinor), nameof(Accrual.ProgressMilli), nameof(Accrual.DaysLeft), nameof(Accrual.WouldReachNextTier),
    ];

    /// <summary>Rebuilds the figures as a whole.</summary>
    public async Task<AccrualResult> RunAsync(CancellationToken cancellationToken)
    {
        var today = clock.Today;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var programs = await SettlementPlanner.ProgramsAsync(context, clock.UtcNow, cancellationToken);
        var plan = ProgramPlan.Compile(
            [.. programs.Select(program => program.Program)],
            await MasterDataReading.ReadAsync(context, cancellationToken),
            (_, range) => range.Contains(today));
        var rows = new List<Accrual>();
        var read = plan.Days is { } days ? await ScanAsync(context, plan, days, today, rows, cancellationToken) : 0;
        await writes.RunAsync(
            async (write, ct) =>
            {
                await write.Accruals.ExecuteDeleteAsync(ct);
                if (rows.Count > 0)
                {
                    await BulkWriter.InsertAsync<Accrual, Accrual>(write, Columns, rows, Write, ct);
                }

                return Outcome.Done;
            },
            cancellationToken);
        await live.PublishAsync(LiveUpdates.Accruals, cancellationToken);
        return new AccrualResult(rows.Count, read);
    }

    private static async Task<long> ScanAsync(
        PortalDbContext context, ProgramPlan plan, DateRange days, DateOnly today, List<Accrual> rows, CancellationToken cancellationToken)
    {
        var upTo = new DateRange(days.From, days.To < today ? days.To : today);
        var open = new OpenPeriods(
            plan, await SeasonReading.ReadAsync(context, plan, cancellationToken), today, (customerId, period) => rows.Add(Make(period, customerId, today)));
        var read = await SalesByCustomer.ReadAsync(context, plan, CustomerSelection.Everyone, upTo, KnownSales.All, open.Take, cancellationToken);
        open.Finish();
        return read;
    }

    private static Accrual Make(OpenPeriod open, long customerId, DateOnly today)
    {
        var (version, range, forecast, near) = (open.Version, open.Period, open.Forecast, open.Forecast.Near);
        var definition = version.Definition;
        return new Accrual(version.Program.Id, definition.Lines[open.LineIndex].Number, customerId)
        {
            ProgramVersionId = version.Version.Id,
            PeriodFrom = range.From,
            PeriodTo = range.To,
            AsOfOn = today,
            QualifierValue = near.QualifierValue,
            IsQualifierQuantity = !definition.Lines[open.LineIndex].Qualifier.Measure.IsMoney(),
            TierNumber = near.TierNumber,
            AccruedMinor = forecast.AccruedMinor,
            ForecastValue = near.ForecastValue,
            ForecastMinor = forecast.ForecastMinor,
            NextTierFrom = near.NextTierFrom,
            MissingValue = near.MissingValue,
            NextTierGainMinor = near.GainMinor,
            ProgressMilli = near.ProgressMilli,
            DaysLeft = near.DaysLeft,
            WouldReachNextTier = near.WouldReachNextTier,
        };
    }

    private static void Write(IBulkRow row, Accrual accrual)
    {
        row.Write(accrual.ProgramId);
        row.Write(accrual.ProgramLineNumber);
        row.Write(accrual.CustomerId);
        row.Write(accrual.ProgramVersionId);
        row.Write(accrual.PeriodFrom);
        row.Write(accrual.PeriodTo);
        row.Write(accrual.AsOfOn);
        row.Write(accrual.QualifierValue);
        row.Write(accrual.IsQualifierQuantity);
        row.Write(accrual.TierNumber);
        row.Write(accrual.AccruedMinor);
        row.Write(accrual.ForecastValue);
        row.Write(accrual.ForecastMinor);
        row.Write(accrual.NextTierFrom);
        row.Write(accrual.MissingValue);
        row.Write(accrual.NextTierGainMinor);
        row.Write(accrual.ProgressMilli);
        row.Write(accrual.DaysLeft);
        row.Write(accrual.WouldReachNextTier);
    }
}

/// <summary>What a refresh did.</summary>
/// <param name="Rows">Figures kept.</param>
/// <param name="SalesLinesRead">Sales lines read.</param>
public sealed record AccrualResult(int Rows, long SalesLinesRead);
