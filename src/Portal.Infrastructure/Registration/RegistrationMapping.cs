using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Domain.Customers;
using Portal.Domain.Registration;

namespace Portal.Infrastructure.Registration;

internal sealed class EmailCodeMapping : IEntityTypeConfiguration<EmailCode>
{
    public void Configure(EntityTypeBuilder<EmailCode> builder)
    {
        builder.Property(row => row.Origin).HasMaxLength(60);
        builder.HasIndex(row => new { row.Address, row.Purpose, row.CreatedAtUtc });
        builder.HasIndex(row => new { row.Origin, row.CreatedAtUtc });
        builder.HasIndex(row => row.CreatedAtUtc);
    }
}

internal sealed class CustomerConsentMapping : IEntityTypeConfiguration<CustomerConsent>
{
    public void Configure(EntityTypeBuilder<CustomerConsent> builder)
    {
        builder.Property(row => row.Version).HasMaxLength(20);
        builder.Property(row => row.Culture).HasMaxLength(10);
        builder.HasIndex(row => new { row.CustomerId, row.Kind });
        builder.HasOne<Customer>().WithMany().HasForeignKey(row => row.CustomerId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class CustomerReferralMapping : IEntityTypeConfiguration<CustomerReferral>
{
    public void Configure(EntityTypeBuilder<CustomerReferral> builder)
    {
        builder.HasKey(row => row.CustomerId);
        builder.Property(row => row.CustomerId).ValueGeneratedNever();
        builder.HasIndex(row => row.ReferredById);
        builder.HasOne<Customer>().WithMany().HasForeignKey(row => row.CustomerId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Customer>().WithMany().HasForeignKey(row => row.ReferredById).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class SignInRequestMapping : IEntityTypeConfiguration<SignInRequest>
{
    public void Configure(EntityTypeBuilder<SignInRequest> builder)
    {
        builder.Property(row => row.CodeHash).HasMaxLength(64);
        builder.Property(row => row.SecretHash).HasMaxLength(64);
        builder.Property(row => row.MatchNumber).HasMaxLength(2);
        builder.Property(row => row.Origin).HasMaxLength(RequestOrigin.MaxLength);
        builder.HasIndex(row => row.CodeHash).IsUnique();
        builder.HasIndex(row => row.ExpiresAtUtc);
    }
}
