using Portal.Domain.Shared;

namespace Portal.Domain.Rewards;

/// <summary>What members can have for points.</summary>
public sealed class Reward : IVersioned
{
    /// <summary>Letters of a number at most.</summary>
    public const int MaxNumber = 30;

    /// <summary>Adds a reward; it is not offered yet.</summary>
    /// <param name="number">The company's own number; unique.</param>
    /// <param name="terms">What it is; checked by the caller.</param>
    /// <param name="createdAtUtc">When.</param>
    public Reward(string number, RewardTerms terms, DateTime createdAtUtc)
        : this(number, createdAtUtc) => Terms = terms;

    private Reward(string number, DateTime createdAtUtc)
    {
        Number = number;
        CreatedAtUtc = createdAtUtc;
        Terms = null!;
    }

    /// <summary>The row's key.</summary>
    public long Id { get; private set; }

    /// <summary>The company's own number; unique.</summary>
    public string Number { get; private set; }

    /// <summary>What it is, costs and demands.</summary>
    public RewardTerms Terms { get; private set; }

    /// <summary>Whether members are shown it, within its days.</summary>
    public bool IsOffered { get; private set; }

    /// <summary>The picture's name in the folder, or null.</summary>
    public string? PictureStoredAs { get; private set; }

    /// <summary>What the picture was found to be, or null.</summary>
    public string? PictureMediaType { get; private set; }

    /// <summary>When it was added.</summary>
    public DateTime CreatedAtUtc { get; private set; }

    /// <inheritdoc />
    public long RowVersion { get; private set; }

    /// <summary>Changes the number and the terms; orders that were made stay as they are.</summary>
    public void Change(string number, RewardTerms terms)
    {
        Number = number;
        Terms = terms;
    }

    /// <summary>Offers it or takes it out of the catalogue.</summary>
    public void Offer(bool isOffered) => IsOffered = isOffered;

    /// <summary>Puts a picture in the place of the one before.</summary>
    public void Picture(string? storedAs, string? mediaType)
    {
        PictureStoredAs = storedAs;
        PictureMediaType = mediaType;
    }

    /// <summary>Whether members can order it on a day.</summary>
    public bool IsOfferedOn(DateOnly day) => IsOffered && (Terms.OfferedFrom is null || day >= Terms.OfferedFrom) && (Terms.OfferedUntil is null || day <= Terms.OfferedUntil);
}
