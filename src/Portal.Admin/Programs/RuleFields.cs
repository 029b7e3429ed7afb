using Microsoft.AspNetCore.Components;
using Portal.Domain.Programs;
using Portal.Domain.Shared;
using Portal.Infrastructure.Programs;

namespace Portal.Admin.Programs;

/// <summary>Fields of the editor that change the programme.</summary>
public abstract class ProgramFields : ComponentBase
{
    /// <summary>The definition as it stands.</summary>
    [Parameter, EditorRequired]
    public ProgramDefinition Definition { get; set; } = null!;

    /// <summary>Takes another definition.</summary>
    [Parameter]
    public EventCallback<ProgramDefinition> DefinitionChanged { get; set; }

    /// <summary>What is wrong.</summary>
    [Parameter]
    public IReadOnlyList<Refusal> Refusals { get; set; } = [];

    /// <summary>How codes are called.</summary>
    [Parameter]
    public Dictionary<CodeKey, string> Names { get; set; } = [];

    /// <summary>The text of a change, or null where it is empty.</summary>
    protected static string? TextOf(ChangeEventArgs change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return (change.Value as string)?.Trim() is { Length: > 0 } text ? text : null;
    }

    /// <summary>The choice of a change, or null where nothing is chosen.</summary>
    protected static TEnum? ChoiceOf<TEnum>(ChangeEventArgs change)
        where TEnum : struct, Enum
    {
        ArgumentNullException.ThrowIfNull(change);
        return Enum.TryParse<TEnum>(change.Value as string, out var choice) ? choice : null;
    }

    /// <summary>A flag that was ticked or not; where nothing was said before, no is nothing.</summary>
    protected static bool? Flag(ChangeEventArgs change, bool? before)
    {
        ArgumentNullException.ThrowIfNull(change);
        return change.Value is true ? true : before is null ? null : false;
    }

    /// <summary>A whole number as a document may hold it.</summary>
    protected static int Whole(decimal? value, int otherwise) => value is { } given ? (int)Math.Clamp(decimal.Truncate(given), -1, 100_000) : otherwise;

    /// <summary>Changes the definition.</summary>
    protected Task SetAsync(ProgramDefinition definition) => DefinitionChanged.InvokeAsync(definition);

    /// <summary>Whether something is wrong with one of the fields.</summary>
    protected bool HasErrors(params string[] fields) => Refusals.Any(refusal => refusal.Field is { } at && Array.Exists(fields, field => IsWithin(at, field)));

    private static bool IsWithin(string at, string field) =>
        at.StartsWith(field, StringComparison.OrdinalIgnoreCase) && (at.Length == field.Length || at[field.Length] is '.' or '[');
}

/// <summary>Fields of the editor that change one rule of the programme.</summary>
public abstract class LineFields : ProgramFields
{
    /// <summary>The rule.</summary>
    [Parameter, EditorRequired]
    public ProgramLine Line { get; set; } = null!;

    /// <summary>Takes another rule.</summary>
    [Parameter]
    public EventCallback<ProgramLine> LineChanged { get; set; }

    /// <summary>The rule's path in refusals: "lines[0]".</summary>
    [Parameter, EditorRequired]
    public string Path { get; set; } = "";

    /// <summary>Changes the rule.</summary>
    protected Task SetAsync(ProgramLine line) => LineChanged.InvokeAsync(line);

    /// <summary>Changes what decides the tier; what is paid on stays as it is.</summary>
    protected Task SetAsync(Qualifier qualifier) => SetAsync(Line with { Qualifier = qualifier, Base = Line.Base });

    /// <summary>Changes what is paid on.</summary>
    protected Task SetAsync(PayerBase payerBase) => SetAsync(Line with { Base = payerBase });
}
