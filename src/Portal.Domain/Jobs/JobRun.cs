namespace Portal.Domain.Jobs;

/// <summary>One execution of a scheduled job.</summary>
public sealed class JobRun
{
    /// <summary>Records that a job began.</summary>
    /// <param name="jobName">The job's name: "settle-due-periods".</param>
    /// <param name="claimKey">Unique: the job and the instant it was due, so that of several nodes one executes it.</param>
    /// <param name="byUserId">Who pressed "run now"; null for the schedule.</param>
    /// <param name="startedAtUtc">When.</param>
    public JobRun(string jobName, string claimKey, long? byUserId, DateTime startedAtUtc)
    {
        JobName = jobName;
        ClaimKey = claimKey;
        ByUserId = byUserId;
        StartedAtUtc = startedAtUtc;
    }

    /// <summary>The row's key.</summary>
    public long Id { get; private set; }

    /// <summary>The job's name.</summary>
    public string JobName { get; private set; }

    /// <summary>The job and the instant it was due; unique.</summary>
    public string ClaimKey { get; private set; }

    /// <summary>Who pressed "run now"; null for the schedule.</summary>
    public long? ByUserId { get; private set; }

    /// <summary>When it began.</summary>
    public DateTime StartedAtUtc { get; private set; }

    /// <summary>When it ended, or null.</summary>
    public DateTime? EndedAtUtc { get; private set; }

    /// <summary>Where it stands.</summary>
    public JobRunState State { get; private set; } = JobRunState.Running;

    /// <summary>What came of it: a code that the interface translates, or null.</summary>
    public string? ResultCode { get; private set; }

    /// <summary>The values the result names, separated by a bar.</summary>
    public string? ResultArguments { get; private set; }

    /// <summary>The id under which an unexpected error was logged, or null.</summary>
    public string? ErrorId { get; private set; }

    /// <summary>It ended with a result.</summary>
    public void End(JobRunState state, string? resultCode, string? resultArguments, DateTime atUtc)
    {
        State = state;
        ResultCode = resultCode;
        ResultArguments = resultArguments;
        EndedAtUtc = atUtc;
    }

    /// <summary>It ended with an unexpected error.</summary>
    public void Fail(string errorId, DateTime atUtc)
    {
        State = JobRunState.Failed;
        ErrorId = errorId;
        EndedAtUtc = atUtc;
    }
}

/// <summary>Where an execution of a job stands.</summary>
public enum JobRunState
{
    /// <summary>At work.</summary>
    Running = 1,

    /// <summary>Done.</summary>
    Succeeded = 2,

    /// <summary>Not done, for a reason that the result names.</summary>
    Refused = 3,

    /// <summary>Ended by an error.</summary>
    Failed = 4,
}
