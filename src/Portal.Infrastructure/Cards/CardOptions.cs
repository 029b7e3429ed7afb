namespace Portal.Infrastructure.Cards;

/// <summary>The configuration section <c>Cards</c>.</summary>
public sealed class CardOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Cards";

    /// <summary>
    /// Iterations of PBKDF2 with SHA-512 for a new PIN. Each hash keeps its own, so that a higher number counts for PINs set from
    /// then on. Six digits are guarded by the count of wrong tries first; the hash is for a copy of the database.
    /// </summary>
    public int PinIterations { get; set; } = 100_000;
}
