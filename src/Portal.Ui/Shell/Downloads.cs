using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.JSInterop;

namespace Portal.Ui.Shell;

/// <summary>Hands a file to the browser of the person who is signed in, to be saved and never shown in place.</summary>
public sealed class Downloads(ExportTickets tickets, AuthenticationStateProvider authentication, IJSRuntime js)
{
    /// <summary>Offers the file to this person alone and lets the browser fetch it.</summary>
    /// <param name="fileName">The name it is saved under.</param>
    /// <param name="contentType">Its media type.</param>
    /// <param name="writeAsync">Writes it.</param>
    public async Task SaveAsync(string fileName, string contentType, Func<Stream, CancellationToken, Task> writeAsync)
    {
        var person = (await authentication.GetAuthenticationStateAsync()).User.Identity?.Name ?? "";
        await js.InvokeVoidAsync("portal.download", tickets.Offer(person, fileName, contentType, writeAsync));
    }
}
