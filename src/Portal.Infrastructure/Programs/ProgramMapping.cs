using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Domain.Programs;
using Portal.Domain.Shared;

namespace Portal.Infrastructure.Programs;

internal sealed class RebateProgramMapping : IEntityTypeConfiguration<RebateProgram>
{
    public void Configure(EntityTypeBuilder<RebateProgram> builder)
    {
        builder.Property(row => row.Code).HasMaxLength(50);
        builder.HasIndex(row => row.Code).IsUnique();
        builder.Ignore(row => row.OpenVersion);
        builder.HasMany(row => row.Versions).WithOne().HasForeignKey(version => version.ProgramId).OnDelete(DeleteBehavior.Cascade);
        builder.Navigation(row => row.Versions).UsePropertyAccessMode(PropertyAccessMode.Field);
    }
}

internal sealed class RebateProgramVersionMapping : IEntityTypeConfiguration<RebateProgramVersion>
{
    public void Configure(EntityTypeBuilder<RebateProgramVersion> builder)
    {
        builder.Property(row => row.DefinitionJson).HasMaxLength(-1);
        builder.Property(row => row.Currency).HasMaxLength(3).HasDefaultValue(Money.DefaultCurrency);
        builder.Property(row => row.DecisionNote).HasMaxLength(1000);
        builder.Property(row => row.PreviewJson).HasMaxLength(-1);
        builder.HasIndex(row => new { row.ProgramId, row.Number }).IsUnique();
    }
}
