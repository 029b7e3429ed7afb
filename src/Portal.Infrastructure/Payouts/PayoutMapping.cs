using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Domain.Customers;
using Portal.Domain.Payouts;
using Portal.Domain.Products;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using Portal.Domain.Staff;

namespace Portal.Infrastructure.Payouts;

internal sealed class PayoutDocumentMapping : IEntityTypeConfiguration<PayoutDocument>
{
    public void Configure(EntityTypeBuilder<PayoutDocument> builder)
    {
        builder.Property(row => row.Number).HasMaxLength(20);
        builder.HasIndex(row => row.Number).IsUnique();
        builder.Property(row => row.OperationKey).HasMaxLength(100);
        builder.HasIndex(row => row.OperationKey).IsUnique();
        builder.Property(row => row.Currency).HasMaxLength(3).HasDefaultValue(Money.DefaultCurrency);
        builder.HasOne<Settlement>().WithMany().HasForeignKey(row => row.SettlementId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class PayoutItemMapping : IEntityTypeConfiguration<PayoutItem>
{
    private const string PaidToAnother = "\"PayeeId\" IS NOT NULL";

    public void Configure(EntityTypeBuilder<PayoutItem> builder)
    {
        builder.Property(row => row.FailureReason).HasMaxLength(500);
        builder.HasIndex(row => new { row.DocumentId, row.CustomerId }).IsUnique();
        builder.HasIndex(row => row.CustomerId);

        // Few items are paid to somebody else: an index with all the others in it would not be worth reading.
        builder.HasIndex(row => row.PayeeId).HasFilter(PaidToAnother);
        builder.Ignore(row => row.IsDecided);
        builder.Ignore(row => row.PaidTo);
        builder.HasOne<Customer>().WithMany().HasForeignKey(row => row.PayeeId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Employee>().WithMany().HasForeignKey(row => row.EmployeeId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<PayoutDocument>().WithMany().HasForeignKey(row => row.DocumentId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Customer>().WithMany().HasForeignKey(row => row.CustomerId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<CustomerBankAccount>().WithMany().HasForeignKey(row => row.BankAccountId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class CreditNoteMapping : IEntityTypeConfiguration<CreditNote>
{
    public void Configure(EntityTypeBuilder<CreditNote> builder)
    {
        builder.Property(row => row.Number).HasMaxLength(20);
        builder.HasIndex(row => row.Number).IsUnique();
        builder.Property(row => row.Currency).HasMaxLength(3);
        builder.Property(row => row.CancelReason).HasMaxLength(500);
        builder.Ignore(row => row.OpenMinor);
        builder.Ignore(row => row.State);
        builder.HasIndex(row => row.PayoutItemId).IsUnique();
        builder.HasOne<PayoutItem>().WithMany().HasForeignKey(row => row.PayoutItemId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Customer>().WithMany().HasForeignKey(row => row.CustomerId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class CreditNoteUseMapping : IEntityTypeConfiguration<CreditNoteUse>
{
    public void Configure(EntityTypeBuilder<CreditNoteUse> builder)
    {
        builder.Property(row => row.Invoice).HasMaxLength(50);
        builder.HasIndex(row => new { row.CreditNoteId, row.Invoice }).IsUnique();
        builder.HasOne<CreditNote>().WithMany().HasForeignKey(row => row.CreditNoteId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class GoodsDeliveryMapping : IEntityTypeConfiguration<GoodsDelivery>
{
    public void Configure(EntityTypeBuilder<GoodsDelivery> builder)
    {
        builder.Property(row => row.Number).HasMaxLength(20);
        builder.HasIndex(row => row.Number).IsUnique();
        builder.Property(row => row.Currency).HasMaxLength(3);
        builder.Property(row => row.Reference).HasMaxLength(100);
        builder.Ignore(row => row.ValueMinor);
        builder.HasIndex(row => row.PayoutItemId).IsUnique();
        builder.HasOne<PayoutItem>().WithMany().HasForeignKey(row => row.PayoutItemId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Customer>().WithMany().HasForeignKey(row => row.CustomerId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Product>().WithMany().HasForeignKey(row => row.ProductId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class CustomerBankAccountMapping : IEntityTypeConfiguration<CustomerBankAccount>
{
    public void Configure(EntityTypeBuilder<CustomerBankAccount> builder)
    {
        builder.Property(row => row.NumberProtected).HasMaxLength(500);
        builder.Property(row => row.NumberLast4).HasMaxLength(4);
        builder.HasOne<Customer>().WithMany().HasForeignKey(row => row.CustomerId).OnDelete(DeleteBehavior.Restrict);
    }
}
