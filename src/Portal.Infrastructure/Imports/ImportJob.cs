using Portal.Domain.Imports;
using Portal.Domain.Shared;

namespace Portal.Infrastructure.Imports;

/// <summary>What is to be done with a file.</summary>
/// <param name="RunId">The import.</param>
/// <param name="Kind">What the file holds.</param>
/// <param name="Path">Where the file lies.</param>
/// <param name="Settings">How it is read.</param>
/// <param name="Mode">What to do about bad rows; null only checks and writes nothing.</param>
/// <param name="ByUserId">Who asked for it.</param>
/// <param name="LeasedBy">The process whose lease has to hold when writing is committed.</param>
internal sealed record ImportJob(long RunId, ImportKind Kind, string Path, ImportSettings Settings, ImportMode? Mode, long? ByUserId, string LeasedBy);

/// <summary>How far an import is.</summary>
/// <param name="Fraction">The share of the file that was read, from 0 to 1.</param>
/// <param name="Rows">Rows dealt with.</param>
/// <param name="Imported">Records written.</param>
/// <param name="Duplicates">Records that were there already.</param>
/// <param name="BadRows">Rows refused.</param>
public sealed record ImportProgress(double Fraction, long Rows, long Imported, long Duplicates, long BadRows);

/// <summary>What came of reading a file.</summary>
/// <param name="Progress">The counts at the end.</param>
/// <param name="Problems">The first problems, in the order of lines.</param>
/// <param name="Failure">Why the file could not be read to its end, or null.</param>
internal sealed record ImportTally(ImportProgress Progress, IReadOnlyList<ImportRowProblem> Problems, Refusal? Failure)
{
    public static ImportTally Failed(Refusal refusal) => new(new ImportProgress(0, 0, 0, 0, 0), [], refusal);
}

/// <summary>Another process took the import over; what this one did since is rolled back.</summary>
internal sealed class ImportLeaseLostException(long runId) : Exception($"The lease of import {runId} was lost.");
