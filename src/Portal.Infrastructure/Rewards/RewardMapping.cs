using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Domain.Customers;
using Portal.Domain.Rewards;

namespace Portal.Infrastructure.Rewards;

internal sealed class RewardMapping : IEntityTypeConfiguration<Reward>
{
    public void Configure(EntityTypeBuilder<Reward> builder)
    {
        builder.Property(row => row.Number).HasMaxLength(Reward.MaxNumber);
        builder.HasIndex(row => row.Number).IsUnique();
        builder.Property(row => row.PictureStoredAs).HasMaxLength(40);
        builder.Property(row => row.PictureMediaType).HasMaxLength(40);
        builder.ComplexProperty(row => row.Terms, terms =>
        {
            terms.Property(row => row.NameZhCn).HasMaxLength(RewardTerms.MaxName);
            terms.Property(row => row.NameEn).HasMaxLength(RewardTerms.MaxName);
            terms.Property(row => row.DescriptionZhCn).HasMaxLength(RewardTerms.MaxDescription);
            terms.Property(row => row.DescriptionEn).HasMaxLength(RewardTerms.MaxDescription);
        });
    }
}

internal sealed class RewardStockMapping : IEntityTypeConfiguration<RewardStock>
{
    public void Configure(EntityTypeBuilder<RewardStock> builder)
    {
        builder.HasKey(row => row.RewardId);
        builder.Property(row => row.RewardId).ValueGeneratedNever();
        builder.Ignore(row => row.Available);
        builder.HasOne<Reward>().WithOne().HasForeignKey<RewardStock>(row => row.RewardId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class RewardStockMovementMapping : IEntityTypeConfiguration<RewardStockMovement>
{
    public void Configure(EntityTypeBuilder<RewardStockMovement> builder)
    {
        builder.Property(row => row.Reason).HasMaxLength(RewardStockMovement.MaxReason);
        builder.HasIndex(row => new { row.RewardId, row.Id });
        builder.HasOne<Reward>().WithMany().HasForeignKey(row => row.RewardId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<RewardOrder>().WithMany().HasForeignKey(row => row.OrderId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class RewardOrderMapping : IEntityTypeConfiguration<RewardOrder>
{
    public void Configure(EntityTypeBuilder<RewardOrder> builder)
    {
        builder.Property(row => row.OperationKey).HasMaxLength(200);
        builder.HasIndex(row => row.OperationKey).IsUnique();
        builder.Property(row => row.RequestHash).HasMaxLength(64);
        builder.Property(row => row.PickUpCode).HasMaxLength(20);
        builder.HasIndex(row => row.PickUpCode).IsUnique();
        builder.Property(row => row.Recipient).HasMaxLength(RewardAddress.MaxRecipient);
        builder.Property(row => row.Phone).HasMaxLength(RewardAddress.MaxPhone);
        builder.Property(row => row.Address).HasMaxLength(RewardAddress.MaxText);
        builder.Property(row => row.Tracking).HasMaxLength(RewardOrder.MaxNote);
        builder.Property(row => row.Reason).HasMaxLength(RewardOrder.MaxNote);
        builder.Ignore(row => row.Number);
        builder.Ignore(row => row.IsOpen);
        builder.Ignore(row => row.IsIssued);

        // What a member took of a reward within its window; who is late; what waits.
        builder.HasIndex(row => new { row.CustomerId, row.RewardId, row.OrderedAtUtc });
        builder.HasIndex(row => row.ExpiresAtUtc);
        builder.HasIndex(row => new { row.State, row.Id });
        builder.HasOne<Customer>().WithMany().HasForeignKey(row => row.CustomerId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Reward>().WithMany().HasForeignKey(row => row.RewardId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class RewardOrderEventMapping : IEntityTypeConfiguration<RewardOrderEvent>
{
    public void Configure(EntityTypeBuilder<RewardOrderEvent> builder)
    {
        builder.Property(row => row.Note).HasMaxLength(RewardOrder.MaxNote);
        builder.HasIndex(row => row.OrderId);
        builder.HasOne<RewardOrder>().WithMany().HasForeignKey(row => row.OrderId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class VoucherMapping : IEntityTypeConfiguration<Voucher>
{
    public void Configure(EntityTypeBuilder<Voucher> builder)
    {
        builder.Ignore(row => row.Number);
        builder.Property(row => row.Code).HasMaxLength(20);
        builder.HasIndex(row => row.Code).IsUnique();
        builder.Property(row => row.IssueKey).HasMaxLength(200);
        builder.HasIndex(row => row.IssueKey).IsUnique();
        builder.Property(row => row.UseKey).HasMaxLength(200);
        builder.HasIndex(row => row.UseKey).IsUnique();
        builder.Property(row => row.UsedFor).HasMaxLength(Voucher.MaxUsedFor);
        builder.Property(row => row.Reason).HasMaxLength(RewardOrder.MaxNote);
        builder.HasIndex(row => new { row.CustomerId, row.State });
        builder.HasIndex(row => new { row.State, row.ValidUntilOn });
        builder.HasOne<Customer>().WithMany().HasForeignKey(row => row.CustomerId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<RewardOrder>().WithMany().HasForeignKey(row => row.OrderId).OnDelete(DeleteBehavior.Restrict);
    }
}
