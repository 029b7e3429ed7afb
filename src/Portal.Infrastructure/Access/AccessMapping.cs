using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Domain.Customers;
using Portal.Domain.Staff;

namespace Portal.Infrastructure.Access;

internal sealed class PortalUserMapping : IEntityTypeConfiguration<PortalUser>
{
    public void Configure(EntityTypeBuilder<PortalUser> builder)
    {
        builder.ToTable("Users");
        builder.Property(user => user.Culture).HasMaxLength(10);
        builder.Property(user => user.Theme).HasMaxLength(10);
        builder.HasOne<Customer>().WithMany().HasForeignKey(user => user.CustomerId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Employee>().WithMany().HasForeignKey(user => user.EmployeeId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class PortalRoleMapping : IEntityTypeConfiguration<PortalRole>
{
    public void Configure(EntityTypeBuilder<PortalRole> builder) => builder.ToTable("Roles");
}
