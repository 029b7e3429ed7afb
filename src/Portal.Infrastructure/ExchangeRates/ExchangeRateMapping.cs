using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Domain.ExchangeRates;
using Portal.Domain.Imports;

namespace Portal.Infrastructure.ExchangeRates;

internal sealed class ExchangeRateMapping : IEntityTypeConfiguration<ExchangeRate>
{
    public void Configure(EntityTypeBuilder<ExchangeRate> builder)
    {
        builder.Property(row => row.Currency).HasMaxLength(3);
        builder.HasIndex(row => new { row.Currency, row.RateOn }).IsUnique();
        builder.Ignore(row => row.Rate);
        builder.HasOne<ImportRun>().WithMany().HasForeignKey(row => row.ImportRunId).OnDelete(DeleteBehavior.Restrict);
    }
}
