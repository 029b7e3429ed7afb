using System.Globalization;
using Microsoft.AspNetCore.Components;
using Portal.Domain.Programs;
using Portal.Infrastructure.Programs;

namespace Portal.Admin.Programs;

/// <summary>Everything a definition says, in sections. Whatever is not touched stays as it is.</summary>
public sealed partial class ProgramForm
{
    private static readonly string[] CustomerGroups = [.. Enum.GetNames<CustomerSelectorKind>().Where(name => name != PickedCode.All).OrderBy(name => name == nameof(CustomerSelectorKind.Customer))];

    private int _line;
    private bool _ownBase;
    private bool _showLines;

    /// <summary>Whether the programme is not saved yet.</summary>
    [Parameter]
    public bool IsNew { get; set; }

    /// <summary>Whether a version before it is approved, so that its code is fixed and it takes effect from a day.</summary>
    [Parameter]
    public bool IsAmendment { get; set; }

    /// <summary>Of an amendment: the day from which it is in force.</summary>
    [Parameter]
    public DateOnly EffectiveFrom { get; set; }

    /// <summary>Takes another such day.</summary>
    [Parameter]
    public EventCallback<DateOnly> EffectiveFromChanged { get; set; }

    /// <summary>How many customers take part, once counted.</summary>
    [Parameter]
    public int? Participants { get; set; }

    /// <summary>Who reached which tier in the year simulated.</summary>
    [Parameter]
    public IReadOnlyList<SimulatedTier>? Simulated { get; set; }

    /// <summary>The year simulated.</summary>
    [Parameter]
    public string? Year { get; set; }

    private ProgramLine Line => Definition.Lines[_line];

    private string LinePath => string.Create(CultureInfo.InvariantCulture, $"lines[{_line}]");

    private bool IsLinked => !_ownBase && SelectorEdits.SameScope(Line.Base.Scope, Line.Qualifier.Scope);

    private IEnumerable<DateOnly> Starts => ProgramPeriods.Of(Definition).Select(period => period.From);

    /// <inheritdoc />
    protected override void OnParametersSet() => _line = Math.Clamp(_line, 0, Definition.Lines.Count - 1);

    private static string WordsOf(ChangeEventArgs change) => TextOf(change) ?? "";

    private static TEnum Choice<TEnum>(ChangeEventArgs change)
        where TEnum : struct, Enum => Enum.Parse<TEnum>((string)change.Value!);

    private Task ChangeLine(ProgramLine line) =>
        SetAsync(Definition with { Lines = [.. Definition.Lines.Select((other, index) => index == _line ? line : other)] });

    private Task ChangePeriod(ChangeEventArgs change)
    {
        var kind = Choice<PeriodKind>(change);
        return kind == Definition.Period.Kind
            ? Task.CompletedTask
            : SetAsync(Definition with { Period = new ProgramPeriod(kind) { Custom = kind == PeriodKind.Custom ? [new CustomPeriod(Definition.ValidFrom, Definition.ValidTo)] : [] } });
    }

    private Task ChangeEffective(ChangeEventArgs change) => EffectiveFromChanged.InvokeAsync(DateOnly.ParseExact((string)change.Value!, "yyyy-MM-dd", CultureInfo.InvariantCulture));

    private Task ChangeQualifierScope(ProductScope scope) =>
        ChangeLine(Line with { Qualifier = Line.Qualifier with { Scope = scope }, Base = Line.Base with { Scope = IsLinked ? scope : Line.Base.Scope } });

    private Task ChangeLinked(ChangeEventArgs change)
    {
        var wasLinked = IsLinked;
        _ownBase = change.Value is not true;
        return _ownBase || wasLinked ? Task.CompletedTask : ChangeLine(Line with { Base = Line.Base with { Scope = Line.Qualifier.Scope } });
    }

    private async Task AddLine()
    {
        _showLines = true;
        var next = Line with { Number = Definition.Lines.Max(line => line.Number) + 1 };
        var place = Definition.Lines.Count;
        await SetAsync(Definition with { Lines = [.. Definition.Lines, next] });
        _line = Math.Min(place, Definition.Lines.Count - 1);
    }

    private Task RemoveLine()
    {
        var (gone, number) = (_line, Line.Number);
        _line = Math.Max(0, _line - 1);
        return SetAsync(Definition with { Lines = [.. Definition.Lines.Where((_, index) => index != gone).Select(line => LineEdits.Without(line, number))] });
    }
}
