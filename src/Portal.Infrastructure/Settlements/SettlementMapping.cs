using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Domain.Customers;
using Portal.Domain.Programs;
using Portal.Domain.Settlements;
using Portal.Domain.Staff;

namespace Portal.Infrastructure.Settlements;

internal sealed class SettlementRunMapping : IEntityTypeConfiguration<SettlementRun>
{
    public void Configure(EntityTypeBuilder<SettlementRun> builder)
    {
        builder.Property(row => row.Number).HasMaxLength(20);
        builder.HasIndex(row => row.Number).IsUnique();
        builder.Property(row => row.OperationKey).HasMaxLength(100);
        builder.HasIndex(row => row.OperationKey).IsUnique();
        builder.Property(row => row.ProgramCodes).HasMaxLength(2000);
        builder.Property(row => row.Failure).HasMaxLength(1000);
        builder.Property(row => row.LeasedBy).HasMaxLength(100);
        builder.Property(row => row.PlanMark).HasMaxLength(200);
        builder.HasIndex(row => row.ActiveMark).IsUnique();
        builder.HasIndex(row => row.State);
        builder.Ignore(row => row.IsActive);
    }
}

internal sealed class SettlementPartitionMapping : IEntityTypeConfiguration<SettlementPartition>
{
    public void Configure(EntityTypeBuilder<SettlementPartition> builder)
    {
        builder.HasIndex(row => new { row.RunId, row.Number }).IsUnique();
        builder.Property(row => row.CustomerIds).HasMaxLength(-1);
        builder.Property(row => row.LeasedBy).HasMaxLength(100);
        builder.Property(row => row.TotalsJson).HasMaxLength(-1);
        builder.HasOne<SettlementRun>().WithMany().HasForeignKey(row => row.RunId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class SettlementBaselineMapping : IEntityTypeConfiguration<SettlementBaseline>
{
    public void Configure(EntityTypeBuilder<SettlementBaseline> builder)
    {
        builder.HasKey(row => row.RunId);
        builder.Property(row => row.RunId).ValueGeneratedNever();
        builder.HasOne<SettlementRun>().WithOne().HasForeignKey<SettlementBaseline>(row => row.RunId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class SettlementMapping : IEntityTypeConfiguration<Settlement>
{
    public void Configure(EntityTypeBuilder<Settlement> builder)
    {
        builder.Property(row => row.Number).HasMaxLength(20);
        builder.HasIndex(row => row.Number).IsUnique();
        builder.Property(row => row.DecisionNote).HasMaxLength(1000);
        builder.HasIndex(row => new { row.RunId, row.ProgramId, row.PeriodFrom }).IsUnique();
        builder.HasIndex(row => new { row.ProgramId, row.PeriodFrom });
        builder.HasIndex(row => row.State);
        builder.HasOne<SettlementRun>().WithMany().HasForeignKey(row => row.RunId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<RebateProgram>().WithMany().HasForeignKey(row => row.ProgramId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<RebateProgramVersion>().WithMany().HasForeignKey(row => row.ProgramVersionId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class SettlementLineMapping : IEntityTypeConfiguration<SettlementLine>
{
    public void Configure(EntityTypeBuilder<SettlementLine> builder)
    {
        // Each index costs a run of many lines as much as the row. A settlement is of one run, programme and period, so this one
        // keeps a line from being written twice, and finds the lines of a settlement.
        builder.HasIndex(row => new { row.SettlementId, row.ProgramLineNumber, row.CustomerId }).IsUnique();
        builder.HasIndex(row => new { row.CustomerId, row.ProgramId, row.PeriodFrom });
        builder.Property(row => row.FactsJson).HasMaxLength(-1);

        // No foreign keys: runs write lines for settlements that they have just made and customers that they have just read, and
        // neither is ever deleted before its lines. On PostgreSQL the database would look up and lock both rows for every line
        // (docs/decisions/0014-no-foreign-keys-of-settlement-lines.md).
    }
}

internal sealed class SettlementPayeeMapping : IEntityTypeConfiguration<SettlementPayee>
{
    public void Configure(EntityTypeBuilder<SettlementPayee> builder)
    {
        builder.HasIndex(row => new { row.SettlementId, row.CustomerId }).IsUnique();
        builder.HasOne<Settlement>().WithMany().HasForeignKey(row => row.SettlementId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Customer>().WithMany().HasForeignKey(row => row.CustomerId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Customer>().WithMany().HasForeignKey(row => row.PayeeId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Employee>().WithMany().HasForeignKey(row => row.EmployeeId).OnDelete(DeleteBehavior.Restrict);
    }
}
