using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Domain.Accruals;

namespace Portal.Infrastructure.Accruals;

internal sealed class AccrualMapping : IEntityTypeConfiguration<Accrual>
{
    public void Configure(EntityTypeBuilder<Accrual> builder)
    {
        builder.HasIndex(row => new { row.ProgramId, row.ProgramLineNumber, row.CustomerId, row.PeriodFrom }).IsUnique();
        builder.HasIndex(row => row.CustomerId);
        builder.HasIndex(row => new { row.ProgressMilli, row.CustomerId });
    }
}
