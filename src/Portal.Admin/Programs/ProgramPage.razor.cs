using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.JSInterop;
using Portal.Domain.Programs;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Programs;
using Portal.Infrastructure.Settlements;
using Portal.Infrastructure.Shared;
using Portal.Ui.Pieces;
using Portal.Ui.Shell;

namespace Portal.Admin.Programs;

/// <summary>A programme: its rule, versions, examples and settlements, and what may be done with it.</summary>
public sealed partial class ProgramPage
{
    private ProgramRecord? _record;
    private IReadOnlyList<TimeLineEntry> _history = [];
    private IReadOnlyList<Refusal> _refusals = [];
    private string? _note;
    private bool _loaded;
    private bool _amending;
    private bool _sendingBack;
    private bool _closing;
    private bool _previewed;

    /// <summary>The programme.</summary>
    [Parameter] public long Id { get; set; }

    [Inject] private ProgramQueries Queries { get; set; } = null!;

    [Inject] private SettlementQueries Settlements { get; set; } = null!;

    [Inject] private SubmitProgram Submit { get; set; } = null!;

    [Inject] private ApproveProgram Approve { get; set; } = null!;

    [Inject] private WithdrawProgram Withdraw { get; set; } = null!;

    [Inject] private AmendProgram Amend { get; set; } = null!;

    [Inject] private CurrentUser User { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    [Inject] private ExportTickets Tickets { get; set; } = null!;

    [Inject] private IJSRuntime Js { get; set; } = null!;

    [Inject] private UiGuard Guard { get; set; } = null!;

    [CascadingParameter] private Task<AuthenticationState>? Authentication { get; set; }

    private string Title => _record is null ? "" : T.Pick(_record.Shown.Definition.Name.ZhCN, _record.Shown.Definition.Name.En) is { Length: > 0 } name ? name : T["programPage.unnamed"];

    /// <summary>What the rule tab shows: the version in force, or what is written where none is.</summary>
    private ProgramVersionRow Current => _record!.Shown;

    /// <summary>What is tried on past sales: the open version.</summary>
    private ProgramVersionRow? Preview => _record!.Open;

    /// <inheritdoc />
    protected override Task OnParametersSetAsync() => _record?.Id == Id ? Task.CompletedTask : LoadAsync();

    private async Task LoadAsync()
    {
        await Guard.RunAsync(async () => _record = await Queries.FindAsync(Id, CancellationToken.None));
        _history = _record is null ? [] : History(_record);
        _loaded = true;
    }

    private static bool IsValid(ProgramVersionRow version) => ProgramValidation.Check(version.Definition).Count == 0;

    private static Tone ToneOf(ProgramVersionRow version) => version.State switch
    {
        ProgramVersionState.Approved => Tone.Good,
        ProgramVersionState.Withdrawn => Tone.Neutral,
        _ => Tone.Warn,
    };

    private bool IsOwn(ProgramVersionRow version) => User.UserId is { } me && (version.DraftedByUserId == me || version.SubmittedByUserId == me);

    private string WhoWhen(string? who, DateTime atUtc) => (who ?? T["programPage.system"]) + " · " + T.Format(atUtc);

    /// <summary>The sentences that are new or gone against the version before; null for the first.</summary>
    private List<(bool IsAdded, string Text)>? Differences(ProgramVersionRow version)
    {
        if (_record!.Versions.FirstOrDefault(other => other.Number == version.Number - 1) is not { } before)
        {
            return null;
        }

        var names = SentencesCard.NamesOf(_record.Names);
        var then = ProgramSentences.Of(before.Definition, names).Select(sentence => T.Format(sentence)).ToList();
        var now = ProgramSentences.Of(version.Definition, names).Select(sentence => T.Format(sentence)).ToList();
        return [.. then.Except(now).Select(text => (false, text)), .. now.Except(then).Select(text => (true, text))];
    }

    private List<TimeLineEntry> History(ProgramRecord record)
    {
        var entries = new List<TimeLineEntry>();
        foreach (var version in record.Versions)
        {
            if (version.DecidedAtUtc is { } decided)
            {
                var (key, tone) = version.State switch
                {
                    ProgramVersionState.Approved => ("programPage.didApprove", Tone.Good),
                    ProgramVersionState.Withdrawn => ("programPage.didWithdraw", Tone.Neutral),
                    _ => ("programPage.didSendBack", Tone.Warn),
                };
                entries.Add(new TimeLineEntry(decided, T[key, version.Number], version.DecidedBy, version.DecisionNote, tone));
            }

            if (version.SubmittedAtUtc is { } submitted)
            {
                entries.Add(new TimeLineEntry(submitted, T["programPage.didSubmit", version.Number], version.SubmittedBy, Tone: Tone.Info));
            }

            entries.Add(new TimeLineEntry(version.DraftedAtUtc, T["programPage.didDraft", version.Number], version.DraftedBy));
        }

        return [.. entries.OrderByDescending(entry => entry.AtUtc)];
    }

    private Task<GridPage<SettlementRow>> LoadSettlementsAsync(GridQuery query, CancellationToken cancellationToken) =>
        Settlements.ListAsync(query with { Filters = new Dictionary<string, string> { ["program"] = Id.ToString(CultureInfo.InvariantCulture) } }, cancellationToken);

    private Task ExportAsync() => ExportAsync((_record!.Open ?? Current).Number);

    private async Task ExportAsync(int versionNumber)
    {
        if (await Queries.ExportAsync(Id, versionNumber, CancellationToken.None) is { } file)
        {
            var owner = Authentication is null ? "" : (await Authentication).User.Identity?.Name ?? "";
            var address = Tickets.Offer(owner, file.Name, "application/json; charset=utf-8", async (stream, ct) => await stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(file.Json), ct));
            await Js.InvokeVoidAsync("portal.download", address);
        }
    }

    private async Task SubmitAsync() => await TakeAsync(await Submit.RunAsync(Id, _record!.Open!.RowVersion, CancellationToken.None), "programPage.submitted");

    private async Task ApproveAsync() => await TakeAsync(await Approve.RunAsync(Id, _record!.Open!.RowVersion, _note, CancellationToken.None), "programPage.approved");

    private async Task WithdrawAsync() => await TakeAsync(await Withdraw.RunAsync(Id, _record!.Open!.RowVersion, CancellationToken.None), "programPage.withdrawn");

    private async Task DraftAgainAsync()
    {
        var outcome = await Amend.RunAsync(Id, null, CancellationToken.None);
        _refusals = outcome.Refusals;
        if (outcome.IsDone)
        {
            Navigation.NavigateTo($"/programs/{Id}/edit");
        }
    }

    private async Task TakeAsync(Outcome outcome, string done)
    {
        _refusals = outcome.Refusals;
        if (outcome.IsDone)
        {
            await Guard.WriteAsync(() => Task.FromResult(outcome), T[done]);
            await LoadAsync();
        }
    }
}
