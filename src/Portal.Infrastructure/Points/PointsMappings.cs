using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Domain.Points.Records;

namespace Portal.Infrastructure.Points;

internal sealed class PointsProgramVersionMapping : IEntityTypeConfiguration<PointsProgramVersion>
{
    public void Configure(EntityTypeBuilder<PointsProgramVersion> builder)
    {
        builder.HasIndex(row => row.Number).IsUnique();
        builder.Property(row => row.RulesJson).HasMaxLength(-1);
        builder.Property(row => row.Note).HasMaxLength(500);
    }
}

internal sealed class PointsMembershipMapping : IEntityTypeConfiguration<PointsMembership>
{
    public void Configure(EntityTypeBuilder<PointsMembership> builder)
    {
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Property(row => row.Device).HasMaxLength(200);
        builder.Property(row => row.LevelCode).HasMaxLength(50);
        builder.Property(row => row.MemoryJson).HasMaxLength(-1);
        // The work of a day finds whom it concerns, whatever their number.
        builder.HasIndex(row => new { row.NextDueOn, row.Id });
        builder.HasIndex(row => row.LevelCode);
    }
}

internal sealed class PointsEventRecordMapping : IEntityTypeConfiguration<PointsEventRecord>
{
    public void Configure(EntityTypeBuilder<PointsEventRecord> builder)
    {
        builder.Property(row => row.EventKey).HasMaxLength(110);
        builder.HasIndex(row => row.EventKey).IsUnique();
        builder.Property(row => row.ContentHash).HasMaxLength(64);
        builder.Property(row => row.Type).HasMaxLength(20);
        builder.Property(row => row.Reference).HasMaxLength(200);
        builder.Property(row => row.BreakdownJson).HasMaxLength(-1);
        builder.HasIndex(row => row.DocumentId);
        builder.HasIndex(row => new { row.CustomerId, row.Id });
    }
}

internal sealed class PointsLotRecordMapping : IEntityTypeConfiguration<PointsLotRecord>
{
    /// <summary>The condition of the index of lots that hold something.</summary>
    public const string Open = "\"Remaining\" > 0";

    public void Configure(EntityTypeBuilder<PointsLotRecord> builder)
    {
        builder.HasKey(row => new { row.CustomerId, row.Number });
        builder.Property(row => row.EventKey).HasMaxLength(110);
        builder.Property(row => row.ExpiryJson).HasMaxLength(400);
        builder.Property(row => row.PartsJson).HasMaxLength(-1);
        // What an event needs is what a member has, not what it ever had.
        builder.HasIndex(row => new { row.CustomerId, row.Remaining }).HasFilter(Open);
        builder.HasIndex(row => row.ExpiresOn).HasFilter(Open);
    }
}

internal sealed class PointsEntryRecordMapping : IEntityTypeConfiguration<PointsEntryRecord>
{
    public void Configure(EntityTypeBuilder<PointsEntryRecord> builder)
    {
        builder.Property(row => row.EventKey).HasMaxLength(110);
        builder.Property(row => row.LotsJson).HasMaxLength(-1);
        builder.Property(row => row.Breakdown).HasMaxLength(-1);
        builder.Property(row => row.Reference).HasMaxLength(200);
        builder.HasIndex(row => new { row.CustomerId, row.Id });
        builder.HasIndex(row => new { row.PostedOn, row.Kind, row.Units });
    }
}

internal sealed class PointsSaleRecordMapping : IEntityTypeConfiguration<PointsSaleRecord>
{
    public void Configure(EntityTypeBuilder<PointsSaleRecord> builder)
    {
        builder.HasKey(row => new { row.CustomerId, row.EventKey });
        builder.Property(row => row.EventKey).HasMaxLength(110);
        builder.Property(row => row.DocumentNumber).HasMaxLength(50);
        builder.Property(row => row.Source).HasMaxLength(30);
        builder.Property(row => row.SaleJson).HasMaxLength(-1);
        builder.Property(row => row.UsageJson).HasMaxLength(-1);
        builder.HasIndex(row => new { row.CustomerId, row.DocumentNumber });
    }
}

internal sealed class PointsRedemptionRecordMapping : IEntityTypeConfiguration<PointsRedemptionRecord>
{
    public void Configure(EntityTypeBuilder<PointsRedemptionRecord> builder)
    {
        builder.HasKey(row => new { row.CustomerId, row.EventKey });
        builder.Property(row => row.EventKey).HasMaxLength(110);
        builder.Property(row => row.LotsJson).HasMaxLength(-1);
        builder.HasIndex(row => new { row.CustomerId, row.On });
    }
}

internal sealed class PointsUsageRecordMapping : IEntityTypeConfiguration<PointsUsageRecord>
{
    public void Configure(EntityTypeBuilder<PointsUsageRecord> builder)
    {
        builder.HasKey(row => new { row.CustomerId, row.Rule, row.On });
        builder.Property(row => row.Rule).HasMaxLength(100);
    }
}

internal sealed class PointsGrowthRecordMapping : IEntityTypeConfiguration<PointsGrowthRecord>
{
    public void Configure(EntityTypeBuilder<PointsGrowthRecord> builder)
    {
        builder.Property(row => row.EventKey).HasMaxLength(110);
        builder.HasIndex(row => new { row.CustomerId, row.On });
    }
}

internal sealed class PointsLevelChangeMapping : IEntityTypeConfiguration<PointsLevelChange>
{
    public void Configure(EntityTypeBuilder<PointsLevelChange> builder)
    {
        builder.Property(row => row.FromCode).HasMaxLength(50);
        builder.Property(row => row.ToCode).HasMaxLength(50);
        builder.Property(row => row.Remark).HasMaxLength(500);
        builder.HasIndex(row => new { row.CustomerId, row.Id });
    }
}

internal sealed class PointsReferralMapping : IEntityTypeConfiguration<PointsReferral>
{
    public void Configure(EntityTypeBuilder<PointsReferral> builder)
    {
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Property(row => row.Reason).HasMaxLength(50);
        builder.Property(row => row.SaleKey).HasMaxLength(110);
        builder.Property(row => row.LotsJson).HasMaxLength(400);
        builder.HasIndex(row => row.ReferrerId);
    }
}

internal sealed class PointsProblemMapping : IEntityTypeConfiguration<PointsProblem>
{
    public void Configure(EntityTypeBuilder<PointsProblem> builder)
    {
        builder.HasKey(row => row.DocumentId);
        builder.Property(row => row.DocumentId).ValueGeneratedNever();
        builder.Property(row => row.OriginalNumber).HasMaxLength(50);
        builder.Property(row => row.Code).HasMaxLength(100);
        builder.Property(row => row.Arguments).HasMaxLength(500);
        builder.HasIndex(row => new { row.CustomerId, row.OriginalNumber });
    }
}

internal sealed class PointsAdjustmentMapping : IEntityTypeConfiguration<PointsAdjustment>
{
    public void Configure(EntityTypeBuilder<PointsAdjustment> builder)
    {
        builder.Property(row => row.OperationKey).HasMaxLength(80);
        builder.HasIndex(row => row.OperationKey).IsUnique();
        builder.Property(row => row.Reason).HasMaxLength(500);
        builder.HasIndex(row => new { row.State, row.Id });
        builder.HasIndex(row => row.CustomerId);
    }
}
