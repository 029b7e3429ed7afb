using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Domain.Customers;
using Portal.Domain.Disputes;
using Portal.Domain.Payouts;
using Portal.Domain.Settlements;

namespace Portal.Infrastructure.Disputes;

internal sealed class DisputeMapping : IEntityTypeConfiguration<Dispute>
{
    public void Configure(EntityTypeBuilder<Dispute> builder)
    {
        builder.Property(row => row.Number).HasMaxLength(20);
        builder.HasIndex(row => row.Number).IsUnique();
        builder.HasIndex(row => row.HeldLineId).IsUnique();
        builder.HasIndex(row => row.State);
        builder.Ignore(row => row.IsOpen);
        builder.HasOne<SettlementLine>().WithMany().HasForeignKey(row => row.SettlementLineId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Customer>().WithMany().HasForeignKey(row => row.CustomerId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Settlement>().WithMany().HasForeignKey(row => row.AdjustmentSettlementId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<PayoutDocument>().WithMany().HasForeignKey(row => row.LeftOutOfPayoutId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<PayoutDocument>().WithMany().HasForeignKey(row => row.CaughtUpByPayoutId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class DisputeEntryMapping : IEntityTypeConfiguration<DisputeEntry>
{
    public void Configure(EntityTypeBuilder<DisputeEntry> builder)
    {
        builder.Property(row => row.OperationKey).HasMaxLength(100);
        builder.HasIndex(row => row.OperationKey).IsUnique();
        builder.Property(row => row.Text).HasMaxLength(DisputeEntry.MaxTextLength);
        builder.HasOne<Dispute>().WithMany().HasForeignKey(row => row.DisputeId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class DisputeAttachmentMapping : IEntityTypeConfiguration<DisputeAttachment>
{
    public void Configure(EntityTypeBuilder<DisputeAttachment> builder)
    {
        builder.Property(row => row.FileName).HasMaxLength(200);
        builder.Property(row => row.MediaType).HasMaxLength(100);
        builder.Property(row => row.StoredAs).HasMaxLength(40);
        builder.HasIndex(row => row.DisputeId);
        builder.HasOne<DisputeEntry>().WithMany().HasForeignKey(row => row.EntryId).OnDelete(DeleteBehavior.Cascade);
    }
}
