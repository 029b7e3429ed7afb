using Portal.Domain.Jobs;
using Portal.Domain.Shared;
using Portal.Infrastructure.Jobs;
using Portal.Ui.Pieces;

namespace Portal.Admin.Jobs;

/// <summary>How a run of a job is shown.</summary>
internal static class JobResults
{
    /// <summary>What came of a run, as a sentence; empty while it runs.</summary>
    public static string Result(this Ui.Texts texts, JobRunRow run)
    {
        if (run.ErrorId is { } errorId)
        {
            return texts["jobs.error", errorId];
        }

        object?[] arguments = run.ResultArguments?.Split('|') ?? [];
        return run.ResultCode is not { } code ? ""
            : run.State == JobRunState.Refused ? texts.Refusal(new Refusal(code, arguments))
            : texts["jobs.result." + code, arguments];
    }

    /// <summary>The colour of a state.</summary>
    public static Tone Tone(this JobRunState state) => state switch
    {
        JobRunState.Running => Portal.Ui.Pieces.Tone.Info,
        JobRunState.Succeeded => Portal.Ui.Pieces.Tone.Good,
        JobRunState.Refused => Portal.Ui.Pieces.Tone.Warn,
        _ => Portal.Ui.Pieces.Tone.Bad,
    };
}
