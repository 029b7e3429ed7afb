using Portal.Domain.Imports;
using Portal.Ui;

namespace Portal.Admin.Imports;

/// <summary>The steps from a file to its result.</summary>
internal static class ImportSteps
{
    public static IReadOnlyList<string> Texts(Texts texts) =>
        [texts["imports.step.upload"], texts["imports.step.columns"], texts["imports.step.run"], texts["imports.step.result"]];

    /// <summary>The step at which an import stands; behind the last where it ended.</summary>
    public static int Of(ImportState state) => state switch
    {
        ImportState.Uploaded => 1,
        ImportState.Queued or ImportState.Running => 2,
        ImportState.Completed or ImportState.Undone => 4,
        _ => 3,
    };
}
