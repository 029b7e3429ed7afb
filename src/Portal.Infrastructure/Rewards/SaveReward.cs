using Microsoft.EntityFrameworkCore;
using Portal.Domain.Rewards;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Live;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Rewards;

/// <summary>Adds a reward or changes it, with its picture.</summary>
public sealed class SaveReward(WriteTransaction writes, RewardPictures pictures, LiveUpdates live, CurrentUser user, BusinessClock clock)
{
    /// <summary>Saves it.</summary>
    /// <returns>The reward's id.</returns>
    public async Task<Outcome<long>> RunAsync(RewardInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (user.Refuse(Permissions.Rewards.Edit) is { } refusal)
        {
            return refusal;
        }

        var refusals = Check(input);
        if (refusals.Count > 0)
        {
            return Outcome<long>.Refused(refusals);
        }

        var stored = input.Picture is { } picture ? await pictures.StoreAsync(picture, cancellationToken) : null;
        string? replaced = null;
        Outcome<long>? outcome = null;
        try
        {
            outcome = await writes.RunAsync(
                async (context, ct) =>
                {
                    (var saved, replaced) = await SaveAsync(input, stored, context, ct);
                    return saved;
                },
                cancellationToken);
        }
        finally
        {
            pictures.Remove(outcome is { IsDone: true } ? replaced : stored);
        }

        if (outcome.IsDone)
        {
            await live.PublishAsync(LiveUpdates.Rewards, CancellationToken.None);
        }

        return outcome;
    }

    private static List<Refusal> Check(RewardInput input)
    {
        var refusals = new List<Refusal>();
        if (input.Number.Trim().Length is 0 or > Reward.MaxNumber || input.Number.Any(char.IsControl))
        {
            refusals.Add(new Refusal("reward_number", Reward.MaxNumber) { Field = nameof(input.Number) });
        }

        if (input.Id is null && input.OpeningStock is < 0)
        {
            refusals.Add(new Refusal("reward_stock_negative") { Field = nameof(input.OpeningStock) });
        }

        refusals.AddRange(input.Terms.Check());
        return refusals;
    }

    private async Task<(Outcome<long> Outcome, string? Replaced)> SaveAsync(RewardInput input, string? stored, PortalDbContext context, CancellationToken cancellationToken)
    {
        var number = input.Number.Trim();
        if (await context.Rewards.AnyAsync(row => row.Number == number && row.Id != input.Id, cancellationToken))
        {
            return (new Refusal("reward_number_taken", number) { Field = nameof(input.Number) }, null);
        }

        var levels = input.Terms.Levels();
        if (levels.Count != await context.CustomerLevels.CountAsync(row => levels.Contains(row.Id), cancellationToken))
        {
            return (new Refusal("reward_level_unknown") { Field = nameof(RewardTerms.LevelIds) }, null);
        }

        var reward = input.Id is { } id ? await context.Rewards.SingleOrDefaultAsync(row => row.Id == id, cancellationToken) : null;
        if (reward is null && input.Id is not null)
        {
            return (new Refusal(Refusal.NotFound), null);
        }

        if (reward is null)
        {
            reward = new Reward(number, input.Terms, clock.UtcNow);
            context.Add(reward);
        }
        else
        {
            context.Expect(reward, input.RowVersion);
            reward.Change(number, input.Terms);
        }

        reward.Offer(input.IsOffered);
        var replaced = stored is null && !input.RemovesPicture ? null : reward.PictureStoredAs;
        if (stored is not null || input.RemovesPicture)
        {
            reward.Picture(stored, stored is null ? null : input.Picture!.MediaType);
        }

        if (await context.TrySaveAsync(cancellationToken) is { } stale)
        {
            return (stale, null);
        }

        if (input.Id is null)
        {
            await OpenStockAsync(reward.Id, input.OpeningStock, context, cancellationToken);
        }

        return (reward.Id, replaced);
    }

    private async Task OpenStockAsync(long rewardId, long? onHand, PortalDbContext context, CancellationToken cancellationToken)
    {
        context.Add(new RewardStock(rewardId, onHand));
        if (onHand > 0)
        {
            context.Add(new RewardStockMovement(rewardId, RewardMovementKind.Opened, onHand.Value, 0, null, null, user.UserId, clock.UtcNow));
        }

        await context.SaveChangesAsync(cancellationToken);
    }
}

/// <summary>A reward as a person enters it.</summary>
public sealed record RewardInput
{
    /// <summary>The reward; null for a new one.</summary>
    public long? Id { get; init; }

    /// <summary>The version that the person saw.</summary>
    public long RowVersion { get; init; }

    /// <summary>The number.</summary>
    public required string Number { get; init; }

    /// <summary>What it is, costs and demands.</summary>
    public required RewardTerms Terms { get; init; }

    /// <summary>Whether members are shown it.</summary>
    public bool IsOffered { get; init; }

    /// <summary>Of a new reward: how many there are; null where they do not run out.</summary>
    public long? OpeningStock { get; init; }

    /// <summary>A new picture, or null.</summary>
    public RewardPicture? Picture { get; init; }

    /// <summary>Whether the picture is taken away.</summary>
    public bool RemovesPicture { get; init; }
}
