using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Domain.Customers;
using Portal.Domain.Staff;

namespace Portal.Infrastructure.Customers;

internal sealed class CustomerMapping : IEntityTypeConfiguration<Customer>
{
    public void Configure(EntityTypeBuilder<Customer> builder)
    {
        builder.Property(row => row.Number).HasMaxLength(50);
        builder.HasIndex(row => row.Number).IsUnique();
        builder.HasIndex(row => row.Name);
        builder.HasIndex(row => row.OwnerId);
        builder.ComplexProperty(row => row.Profile, profile => profile.Property(row => row.Notes).HasMaxLength(2000));
        builder.HasOne<CustomerGroup>().WithMany().HasForeignKey(row => row.GroupId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<CustomerLevel>().WithMany().HasForeignKey(row => row.LevelId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Region>().WithMany().HasForeignKey(row => row.RegionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Customer>().WithMany().HasForeignKey(row => row.ParentId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Customer>().WithMany().HasForeignKey(row => row.AgentId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Employee>().WithMany().HasForeignKey(row => row.OwnerId).OnDelete(DeleteBehavior.Restrict);
    }
}
