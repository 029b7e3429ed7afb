using Portal.Domain.Shared;

namespace Portal.Domain.Settlements;

/// <summary>One computation of everything that is due: a single scan of the sales lines for all programmes.</summary>
public sealed class SettlementRun : IVersioned
{
    /// <summary>Plans a run.</summary>
    /// <param name="number">R-2026-0001.</param>
    /// <param name="operationKey">Made before the first try; a second request with the same key gets the same run.</param>
    /// <param name="asOfOn">The documents up to and including this day are known: periods whose last day it is, or that ended earlier, are due.</param>
    /// <param name="programCodes">The programmes asked for, comma-separated, or null for all.</param>
    /// <param name="salesLinesUpTo">The highest id of a sales line that counts; later ones belong to the next run.</param>
    /// <param name="byUserId">Who asked; null for the schedule.</param>
    /// <param name="requestedAtUtc">When.</param>
    /// <param name="isFull">Whether everyone is settled, changed or not.</param>
    public SettlementRun(
        string number, string operationKey, DateOnly asOfOn, string? programCodes, long salesLinesUpTo, long? byUserId, DateTime requestedAtUtc, bool isFull = false)
    {
        IsFull = isFull;
        Number = number;
        OperationKey = operationKey;
        AsOfOn = asOfOn;
        ProgramCodes = programCodes;
        SalesLinesUpTo = salesLinesUpTo;
        ByUserId = byUserId;
        RequestedAtUtc = requestedAtUtc;
    }

    /// <summary>The <see cref="ProgramCodes"/> of a run that settles no programme.</summary>
    public const string NoPrograms = "";

    /// <summary>The run of an adjustment that was entered by hand: it is complete, and it counts as the settlement of no period.</summary>
    /// <param name="number">R-2026-0001.</param>
    /// <param name="operationKey">Made before the first try.</param>
    /// <param name="asOfOn">The last day of the adjusted period.</param>
    /// <param name="salesLinesUpTo">What the adjusted line knew.</param>
    /// <param name="byUserId">Who entered it.</param>
    /// <param name="atUtc">When.</param>
    public static SettlementRun ByHand(string number, string operationKey, DateOnly asOfOn, long salesLinesUpTo, long? byUserId, DateTime atUtc)
    {
        var run = new SettlementRun(number, operationKey, asOfOn, NoPrograms, salesLinesUpTo, byUserId, atUtc);
        run.Count(0, 0, 1);
        run.End(SettlementRunState.Completed, null, atUtc);
        return run;
    }

    /// <summary>The row's key.</summary>
    public long Id { get; private set; }

    /// <summary>R-2026-0001.</summary>
    public string Number { get; private set; }

    /// <summary>Unique; a repeated request finds the run by it.</summary>
    public string OperationKey { get; private set; }

    /// <summary>Periods that ended on this day or earlier are due.</summary>
    public DateOnly AsOfOn { get; private set; }

    /// <summary>The programmes asked for, comma-separated, or null for all.</summary>
    public string? ProgramCodes { get; private set; }

    /// <summary>The highest id of a sales line that counts.</summary>
    public long SalesLinesUpTo { get; private set; }

    /// <summary>The highest id of a payment that counts.</summary>
    public long PaymentsUpTo { get; init; }

    /// <summary>Whether everyone is settled, changed or not; otherwise those for whom something changed since the last run.</summary>
    public bool IsFull { get; private set; }

    /// <summary>The customers for whom something changed, or null where everyone is settled.</summary>
    public int? ChangedCustomers { get; private set; }

    /// <summary>Who asked; null for the schedule.</summary>
    public long? ByUserId { get; private set; }

    /// <summary>When it was asked for.</summary>
    public DateTime RequestedAtUtc { get; private set; }

    /// <summary>Where it stands.</summary>
    public SettlementRunState State { get; private set; } = SettlementRunState.Planned;

    /// <summary>Partitions in all.</summary>
    public int PartitionCount { get; private set; }

    /// <summary>Partitions finished, noted when the run ends; until then the partitions themselves tell.</summary>
    public int PartitionsDone { get; private set; }

    /// <summary>Sales lines read, noted when the run ends; each is read once, whatever the number of programmes.</summary>
    public long SalesLinesRead { get; private set; }

    /// <summary>Sales lines there are to read, estimated until the run has ended.</summary>
    public long SalesLinesTotal { get; private set; }

    /// <summary>Settlement lines written, noted when the run ends.</summary>
    public long LinesWritten { get; private set; }

    /// <summary>Whether somebody asked to stop it.</summary>
    public bool IsCancelRequested { get; private set; }

    /// <summary>When work ended.</summary>
    public DateTime? EndedAtUtc { get; private set; }

    /// <summary>The refusal or error id that ended it, or null.</summary>
    public string? Failure { get; private set; }

    /// <summary>1 while the run is planned or running, then null; unique, so that one run at a time is under way.</summary>
    public int? ActiveMark { get; private set; } = 1;

    /// <summary>The process that plans or ends it, or null. Partitions are claimed one by one.</summary>
    public string? LeasedBy { get; private set; }

    /// <summary>Until when that process may, unless it prolongs this.</summary>
    public DateTime? LeasedUntilUtc { get; private set; }

    /// <summary>When work began.</summary>
    public DateTime? StartedAtUtc { get; private set; }

    /// <summary>How often it was planned; work by an earlier plan no longer counts.</summary>
    public int PlanNumber { get; private set; }

    /// <summary>Tells whether somebody who makes the plan anew comes to the same one; null before it is planned.</summary>
    public string? PlanMark { get; private set; }

    /// <inheritdoc />
    public long RowVersion { get; private set; }

    /// <summary>Whether it is planned or running.</summary>
    public bool IsActive => State is SettlementRunState.Planned or SettlementRunState.Running;

    /// <summary>The plan is made; work begins, and whoever made the plan no longer holds the run.</summary>
    public void Start(int partitionCount, long salesLinesTotal, int? changedCustomers, string planMark, DateTime atUtc)
    {
        PlanNumber++;
        PlanMark = planMark;
        ChangedCustomers = changedCustomers;
        PartitionCount = partitionCount;
        SalesLinesTotal = salesLinesTotal;
        StartedAtUtc = atUtc;
        State = SettlementRunState.Running;
        LeasedBy = null;
        LeasedUntilUtc = null;
    }

    /// <summary>Nobody can go on by the plan any more, and what it came to was discarded.</summary>
    public void Restart()
    {
        State = SettlementRunState.Planned;
        PartitionCount = 0;
    }

    /// <summary>Notes what came of the work: no more will be read or written.</summary>
    public void Count(int partitionsDone, long salesLinesRead, long linesWritten)
    {
        PartitionsDone = partitionsDone;
        SalesLinesRead = salesLinesRead;
        SalesLinesTotal = salesLinesRead;
        LinesWritten = linesWritten;
    }

    /// <summary>Asks to stop after the partition in work.</summary>
    public void RequestCancel() => IsCancelRequested = true;

    /// <summary>Work ended.</summary>
    public void End(SettlementRunState state, string? failure, DateTime atUtc)
    {
        State = state;
        Failure = failure;
        EndedAtUtc = atUtc;
        ActiveMark = null;
        LeasedBy = null;
        LeasedUntilUtc = null;
    }
}

/// <summary>Where a run stands.</summary>
public enum SettlementRunState
{
    /// <summary>Asked for.</summary>
    Planned = 1,

    /// <summary>Computing; resumes by itself after a crash.</summary>
    Running = 2,

    /// <summary>Done; its settlements wait for approval, if there are any.</summary>
    Completed = 3,

    /// <summary>Stopped by a person; its settlements were discarded.</summary>
    Cancelled = 4,

    /// <summary>Stopped by an error; its settlements were discarded.</summary>
    Failed = 5,
}
