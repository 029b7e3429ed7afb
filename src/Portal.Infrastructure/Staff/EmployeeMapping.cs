using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Domain.Customers;
using Portal.Domain.Staff;

namespace Portal.Infrastructure.Staff;

internal sealed class EmployeeMapping : IEntityTypeConfiguration<Employee>
{
    public void Configure(EntityTypeBuilder<Employee> builder)
    {
        builder.Property(row => row.Number).HasMaxLength(50);
        builder.HasIndex(row => row.Number).IsUnique();
        builder.HasOne<Department>().WithMany().HasForeignKey(row => row.DepartmentId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Region>().WithMany().HasForeignKey(row => row.RegionId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class DepartmentMapping : IEntityTypeConfiguration<Department>
{
    public void Configure(EntityTypeBuilder<Department> builder)
    {
        builder.Property(row => row.Code).HasMaxLength(50);
        builder.HasIndex(row => row.Code).IsUnique();
    }
}
