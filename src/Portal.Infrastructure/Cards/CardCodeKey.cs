namespace Portal.Infrastructure.Cards;

/// <summary>The key that signs the codes on members' screens; one row, encrypted with the data-protection keys.</summary>
internal sealed class CardCodeKey(string keyProtected)
{
    /// <summary>The only row's key.</summary>
    public const int OnlyId = 1;

    public int Id { get; private set; } = OnlyId;

    public string KeyProtected { get; private set; } = keyProtected;
}
