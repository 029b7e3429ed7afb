using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Domain.Customers;
using Portal.Domain.Figures;
using Portal.Domain.Imports;

namespace Portal.Infrastructure.Figures;

internal sealed class CustomerFigureMapping : IEntityTypeConfiguration<CustomerFigure>
{
    public void Configure(EntityTypeBuilder<CustomerFigure> builder)
    {
        builder.Property(row => row.ListName).HasMaxLength(50);
        builder.HasIndex(row => new { row.ListName, row.CustomerId, row.FromOn, row.ToOn }).IsUnique();
        builder.HasOne<Customer>().WithMany().HasForeignKey(row => row.CustomerId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<ImportRun>().WithMany().HasForeignKey(row => row.ImportRunId).OnDelete(DeleteBehavior.Restrict);
    }
}
