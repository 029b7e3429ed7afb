using Microsoft.JSInterop;
using Portal.Domain.Programs;
using Portal.Domain.Shared;
using Portal.Infrastructure.Programs;

namespace Portal.Admin.Programs;

/// <content>Saving by itself, at a wish, and before it is submitted.</content>
public sealed partial class ProgramEditor
{
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
