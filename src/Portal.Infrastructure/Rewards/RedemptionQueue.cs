using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Portal.Domain.Shared;
using Portal.Infrastructure.Cards;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Rewards;

/// <summary>
/// Redemptions that tills ask for. Those that have gathered while the ones before were being written go through one
/// transaction: each statement serves all of them, and the disk is waited for once.
/// </summary>
internal sealed class RedemptionQueue
{
    private const int MaxRedemptions = 64;
    private readonly GroupCommit<CardRedemption, Outcome<PlacedOrder>>[] _lanes;
    private readonly IServiceScopeFactory _scopes;

    public RedemptionQueue(IServiceScopeFactory scopes, IOptions<DatabaseOptions> options, ILogger<RedemptionQueue> logger)
    {
        _scopes = scopes;

        // A SQLite file takes one transaction at a time; a server has work for several.
        _lanes = new GroupCommit<CardRedemption, Outcome<PlacedOrder>>[options.Value.Provider == DatabaseProvider.Sqlite ? 1 : 4];
        for (var lane = 0; lane < _lanes.Length; lane++)
        {
            _lanes[lane] = new(MaxRedemptions, WriteAsync, logger);
        }
    }

    /// <summary>Redeems; a wrong PIN counts although it is refused.</summary>
    public Task<Outcome<PlacedOrder>> RunAsync(CardRedemption redemption, CancellationToken cancellationToken) =>
        _lanes[redemption.Order.CustomerId % _lanes.Length].RunAsync(redemption, cancellationToken);

    private async Task<IReadOnlyList<Outcome<PlacedOrder>>> WriteAsync(IReadOnlyList<CardRedemption> redemptions)
    {
        // Other systems have no log-in: the scope's user stays nobody, and the order names the key.
        await using var scope = _scopes.CreateAsyncScope();
        var services = scope.ServiceProvider;
        var (checkPin, ordering) = (services.GetRequiredService<CheckPin>(), services.GetRequiredService<RewardOrdering>());
        var placed = await services.GetRequiredService<WriteTransaction>().RunAsync(
            (context, ct) => PlaceAsync(redemptions, checkPin, ordering, context, ct), CancellationToken.None);
        if (placed.IsDone)
        {
            return placed.Value;
        }

        // One of them upset all: each by itself.
        var alone = new List<Outcome<PlacedOrder>>(redemptions.Count);
        foreach (var redemption in redemptions)
        {
            alone.Add(redemptions.Count == 1 ? Outcome<PlacedOrder>.Refused(placed.Refusals) : (await WriteAsync([redemption]))[0]);
        }

        return alone;
    }

    private static async Task<Outcome<IReadOnlyList<Outcome<PlacedOrder>>>> PlaceAsync(
        IReadOnlyList<CardRedemption> redemptions, CheckPin checkPin, RewardOrdering ordering, PortalDbContext context, CancellationToken cancellationToken)
    {
        if (context.Database.IsSqlite())
        {
            // Nobody else writes meanwhile: no save can meet another's row, so none needs a way back of its own.
            context.Database.AutoSavepointsEnabled = false;
        }

        var wrong = await checkPin.RunManyAsync([.. redemptions.Select(redemption => redemption.Pin)], context, cancellationToken);
        var right = redemptions.Where((_, index) => wrong[index] is null).ToList();
        var placed = await ordering.PlaceAsync([.. right.Select(redemption => redemption.Order)], context, cancellationToken);
        if (!placed.IsDone)
        {
            return placed;
        }

        var next = 0;
        return redemptions.Select((_, index) => wrong[index] is { } refusal ? refusal with { Field = "pin" } : placed.Value[next++]).ToList();
    }
}

/// <summary>An order that is placed with a card's PIN.</summary>
/// <param name="Pin">The PIN, hashed; it is counted in the transaction.</param>
/// <param name="Order">The order.</param>
internal sealed record CardRedemption(PinProof Pin, RewardOrderRequest Order);
