using System.CommandLine;
using Portal.Domain.Points;
using Portal.Domain.Programs;

namespace Portal.Cli.Verbs;

/// <summary><c>portal schema</c></summary>
internal static class SchemaVerb
{
    public static Command Create()
    {
        var program = new Command("program", "The JSON Schema of a programme document, every field with its meaning and an example.");
        program.SetAction(async (_, _) =>
        {
            await Console.Out.WriteLineAsync(ProgramSchema.ToJson());
            return ExitStatus.Done;
        });
        var points = new Command("points", "The JSON Schema of a points programme's rules and of its events, every field with its meaning and an example.");
        points.SetAction(async (_, _) =>
        {
            await Console.Out.WriteLineAsync(PointsSchema.ToJson());
            return ExitStatus.Done;
        });
        return new Command("schema", "Prints the form of a document.") { program, points };
    }
}
