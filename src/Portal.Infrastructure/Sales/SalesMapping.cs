using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Domain.Customers;
using Portal.Domain.Imports;
using Portal.Domain.Sales;
using Portal.Domain.Staff;

namespace Portal.Infrastructure.Sales;

internal sealed class SalesDocumentMapping : IEntityTypeConfiguration<SalesDocument>
{
    public void Configure(EntityTypeBuilder<SalesDocument> builder)
    {
        builder.Property(row => row.Source).HasMaxLength(30);
        builder.Property(row => row.Number).HasMaxLength(50);
        builder.Property(row => row.OriginalNumber).HasMaxLength(50);
        builder.Property(row => row.Currency).HasMaxLength(3);
        builder.Property(row => row.ContentHash).HasMaxLength(64);
        builder.Property(row => row.Version).HasDefaultValue(1);
        builder.Property(row => row.Channel).HasMaxLength(50);
        builder.HasIndex(row => new { row.Source, row.Number, row.Version }).IsUnique();
        builder.HasIndex(row => new { row.CustomerId, row.DocumentOn });
        builder.HasIndex(row => new { row.DocumentOn, row.Kind, row.NetMinor });
        builder.HasIndex(row => row.OriginalNumber);
        builder.HasOne<Customer>().WithMany().HasForeignKey(row => row.CustomerId).OnDelete(DeleteBehavior.Restrict);

        // The agent has no foreign key: its index would slow every import for a column that is mostly empty.
        builder.HasOne<Employee>().WithMany().HasForeignKey(row => row.SalespersonId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<ImportRun>().WithMany().HasForeignKey(row => row.ImportRunId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class SalesPaymentMapping : IEntityTypeConfiguration<SalesPayment>
{
    public void Configure(EntityTypeBuilder<SalesPayment> builder)
    {
        builder.Property(row => row.Source).HasMaxLength(30);
        builder.Property(row => row.Number).HasMaxLength(50);
        builder.Property(row => row.DocumentSource).HasMaxLength(30);
        builder.Property(row => row.DocumentNumber).HasMaxLength(50);
        builder.HasIndex(row => new { row.Source, row.Number, row.Version }).IsUnique();
        builder.HasIndex(row => new { row.DocumentSource, row.DocumentNumber });
        builder.HasOne<ImportRun>().WithMany().HasForeignKey(row => row.ImportRunId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class SalesLineMapping : IEntityTypeConfiguration<SalesLine>
{
    public void Configure(EntityTypeBuilder<SalesLine> builder)
    {
        // The only index: each further one would slow the import of millions of lines. Whoever looks for lines of a customer or of
        // days finds the documents first; a settlement reads the packs. There is no foreign key to customer and product for the
        // same reason: the document's customer is checked there.
        builder.HasIndex(row => new { row.DocumentId, row.LineNumber }).IsUnique();
        builder.Property(row => row.Unit).HasMaxLength(20);

        // A database default, so that bulk writes of plain lines leave the column out.
        builder.Property(row => row.IsNotForRebate).HasDefaultValue(false);
        builder.HasOne<SalesDocument>().WithMany().HasForeignKey(row => row.DocumentId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class SalesPackMapping : IEntityTypeConfiguration<SalesPack>
{
    public void Configure(EntityTypeBuilder<SalesPack> builder)
    {
        // Nothing but this key is written, in the order of the settlement's scan, and it holds the whole row: SQLite has no other table
        // beside it (WITHOUT ROWID), SQL Server's is clustered, PostgreSQL's includes the other columns. The first migration says
        // so in the databases' own words. A foreign key to the document would need an index of its own.
        builder.HasKey(row => new { row.CustomerId, row.DocumentOn, row.DocumentId, row.Part });
        builder.Property(row => row.Lines).HasMaxLength(SalesPack.MostBytes);
    }
}
