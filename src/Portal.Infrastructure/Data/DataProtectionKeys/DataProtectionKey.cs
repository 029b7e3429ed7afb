using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Portal.Infrastructure.Data.DataProtectionKeys;

/// <summary>A key that protects cookies and encrypted columns; shared by both apps and all machines.</summary>
internal sealed class DataProtectionKey(string friendlyName, string xml)
{
    public long Id { get; private set; }

    public string FriendlyName { get; private set; } = friendlyName;

    public string Xml { get; private set; } = xml;
}

internal sealed class DataProtectionKeyMapping : IEntityTypeConfiguration<DataProtectionKey>
{
    public void Configure(EntityTypeBuilder<DataProtectionKey> builder)
    {
        builder.ToTable("DataProtectionKeys");
        builder.Property(row => row.FriendlyName);
        builder.Property(row => row.Xml).HasMaxLength(-1);
    }
}
