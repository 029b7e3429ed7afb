using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Domain.Customers;

namespace Portal.Infrastructure.Customers;

internal sealed class CustomerOwnerChangeMapping : IEntityTypeConfiguration<CustomerOwnerChange>
{
    public void Configure(EntityTypeBuilder<CustomerOwnerChange> builder)
    {
        builder.HasIndex(row => row.CustomerId);
        builder.HasOne<Customer>().WithMany().HasForeignKey(row => row.CustomerId).OnDelete(DeleteBehavior.Restrict);
    }
}
