namespace Portal.Ui.Pieces;

/// <summary>The inputs on a person's screen that hold what could not be read. Nothing is saved while there is one: what is unread would count as empty.</summary>
public sealed class UnreadInputs
{
    private readonly Dictionary<object, Func<ValueTask>> _focus = [];

    /// <summary>Notes that an input holds what could not be read.</summary>
    /// <param name="input">The input.</param>
    /// <param name="focus">Puts the cursor into it.</param>
    public void Note(object input, Func<ValueTask> focus) => _focus[input] = focus;

    /// <summary>Notes that an input can be read again, or is gone.</summary>
    public void Forget(object input) => _focus.Remove(input);

    /// <summary>Puts the cursor into one of them.</summary>
    /// <returns>Whether there is one.</returns>
    public async ValueTask<bool> ShowAsync()
    {
        if (_focus.Count == 0)
        {
            return false;
        }

        await _focus.Values.First()();
        return true;
    }
}
