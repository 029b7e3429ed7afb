using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Domain.Ledger;

namespace Portal.Infrastructure.Ledger;

internal sealed class LedgerAccountMapping : IEntityTypeConfiguration<LedgerAccount>
{
    public void Configure(EntityTypeBuilder<LedgerAccount> builder)
    {
        builder.Property(row => row.Asset).HasMaxLength(10);
        builder.HasIndex(row => new { row.OwnerId, row.Kind, row.Asset }).IsUnique();
        builder.Ignore(row => row.IsHouse);
    }
}

internal sealed class LedgerTransferMapping : IEntityTypeConfiguration<LedgerTransfer>
{
    public void Configure(EntityTypeBuilder<LedgerTransfer> builder)
    {
        builder.Property(row => row.OperationKey).HasMaxLength(150);
        builder.HasIndex(row => row.OperationKey).IsUnique();
        builder.Property(row => row.RequestHash).HasMaxLength(64);
        builder.Property(row => row.Source).HasMaxLength(50);
        builder.HasIndex(row => row.Source);
        builder.Property(row => row.Note).HasMaxLength(500);
        builder.HasOne<LedgerTransfer>().WithMany().HasForeignKey(row => row.ReversesTransferId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class LedgerEntryMapping : IEntityTypeConfiguration<LedgerEntry>
{
    public void Configure(EntityTypeBuilder<LedgerEntry> builder)
    {
        builder.HasIndex(row => new { row.AccountId, row.Id });
        builder.HasOne<LedgerTransfer>().WithMany().HasForeignKey(row => row.TransferId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<LedgerAccount>().WithMany().HasForeignKey(row => row.AccountId).OnDelete(DeleteBehavior.Restrict);
    }
}
