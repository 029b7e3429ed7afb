using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Domain.Imports;

namespace Portal.Infrastructure.Imports;

internal sealed class ImportRunMapping : IEntityTypeConfiguration<ImportRun>
{
    public void Configure(EntityTypeBuilder<ImportRun> builder)
    {
        builder.Property(row => row.FileHash).HasMaxLength(64);
        builder.Property(row => row.MappingJson).HasMaxLength(4000);
        builder.Property(row => row.Failure).HasMaxLength(1000);
        builder.HasIndex(row => row.FileHash);
    }
}

internal sealed class ImportProblemMapping : IEntityTypeConfiguration<ImportProblem>
{
    public void Configure(EntityTypeBuilder<ImportProblem> builder)
    {
        builder.Property(row => row.Code).HasMaxLength(60);
        builder.Property(row => row.ArgumentsJson).HasMaxLength(1000);
        builder.Property(row => row.RowJson).HasMaxLength(-1);
        builder.HasIndex(row => new { row.ImportRunId, row.LineNumber });
        builder.HasOne<ImportRun>().WithMany().HasForeignKey(row => row.ImportRunId).OnDelete(DeleteBehavior.Cascade);
    }
}
