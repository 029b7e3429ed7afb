using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Domain.Products;

namespace Portal.Infrastructure.Products;

internal sealed class ProductMapping : IEntityTypeConfiguration<Product>
{
    public void Configure(EntityTypeBuilder<Product> builder)
    {
        builder.Property(row => row.Number).HasMaxLength(50);
        builder.Property(row => row.Unit).HasMaxLength(20);
        builder.HasIndex(row => row.Number).IsUnique();
        builder.HasIndex(row => row.Name);
        builder.HasOne<ProductCategory>().WithMany().HasForeignKey(row => row.CategoryId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Brand>().WithMany().HasForeignKey(row => row.BrandId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ProductUnitMapping : IEntityTypeConfiguration<ProductUnit>
{
    public void Configure(EntityTypeBuilder<ProductUnit> builder)
    {
        builder.Property(row => row.Unit).HasMaxLength(20);
        builder.HasIndex(row => new { row.ProductId, row.Unit }).IsUnique();
        builder.Ignore(row => row.Factor);
        builder.HasOne<Product>().WithMany().HasForeignKey(row => row.ProductId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class ProductAttributeMapping : IEntityTypeConfiguration<ProductAttribute>
{
    public void Configure(EntityTypeBuilder<ProductAttribute> builder)
    {
        builder.Property(row => row.Name).HasMaxLength(50);
        builder.Property(row => row.Value).HasMaxLength(100);
        builder.HasIndex(row => new { row.ProductId, row.Name }).IsUnique();
        builder.HasOne<Product>().WithMany().HasForeignKey(row => row.ProductId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class ProductCategoryMapping : IEntityTypeConfiguration<ProductCategory>
{
    public void Configure(EntityTypeBuilder<ProductCategory> builder)
    {
        builder.Property(row => row.Code).HasMaxLength(50);
        builder.HasIndex(row => row.Code).IsUnique();
        builder.HasOne<ProductCategory>().WithMany().HasForeignKey(row => row.ParentId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class BrandMapping : IEntityTypeConfiguration<Brand>
{
    public void Configure(EntityTypeBuilder<Brand> builder)
    {
        builder.Property(row => row.Code).HasMaxLength(50);
        builder.HasIndex(row => row.Code).IsUnique();
    }
}
