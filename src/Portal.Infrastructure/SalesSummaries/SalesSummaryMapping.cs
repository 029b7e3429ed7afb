using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Domain.Customers;
using Portal.Domain.Sales;

namespace Portal.Infrastructure.SalesSummaries;

internal sealed class SalesSummaryMapping : IEntityTypeConfiguration<SalesSummary>
{
    public void Configure(EntityTypeBuilder<SalesSummary> builder)
    {
        builder.Property(row => row.Currency).HasMaxLength(3);

        // Sums over all customers read the first index alone, those of some customers and the nightly merge the second.
        builder.HasIndex(row => new { row.Month, row.CustomerId, row.Currency, row.NetMinor });
        builder.HasIndex(row => new { row.CustomerId, row.Month });
        builder.HasOne<Customer>().WithMany().HasForeignKey(row => row.CustomerId).OnDelete(DeleteBehavior.Restrict);
    }
}
