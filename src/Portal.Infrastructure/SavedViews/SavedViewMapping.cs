using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Domain.SavedViews;
using Portal.Infrastructure.Access;

namespace Portal.Infrastructure.SavedViews;

internal sealed class SavedViewMapping : IEntityTypeConfiguration<SavedView>
{
    public void Configure(EntityTypeBuilder<SavedView> builder)
    {
        builder.Property(row => row.Path).HasMaxLength(MySaveView.MaxPath);
        builder.Property(row => row.Name).HasMaxLength(MySaveView.MaxName);
        builder.Property(row => row.Query).HasMaxLength(MySaveView.MaxQuery);
        builder.HasIndex(row => new { row.UserId, row.Path, row.Name }).IsUnique();
        builder.HasOne<PortalUser>().WithMany().HasForeignKey(row => row.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}
