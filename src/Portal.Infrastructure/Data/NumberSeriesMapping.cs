using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Domain.Shared;

namespace Portal.Infrastructure.Data;

internal sealed class NumberSeriesMapping : IEntityTypeConfiguration<NumberSeries>
{
    public void Configure(EntityTypeBuilder<NumberSeries> builder)
    {
        builder.HasKey(row => new { row.Prefix, row.Year });
        builder.Property(row => row.Prefix).HasMaxLength(8);
        builder.Property(row => row.Year).ValueGeneratedNever();
    }
}
