using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Domain.Customers;
using Portal.Infrastructure.Cards;

namespace Portal.Infrastructure.Customers;

internal sealed class CustomerGroupMapping : IEntityTypeConfiguration<CustomerGroup>
{
    public void Configure(EntityTypeBuilder<CustomerGroup> builder)
    {
        builder.Property(row => row.Code).HasMaxLength(50);
        builder.HasIndex(row => row.Code).IsUnique();
    }
}

internal sealed class CustomerLevelMapping : IEntityTypeConfiguration<CustomerLevel>
{
    public void Configure(EntityTypeBuilder<CustomerLevel> builder)
    {
        builder.Property(row => row.Code).HasMaxLength(50);
        builder.HasIndex(row => row.Code).IsUnique();
        builder.Property(row => row.Discount!).AsJson();
    }
}

internal sealed class RegionMapping : IEntityTypeConfiguration<Region>
{
    public void Configure(EntityTypeBuilder<Region> builder)
    {
        builder.Property(row => row.Code).HasMaxLength(50);
        builder.HasIndex(row => row.Code).IsUnique();
    }
}
