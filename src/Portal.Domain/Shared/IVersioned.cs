namespace Portal.Domain.Shared;

/// <summary>A row that two people may edit: saving a stale copy is refused with <see cref="Refusal.ChangedByOther"/>.</summary>
public interface IVersioned
{
    /// <summary>Raised by one with each save.</summary>
    long RowVersion { get; }
}
