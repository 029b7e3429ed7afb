using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Domain.Shared;

namespace Portal.Infrastructure.Live;

internal sealed class LiveTopicMapping : IEntityTypeConfiguration<LiveTopic>
{
    public void Configure(EntityTypeBuilder<LiveTopic> builder)
    {
        builder.HasKey(row => row.Name);
        builder.Property(row => row.Name).HasMaxLength(50);
    }
}
