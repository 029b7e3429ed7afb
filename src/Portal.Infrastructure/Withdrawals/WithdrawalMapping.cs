using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Domain.Customers;
using Portal.Domain.Payouts;
using Portal.Domain.Shared;
using Portal.Domain.Withdrawals;

namespace Portal.Infrastructure.Withdrawals;

internal sealed class WithdrawalRequestMapping : IEntityTypeConfiguration<WithdrawalRequest>
{
    public void Configure(EntityTypeBuilder<WithdrawalRequest> builder)
    {
        builder.Property(row => row.Number).HasMaxLength(20);
        builder.HasIndex(row => row.Number).IsUnique();
        builder.Property(row => row.OperationKey).HasMaxLength(100);
        builder.HasIndex(row => row.OperationKey).IsUnique();
        builder.Property(row => row.RejectionReason).HasMaxLength(500);
        builder.HasIndex(row => row.State);
        builder.Property(row => row.Currency).HasMaxLength(3).HasDefaultValue(Money.DefaultCurrency);
        builder.HasOne<Customer>().WithMany().HasForeignKey(row => row.CustomerId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<CustomerBankAccount>().WithMany().HasForeignKey(row => row.BankAccountId).OnDelete(DeleteBehavior.Restrict);
    }
}
