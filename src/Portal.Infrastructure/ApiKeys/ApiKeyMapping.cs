using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Domain.ApiKeys;

namespace Portal.Infrastructure.ApiKeys;

internal sealed class ApiKeyMapping : IEntityTypeConfiguration<ApiKey>
{
    public void Configure(EntityTypeBuilder<ApiKey> builder)
    {
        builder.Property(row => row.Name).HasMaxLength(100);
        builder.Property(row => row.Prefix).HasMaxLength(20);
        builder.HasIndex(row => row.Prefix).IsUnique();
        builder.Property(row => row.SecretHash).HasMaxLength(64);
        builder.Property(row => row.Scopes).HasMaxLength(500);
        builder.Ignore(row => row.IsRevoked);
    }
}
