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
        return await SalesByCustomer.ReadAsync(
            context, plan, CustomerSelection.Everyone, upTo, long.MaxValue, measures => rows.AddRange(Accruals(plan, measures, today)), cancellationToken);
    }

    private static IEnumerable<Accrual> Accruals(ProgramPlan plan, CustomerMeasures measures, DateOnly today)
    {
        foreach (var line in measures.Lines)
        {
            var version = plan.Versions[line.VersionIndex];
            var isCumulative = version.Definition.PeriodMode == PeriodMode.Cumulative;
            var before = default(PeriodMeasure);
            for (var index = 0; index < line.Periods.Length; index++)
            {
                var period = version.Periods[index];
                var measure = isCumulative ? before + line.Periods[index] : line.Periods[index];
                if (period.IsWanted && measure.HasLines)
                {
                    yield return Make(version, line, period.Range, measure, isCumulative ? before : default, measures.CustomerId, today);
                }

                before = measure;
            }
        }
    }

    private static Accrual Make(
        PlannedVersion version, LineMeasures line, DateRange range, in PeriodMeasure measure, in PeriodMeasure before, long customerId, DateOnly today)
    {
        var definition = version.Definition;
        var measured = definition.PeriodMode == PeriodMode.Cumulative ? new DateRange(definition.ValidFrom, range.To) : range;
        var near = NearMiss.Of(definition, line.LineIndex, measure, measured, today);

        // In cumulative mode the periods before have been settled by themselves.
        var settledBefore = before.HasLines ? RebateCalculator.Earn(definition, line.LineIndex, before).RoundedMinor : 0;
        return new Accrual(version.Program.Id, definition.Lines[line.LineIndex].Number, customerId)
        {
            ProgramVersionId = version.Version.Id,
            PeriodFrom = range.From,
            PeriodTo = range.To,
            AsOfOn = today,
            QualifierValue = near.QualifierValue,
            IsQualifierQuantity = definition.Lines[line.LineIndex].Qualifier.Measure == Measure.Quantity,
            TierNumber = near.TierNumber,
            AccruedMinor = near.EarnedMinor - settledBefore,
            ForecastValue = near.ForecastValue,
            ForecastMinor = near.ForecastMinor - settledBefore,
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
