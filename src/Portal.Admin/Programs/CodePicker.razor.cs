using Microsoft.AspNetCore.Components;
using Portal.Infrastructure.Programs;

namespace Portal.Admin.Programs;

/// <summary>Chips of what is in and out, and a search that adds to them.</summary>
public sealed partial class CodePicker
{
    private IReadOnlyList<CodeName> _hits = [];
    private CancellationTokenSource? _search;
    private PickInto _into;
    private int _place;
    private bool _open;
    private bool _searched;
    private string _group = "";
    private string _term = "";

    private enum PickInto
    {
        Include,
        Exclude,
        Narrow,
    }

    /// <summary>What is picked.</summary>
    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    /// <summary>"customerSelectorKind", "productSelectorKind" or "salesSelectorKind": where the words of the groups are.</summary>
    [Parameter, EditorRequired]
    public string Words { get; set; } = "";

    /// <summary>By what can be picked.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<string> Groups { get; set; } = [];

    /// <summary>What is picked now.</summary>
    [Parameter]
    public IReadOnlyList<PickedSelector> Picked { get; set; } = [];

    /// <summary>Takes what is picked.</summary>
    [Parameter]
    public EventCallback<IReadOnlyList<PickedSelector>> PickedChanged { get; set; }

    /// <summary>How codes are called; picking adds to it.</summary>
    [Parameter, EditorRequired]
    public Dictionary<CodeKey, string> Names { get; set; } = [];

    /// <summary>Whether something further may have to hold for what is picked.</summary>
    [Parameter]
    public bool CanNarrow { get; set; }

    /// <summary>Whether "all" is a choice of its own.</summary>
    [Parameter]
    public bool HasAll { get; set; } = true;

    /// <summary>What is said where nothing is picked.</summary>
    [Parameter]
    public string? NothingText { get; set; }

    /// <summary>What stands after the chips.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    private IEnumerable<int> Narrowable => CanNarrow ? Enumerable.Range(0, Picked.Count).Where(index => Picked[index] is not { IsAll: true, IsNarrowed: false }) : [];

    private PickInto Into => _into == PickInto.Narrow && !Narrowable.Any() ? PickInto.Include : _into;

    private int Place => Narrowable.Contains(_place) ? _place : Narrowable.LastOrDefault();

    /// <summary>What was typed, where any value may be picked and it is not among the hits.</summary>
    private string? Typed => PickedCode.IsFree(_group) && _term.Trim() is { Length: > 0 } typed && !_hits.Any(hit => string.Equals(hit.Code, typed, StringComparison.OrdinalIgnoreCase)) ? typed : null;

    /// <inheritdoc />
    public void Dispose()
    {
        _search?.Cancel();
        _search?.Dispose();
    }

    /// <inheritdoc />
    protected override void OnInitialized() => _group = Groups[0];

    private static IEnumerable<string> CodesOf(PickedSelector selector) => selector.IsAll ? [""] : selector.Codes;

    private RenderFragment Chip(PickedCode chip, Func<Task>? remove) => builder =>
    {
        builder.OpenElement(0, "span");
        builder.AddAttribute(1, "class", chip.IsExcluded ? "chip bad" : "chip");
        builder.OpenElement(2, "span");
        builder.AddContent(3, TextOf(chip));
        builder.CloseElement();
        if (remove is not null)
        {
            builder.OpenElement(4, "button");
            builder.AddAttribute(5, "type", "button");
            builder.AddAttribute(6, "aria-label", T["programPage.remove", TextOf(chip)]);
            builder.AddAttribute(7, "onclick", EventCallback.Factory.Create(this, remove));
            builder.OpenComponent<Ui.Pieces.Icon>(8);
            builder.AddComponentParameter(9, nameof(Ui.Pieces.Icon.Name), "x");
            builder.AddComponentParameter(10, nameof(Ui.Pieces.Icon.Size), 14);
            builder.CloseComponent();
            builder.CloseElement();
        }

        builder.CloseElement();
    };

    private RenderFragment Choice(PickInto into, string text) => builder =>
    {
        builder.OpenElement(0, "button");
        builder.AddAttribute(1, "type", "button");
        builder.AddAttribute(2, "class", Into == into ? "on" : null);
        builder.AddAttribute(3, "aria-pressed", Into == into ? "true" : "false");
        builder.AddAttribute(4, "onclick", EventCallback.Factory.Create(this, () => _into = into));
        builder.AddContent(5, text);
        builder.CloseElement();
    };

    private string NameOf(string group) => T[$"programPage.{Words}.{char.ToLowerInvariant(group[0])}{group[1..]}"];

    private string TextOf(PickedSelector selector) => string.Join(T["programPage.or"], CodesOf(selector).Select(code => TextOf(new PickedCode(selector.Group, code, selector.IsExcluded))));

    private string TextOf(PickedCode chip)
    {
        var name = chip.Group == PickedCode.All ? NameOf(chip.Group)
            : NameOf(chip.Group) + T["programPage.colon"] + Names.GetValueOrDefault(new CodeKey(chip.Kind, chip.Code), chip.Code);
        return chip.IsExcluded ? T["programPage.excluded", name] : name;
    }

    private bool IsPicked(string code) => Into == PickInto.Narrow
        ? (Picked[Place].And ?? []).Any(other => other.Group == _group && other.Names(code))
        : Picked.Any(selector => selector.Group == _group && !selector.IsNarrowed && selector.IsExcluded == (Into == PickInto.Exclude) && selector.Names(code));

    private async Task OpenAsync()
    {
        _open = !_open;
        if (_open)
        {
            await FindAsync(TimeSpan.Zero);
        }
    }

    private Task ChangeGroupAsync(ChangeEventArgs change)
    {
        _group = (string?)change.Value ?? Groups[0];
        _term = "";
        return FindAsync(TimeSpan.Zero);
    }

    private Task SearchAsync(ChangeEventArgs change)
    {
        _term = (string?)change.Value ?? "";
        return FindAsync(TimeSpan.FromMilliseconds(200));
    }

    private async Task FindAsync(TimeSpan pause)
    {
        _search?.Cancel();
        _search?.Dispose();
        _search = new CancellationTokenSource();
        var token = _search.Token;
        await Guard.RunAsync(async () =>
        {
            await Task.Delay(pause, token);
            var hits = await Picks.FindAsync(PickedCode.KindOf(_group), _term, token);
            if (!token.IsCancellationRequested)
            {
                (_hits, _searched) = (hits, true);
            }
        });
    }

    private Task PickAsync(string code, string name)
    {
        Names[new CodeKey(PickedCode.KindOf(_group), code)] = name;
        return Into == PickInto.Narrow
            ? NarrowAsync(Place, _group, code)
            : PickedChanged.InvokeAsync(SelectorEdits.Toggle(Picked, new PickedCode(_group, code, Into == PickInto.Exclude), HasAll));
    }

    private Task RemoveAsync(int place, string? code) => PickedChanged.InvokeAsync(SelectorEdits.Remove(Picked, place, code, HasAll));

    private Task NarrowAsync(int place, string group, string code) => PickedChanged.InvokeAsync(SelectorEdits.Narrow(Picked, place, group, code));
}
