using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Domain.Customers;
using Portal.Domain.Messages;

namespace Portal.Infrastructure.Messages;

internal sealed class OutboxMessageMapping : IEntityTypeConfiguration<OutboxMessage>
{
    public void Configure(EntityTypeBuilder<OutboxMessage> builder)
    {
        builder.Property(row => row.Key).HasMaxLength(OutboxMessage.MaxKeyLength);
        builder.HasIndex(row => row.Key).IsUnique();
        builder.Property(row => row.Template).HasMaxLength(60);
        builder.Property(row => row.Culture).HasMaxLength(10);
        builder.Property(row => row.ArgumentsJson).HasMaxLength(-1);
        builder.Property(row => row.ReasonCode).HasMaxLength(60);
        builder.Property(row => row.Reason).HasMaxLength(OutboxMessage.MaxReasonLength);
        builder.HasIndex(row => new { row.State, row.NextAttemptAtUtc });
        builder.HasIndex(row => new { row.CustomerId, row.Id });
        builder.HasOne<Customer>().WithMany().HasForeignKey(row => row.CustomerId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class MessageChoiceMapping : IEntityTypeConfiguration<MessageChoice>
{
    public void Configure(EntityTypeBuilder<MessageChoice> builder)
    {
        builder.HasIndex(row => new { row.CustomerId, row.Category }).IsUnique();
        builder.HasOne<Customer>().WithMany().HasForeignKey(row => row.CustomerId).OnDelete(DeleteBehavior.Restrict);
    }
}
