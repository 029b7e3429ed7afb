namespace Portal.Admin.Cards;

/// <summary>What a reason is asked for.</summary>
public enum CardAction
{
    /// <summary>Report lost.</summary>
    Lost,

    /// <summary>Found again.</summary>
    Unfreeze,

    /// <summary>A new card for the old one.</summary>
    Replace,

    /// <summary>Close.</summary>
    Close,

    /// <summary>Let an expired card run on.</summary>
    Reactivate,

    /// <summary>The most that it may spend in a day.</summary>
    Limit,
}
