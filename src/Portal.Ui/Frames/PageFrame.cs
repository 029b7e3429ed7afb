namespace Portal.Ui.Frames;

/// <summary>The part of a page that is there before its content is read.</summary>
public static class PageFrame
{
    /// <summary>
    /// Ends when the frame has been sent. Awaited before content is read: some databases answer without ever letting go of the
    /// thread, and the frame would wait for all of it.
    /// </summary>
    public static async Task SentAsync()
    {
        await Task.Yield();

        // What receives it on this machine, as a proxy does, may have been woken on this core.
        Thread.Yield();
    }
}
