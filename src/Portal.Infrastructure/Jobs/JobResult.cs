using System.Globalization;

namespace Portal.Infrastructure.Jobs;

/// <summary>What came of a job: a code that the interface translates, with the values it names.</summary>
/// <param name="IsDone">Whether it was done; otherwise it was refused.</param>
/// <param name="Code">The code.</param>
/// <param name="Arguments">The values, joined by a bar.</param>
public sealed record JobResult(bool IsDone, string Code, string? Arguments)
{
    /// <summary>Done.</summary>
    public static JobResult Done(string code, params object?[] arguments) => new(true, code, Join(arguments));

    /// <summary>Not done, for a reason.</summary>
    public static JobResult Refused(Domain.Shared.Refusal refusal) => new(false, refusal.Code, Join(refusal.Arguments));

    private static string? Join(object?[] arguments) => arguments.Length == 0
        ? null
        : string.Join('|', arguments.Select(argument => Convert.ToString(argument, CultureInfo.InvariantCulture)));
}
