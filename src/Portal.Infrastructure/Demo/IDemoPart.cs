using Portal.Domain.Shared;

namespace Portal.Infrastructure.Demo;

/// <summary>A part of the demo that comes after the sales; what an interrupted build left out is added by the next.</summary>
internal interface IDemoPart
{
    /// <summary>Whether it is there.</summary>
    Task<bool> IsDoneAsync(CancellationToken cancellationToken);

    /// <summary>Makes it.</summary>
    Task<Outcome> RunAsync(Func<string, Task> say, CancellationToken cancellationToken);
}
