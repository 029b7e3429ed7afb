using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Portal.Domain.Programs;
using Portal.Domain.Shared;
using Portal.Infrastructure.Programs;
using Portal.Infrastructure.Shared;
using Portal.Ui.Pieces;

namespace Portal.Admin.Programs;

/// <summary>Writes a draft: every change is checked, said in sentences, tried on past sales, and saved by itself.</summary>
public sealed partial class ProgramEditor
{
    private static readonly TimeSpan SavePause = TimeSpan.FromSeconds(1.5);
    private static readonly string[] CustomerGroups = [.. Enum.GetNames<CustomerSelectorKind>().Where(name => name != PickedCode.All).OrderBy(name => name == nameof(CustomerSelectorKind.Customer))];
    private static readonly string[] ProductGroups = [nameof(ProductSelectorKind.Category), nameof(ProductSelectorKind.Brand), nameof(ProductSelectorKind.Product)];
    private static readonly decimal[] RoundingUnits = [0.01m, 0.1m, 1m, 10m, 100m];

    private readonly Dictionary<CodeKey, string> _names = [];
    private readonly SemaphoreSlim _saving = new(1);
    private CancellationTokenSource? _pause;
    private ProgramDefinition? _definition;
    private IReadOnlyList<Refusal> _refusals = [];
    private IReadOnlyList<Refusal> _saveRefusals = [];
    private (ProgramSimulation Result, int Year)? _simulated;
    private long? _programId;
    private long? _rowVersion;
    private int _versionNumber = 1;
    private DateOnly _effectiveFrom;
    private DateTime? _savedAtUtc;
    private int? _participants;
    private int _line;
    private bool _isAmendment;
    private bool _ownBase;
    private bool _showLines;
    private bool _loaded;
    private bool _notFound;
    private bool _dirty;
    private bool _isStale;
    private bool _tried;

    /// <summary>The programme; null for a new one.</summary>
    [Parameter] public long? Id { get; set; }

    [Inject] private ProgramQueries Queries { get; set; } = null!;

    [Inject] private DraftProgram Draft { get; set; } = null!;

    [Inject] private SubmitProgram Submit { get; set; } = null!;

    [Inject] private ProgramParticipantsCount Participants { get; set; } = null!;

    [Inject] private BusinessClock Clock { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    [Inject] private Notices Notices { get; set; } = null!;

    [Inject] private UiGuard Guard { get; set; } = null!;

    [Inject] private IJSRuntime Js { get; set; } = null!;

    private ProgramLine Line => _definition!.Lines[_line];

    private string Title => _definition is null ? T["programPage.new"]
        : T.Pick(_definition.Name.ZhCN, _definition.Name.En) is { Length: > 0 } name ? name : T["programPage.unnamed"];

    /// <summary>What is shown beside fields: until the person wants to submit, not what is merely not filled yet.</summary>
    private IReadOnlyList<Refusal> Shown => _tried
        ? [.. _refusals, .. _saveRefusals]
        : [.. _refusals.Where(refusal => refusal.Code is not ("program_name_missing" or "program_code_missing" or "program_tier_value_missing" or "program_periods_missing")), .. _saveRefusals];

    private IReadOnlyList<Refusal> TopRefusals => _tried
        ? [.. _refusals.Concat(_saveRefusals).DistinctBy(refusal => refusal.ToString()).Select(refusal => FieldNames.Locate(refusal, T, _definition!))]
        : [.. _saveRefusals.Where(refusal => refusal.Field is null)];

    private string? SavedText => _isStale ? null
        : _dirty ? T["programPage.notSaved"]
        : _savedAtUtc is { } at ? T["programPage.savedAt", T.Local(at).ToString("HH:mm", CultureInfo.InvariantCulture)] : null;

    private bool CanReckon => !_refusals.Any(refusal => refusal.Field is { } path
        && (path.StartsWith("lines", StringComparison.Ordinal) || path.StartsWith("valid", StringComparison.Ordinal) || path.StartsWith("period", StringComparison.Ordinal)
            || path.StartsWith("cap", StringComparison.Ordinal) || path.StartsWith("rounding", StringComparison.Ordinal)));

    private bool CanSimulate => CanReckon && !_refusals.Any(refusal => refusal.Field?.StartsWith("participants", StringComparison.Ordinal) == true);

    private bool IsLinked => !_ownBase && LineEdits.SameScope(Line.Base.Scope, Line.Qualifier.Scope);

    private IEnumerable<DateOnly> Starts => ProgramPeriods.Of(_definition!).Select(period => period.From);

    private bool HasAdvancedErrors => _refusals.Any(refusal => refusal.Field is { } path
        && (path.EndsWith(".minimum", StringComparison.Ordinal) || path.Contains("cap", StringComparison.OrdinalIgnoreCase) || path is "rounding.unit" or "priority" or "exclusiveGroup"));

    private string AdvancedText => T["programPage.advancedText"];

    /// <inheritdoc />
    public void Dispose()
    {
        _pause?.Cancel();
        _pause?.Dispose();
        _saving.Dispose();
    }

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (_loaded && Id == _programId)
        {
            return;
        }

        if (Id is not { } id)
        {
            _loaded = true;
            return;
        }

        await Guard.RunAsync(() => LoadAsync(id));
    }

    private static string TextOf(ChangeEventArgs change) => ((string?)change.Value ?? "").Trim();

    private static TEnum Choice<TEnum>(ChangeEventArgs change)
        where TEnum : struct, Enum => Enum.Parse<TEnum>((string)change.Value!);

    private async Task LoadAsync(long id)
    {
        var record = await Queries.FindAsync(id, CancellationToken.None);
        if (record?.Open is { State: ProgramVersionState.Draft } draft)
        {
            Take(record, draft);
            await CountAsync();
        }

        _notFound = record?.Open is not { State: ProgramVersionState.Draft };
        _loaded = true;
    }

    /// <summary>Takes what somebody else saved in the meantime; the own changes since then are given up.</summary>
    private async Task ReloadAsync()
    {
        await LoadAsync(_programId!.Value);
        (_isStale, _dirty, _saveRefusals, _line) = (false, false, [], 0);
    }

    private void Take(ProgramRecord record, ProgramVersionRow draft)
    {
        foreach (var (key, name) in record.Names)
        {
            _names[key] = name;
        }

        _programId = record.Id;
        _rowVersion = draft.RowVersion;
        _versionNumber = draft.Number;
        _effectiveFrom = draft.EffectiveFrom;
        _isAmendment = record.IsApproved;
        _savedAtUtc = draft.DraftedAtUtc;
        _definition = draft.Definition.Lines.Count > 0 ? draft.Definition : draft.Definition with { Lines = [ProgramTemplates.Line(Measure.NetAmount, TierMode.WholeVolume, new Tier(0))] };
        Check();
    }

    /// <summary>A new programme gets a number where the person gives no code.</summary>
    private void Check() => _refusals = [.. ProgramValidation.Check(_definition!).Where(refusal => _programId is not null || refusal.Code != "program_code_missing")];

    private async Task StartFrom(string template)
    {
        var key = "programPage.templateName." + template;
        var name = new ProgramName(Ui.Texts.All(Ui.Texts.Chinese)[key], Ui.Texts.All(Ui.Texts.English)[key]);
        _definition = ProgramTemplates.Of(template, Clock.Today, name, T["programPage.templateExample"]);
        _definition = template == ProgramTemplates.Blank ? _definition : _definition with { Name = new ProgramName(_definition.Name.ZhCN + " " + Year, _definition.Name.En + " " + Year) };
        _effectiveFrom = _definition.ValidFrom;
        Check();
        await Guard.RunAsync(CountAsync);
    }

    private string Year => _definition!.ValidFrom.Year.ToString(CultureInfo.InvariantCulture);

    private async Task CountAsync() => _participants = await Participants.RunAsync(_definition!.Participants, CancellationToken.None);

    private void Change(ProgramDefinition definition)
    {
        var whoChanged = definition.Participants != _definition!.Participants;
        _definition = definition;
        Check();
        _dirty = true;
        _pause?.Cancel();
        _pause?.Dispose();
        _pause = new CancellationTokenSource();
        _ = SaveLaterAsync(whoChanged, _pause.Token);
    }

    private void ChangeLine(ProgramLine line) =>
        Change(_definition! with { Lines = [.. _definition!.Lines.Select((other, index) => index == _line ? line : other)] });

    private void ChangePeriod(ChangeEventArgs change)
    {
        var kind = Choice<PeriodKind>(change);
        Change(_definition! with { Period = new ProgramPeriod(kind) { Custom = kind == PeriodKind.Custom ? [new CustomPeriod(_definition!.ValidFrom, _definition.ValidTo)] : [] } });
    }

    private void ChangeEffective(ChangeEventArgs change)
    {
        _effectiveFrom = DateOnly.ParseExact((string)change.Value!, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        Change(_definition!);
    }

    private void ChangeRounding(ChangeEventArgs change) =>
        Change(_definition! with { Rounding = new RoundingRule(decimal.Parse((string)change.Value!, CultureInfo.InvariantCulture)) });

    private void ChangeQualifierScope(IReadOnlyList<PickedCode> picked)
    {
        var scope = PickedCode.Scope(picked) with { Sales = Line.Qualifier.Scope.Sales };
        var changed = Line with { Qualifier = Line.Qualifier with { Scope = scope } };
        ChangeLine(changed with { Base = Line.Base with { Scope = IsLinked ? scope : Line.Base.Scope } });
    }

    private void ChangeLinked(ChangeEventArgs change)
    {
        _ownBase = change.Value is not true;
        if (!_ownBase)
        {
            ChangeLine(Line with { Base = Line.Base with { Scope = Line.Qualifier.Scope } });
        }
    }

    private void AddLine()
    {
        _showLines = true;
        var next = Line with { Number = _definition!.Lines.Max(line => line.Number) + 1 };
        Change(_definition with { Lines = [.. _definition.Lines, next] });
        _line = _definition.Lines.Count - 1;
    }

    private void RemoveLine()
    {
        var gone = _line;
        _line = Math.Max(0, _line - 1);
        Change(_definition! with { Lines = [.. _definition!.Lines.Where((_, index) => index != gone)] });
    }

    private void KeepExample(ProgramExample example) => Change(_definition! with { Examples = [.. _definition!.Examples, example] });

    private Task SaveLaterAsync(bool countsAnew, CancellationToken token) => InvokeAsync(() => Guard.RunAsync(async () =>
    {
        if (countsAnew)
        {
            await CountAsync();
            StateHasChanged();
        }

        await Task.Delay(SavePause, token);
        var isNamed = _definition!.Name is not { ZhCN.Length: 0, En.Length: 0 };
        if (!_isStale && isNamed)
        {
            await SaveAsync();
            StateHasChanged();
        }
    }));

    private async Task SaveNowAsync()
    {
        if (await SaveAsync())
        {
            Notices.Done(T["programPage.savedDraft"]);
        }
    }

    private async Task<bool> SaveAsync()
    {
        await _saving.WaitAsync();
        try
        {
            if (!_dirty && _programId is not null)
            {
                return true;
            }

            var saved = _definition!;
            var outcome = await Draft.RunAsync(
                new ProgramDraft { ProgramId = _programId, Definition = saved, EffectiveFrom = _effectiveFrom, ExpectedVersion = _rowVersion }, CancellationToken.None);
            _saveRefusals = outcome.Refusals;
            if (!outcome.IsDone)
            {
                _isStale = outcome.Refusal.Code is Refusal.ChangedByOther or "program_no_draft";
                return false;
            }

            await TakeSavedAsync(outcome.Value, saved);
            return true;
        }
        finally
        {
            _saving.Release();
        }
    }

    private async Task TakeSavedAsync(SavedDraft saved, ProgramDefinition definition)
    {
        var isNew = _programId is null;
        (_programId, _rowVersion, _versionNumber, _savedAtUtc) = (saved.ProgramId, saved.RowVersion, saved.VersionNumber, saved.SavedAtUtc);

        // What was typed while it was being saved stays to be saved.
        _dirty = !ReferenceEquals(definition, _definition);
        if (_definition!.Code.Length == 0)
        {
            _definition = _definition with { Code = saved.Code };
            Check();
        }

        if (isNew)
        {
            // Not a navigation: that would move the focus while the person types.
            await Js.InvokeVoidAsync("history.replaceState", null, "", $"/programs/{saved.ProgramId}/edit");
        }
    }

    private async Task SubmitAsync()
    {
        _tried = true;
        _pause?.Cancel();
        if (_refusals.Count > 0)
        {
            await Js.InvokeVoidAsync("portal.focusError");
            return;
        }

        if (!await SaveAsync())
        {
            return;
        }

        var outcome = await Submit.RunAsync(_programId!.Value, _rowVersion, CancellationToken.None);
        _saveRefusals = outcome.Refusals;
        if (outcome.IsDone)
        {
            _dirty = false;
            Notices.Done(T["programPage.submitted"]);
            Navigation.NavigateTo($"/programs/{_programId}");
        }
    }
}
