using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Domain.Jobs;

namespace Portal.Infrastructure.Jobs;

internal sealed class JobRunMapping : IEntityTypeConfiguration<JobRun>
{
    public void Configure(EntityTypeBuilder<JobRun> builder)
    {
        builder.Property(row => row.JobName).HasMaxLength(60);
        builder.Property(row => row.ClaimKey).HasMaxLength(120);
        builder.HasIndex(row => row.ClaimKey).IsUnique();
        builder.HasIndex(row => new { row.JobName, row.StartedAtUtc });
        builder.Property(row => row.ResultCode).HasMaxLength(100);
        builder.Property(row => row.ResultArguments).HasMaxLength(500);
        builder.Property(row => row.ErrorId).HasMaxLength(40);
    }
}
