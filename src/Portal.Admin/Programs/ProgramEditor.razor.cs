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

    // What is wrong with these says nothing about what the rules compute.
    private static readonly string[] BesideTheRules = ["code", "name", "examples", "participants", "payTo", "payee", "pointsPerUnit", "goods", "priority", "exclusiveGroup", "currency"];

    // What is merely not filled in yet.
    private static readonly HashSet<string> NotYet =
    [
        "program_name_missing", "program_code_missing", "program_tier_value_missing", "program_periods_missing", "program_example_name_missing", "program_setting_missing", "program_group_wrong", "program_code_empty",
    ];

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
    private int _formKey;
    private bool _isAmendment;
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

    private string Title => _definition is null ? T["programPage.new"]
        : T.Pick(_definition.Name.ZhCN, _definition.Name.En) is { Length: > 0 } name ? name : T["programPage.unnamed"];

    /// <summary>What is shown beside fields: until the person wants to submit, not what is merely not filled yet.</summary>
    private IReadOnlyList<Refusal> Shown =>
        [.. _refusals.Where(refusal => _tried || !NotYet.Contains(refusal.Code)).Concat(_saveRefusals).DistinctBy(refusal => (refusal.Field, refusal.ToString()))];

    private IReadOnlyList<Refusal> TopRefusals => _tried
        ? [.. _refusals.Concat(_saveRefusals).DistinctBy(refusal => refusal.ToString()).Select(refusal => FieldNames.Locate(refusal, T, _definition!))]
        : [.. _saveRefusals.Where(refusal => refusal.Field is null)];

    private string? SavedText => _isStale ? null
        : _dirty ? T["programPage.notSaved"]
        : _savedAtUtc is { } at ? T["programPage.savedAt", T.Local(at).ToString("HH:mm", CultureInfo.InvariantCulture)] : null;

    private bool CanReckon => _refusals.All(refusal => refusal.Field is { } path && Array.Exists(BesideTheRules, beside => path.StartsWith(beside, StringComparison.Ordinal)));

    private bool CanSimulate => CanReckon && !_refusals.Any(refusal => refusal.Field?.StartsWith("participants", StringComparison.Ordinal) == true);

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
        (_isStale, _dirty, _saveRefusals, _formKey) = (false, false, [], _formKey + 1);
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

    private void ChangeEffective(DateOnly day)
    {
        _effectiveFrom = day;
        Change(_definition!);
    }

    private void KeepExample(ProgramExample example) => Change(_definition! with { Examples = [.. _definition!.Examples, example] });
}
