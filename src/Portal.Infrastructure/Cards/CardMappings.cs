using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Domain.Cards;
using Portal.Domain.Customers;

namespace Portal.Infrastructure.Cards;

/// <summary>How rules that nothing is searched by lie in one column.</summary>
internal static class CardJson
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web);

    public static PropertyBuilder<T> AsJson<T>(this PropertyBuilder<T> property)
        where T : class => property
        .HasConversion(
            value => JsonSerializer.Serialize(value, Format),
            text => JsonSerializer.Deserialize<T>(text, Format)!,
            new ValueComparer<T>(
                (left, right) => JsonSerializer.Serialize(left, Format) == JsonSerializer.Serialize(right, Format),
                value => JsonSerializer.Serialize(value, Format).GetHashCode(StringComparison.Ordinal),
                value => value))
        .HasMaxLength(-1);
}

internal sealed class CardTypeMapping : IEntityTypeConfiguration<CardType>
{
    public void Configure(EntityTypeBuilder<CardType> builder)
    {
        builder.Property(row => row.Code).HasMaxLength(50);
        builder.HasIndex(row => row.Code).IsUnique();
        builder.Property(row => row.NameZhCn).HasMaxLength(100);
        builder.Property(row => row.NameEn).HasMaxLength(100);
        builder.Property(row => row.Rules).AsJson();
    }
}

internal sealed class CardNumberRangeMapping : IEntityTypeConfiguration<CardNumberRange>
{
    public void Configure(EntityTypeBuilder<CardNumberRange> builder)
    {
        builder.Property(row => row.Prefix).HasMaxLength(CardNumberRange.MaxLength);
        builder.Ignore(row => row.Left);
        builder.HasOne<CardType>().WithMany().HasForeignKey(row => row.CardTypeId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class CardAccountMapping : IEntityTypeConfiguration<CardAccount>
{
    public void Configure(EntityTypeBuilder<CardAccount> builder)
    {
        builder.Property(row => row.RealName).HasMaxLength(100);
        builder.Property(row => row.IdentityProtected).HasMaxLength(500);
        builder.Property(row => row.IdentityLast4).HasMaxLength(4);
        builder.Ignore(row => row.HasIdentity);
        builder.HasOne<CardType>().WithMany().HasForeignKey(row => row.CardTypeId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Customer>().WithMany().HasForeignKey(row => row.CustomerId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class CardMapping : IEntityTypeConfiguration<Card>
{
    public void Configure(EntityTypeBuilder<Card> builder)
    {
        builder.Property(row => row.Number).HasMaxLength(CardNumberRange.MaxLength);
        builder.HasIndex(row => row.Number).IsUnique();
        builder.Property(row => row.HolderName).HasMaxLength(100);
        builder.Property(row => row.PinHash).HasMaxLength(200);
        builder.Ignore(row => row.IsSubCard);
        builder.HasIndex(row => new { row.State, row.ValidTo });
        builder.HasOne<CardType>().WithMany().HasForeignKey(row => row.CardTypeId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<CardNumberRange>().WithMany().HasForeignKey(row => row.RangeId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<CardAccount>().WithMany().HasForeignKey(row => row.AccountId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Card>().WithMany().HasForeignKey(row => row.ParentCardId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Card>().WithMany().HasForeignKey(row => row.ReplacedByCardId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class CardOperationMapping : IEntityTypeConfiguration<CardOperation>
{
    public void Configure(EntityTypeBuilder<CardOperation> builder)
    {
        builder.Property(row => row.OperationKey).HasMaxLength(CardOperationKey.MaxLength);
        builder.HasIndex(row => row.OperationKey).IsUnique();
        builder.Property(row => row.RequestHash).HasMaxLength(64);
        builder.Property(row => row.Reason).HasMaxLength(CardOperationKey.MaxReasonLength);
        builder.Property(row => row.Document).HasMaxLength(50);
        builder.Property(row => row.Service).HasMaxLength(100);
        builder.Property(row => row.Detail).HasMaxLength(300);
        builder.Ignore(row => row.SlipNumber);
        builder.Ignore(row => row.Moved);
        builder.HasIndex(row => new { row.AccountId, row.Id });
        builder.HasIndex(row => new { row.CardId, row.On });
        builder.HasIndex(row => row.ReversesOperationId);
        builder.HasIndex(row => row.On);
        builder.HasOne<Card>().WithMany().HasForeignKey(row => row.CardId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<CardAccount>().WithMany().HasForeignKey(row => row.AccountId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<CardOperation>().WithMany().HasForeignKey(row => row.ReversesOperationId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class TopUpRuleMapping : IEntityTypeConfiguration<TopUpRule>
{
    public void Configure(EntityTypeBuilder<TopUpRule> builder)
    {
        builder.Property(row => row.Name).HasMaxLength(100);
        builder.Property(row => row.Terms).AsJson();
    }
}

internal sealed class VisitLotMapping : IEntityTypeConfiguration<VisitLot>
{
    public void Configure(EntityTypeBuilder<VisitLot> builder)
    {
        builder.Property(row => row.Service).HasMaxLength(100);
        builder.Ignore(row => row.LeftValueMinor);
        builder.HasIndex(row => row.AccountId);
        builder.HasIndex(row => row.ValidTo);
        builder.HasOne<CardAccount>().WithMany().HasForeignKey(row => row.AccountId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<CardOperation>().WithMany().HasForeignKey(row => row.OperationId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class VisitUseMapping : IEntityTypeConfiguration<VisitUse>
{
    public void Configure(EntityTypeBuilder<VisitUse> builder)
    {
        builder.HasIndex(row => row.OperationId);
        builder.HasOne<CardOperation>().WithMany().HasForeignKey(row => row.OperationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<VisitLot>().WithMany().HasForeignKey(row => row.LotId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class CardCodeKeyMapping : IEntityTypeConfiguration<CardCodeKey>
{
    public void Configure(EntityTypeBuilder<CardCodeKey> builder)
    {
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Property(row => row.KeyProtected).HasMaxLength(1000);
    }
}
