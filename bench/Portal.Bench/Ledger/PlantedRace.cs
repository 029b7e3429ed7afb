using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.Ledger;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Ledger;

namespace Portal.Bench.Ledger;

/// <summary>
/// Posts the way it must not be done: reads the balance first and writes the new one later, with nothing to hold it in
/// between. The proof has to find it out, or the proof is worth nothing.
/// </summary>
internal static class PlantedRace
{
    private const int Operations = 2_000;

    public static async Task<int> CountViolationsAsync(DatabaseProvider provider, int seed, CancellationToken cancellationToken)
    {
        await using var database = await BenchDatabase.CreateAsync(provider, cancellationToken);
        var operations = new LedgerOperations(seed, Customers: 5);
        var answers = new LedgerAnswers();
        await OpenAsync(database, operations, cancellationToken);
        await LedgerLoad.RunAsync(database, Operations, (number, services) => PostAsync(number, operations, services, answers, cancellationToken), cancellationToken);
        return (await new LedgerProof(database, operations, answers).FindAsync(cancellationToken)).Count;
    }

    private static async Task OpenAsync(BenchDatabase database, LedgerOperations operations, CancellationToken cancellationToken)
    {
        await using var context = database.NewContext();
        var accounts = Enumerable.Range(0, Operations).SelectMany(number => operations.Request(number).Sides).Select(side => side.Account).Distinct();
        context.AddRange(accounts.Select(account => new LedgerAccount(account.Kind, account.OwnerId, account.Asset, account.FloorMinor)));
        await context.SaveChangesAsync(cancellationToken);
    }

    private static async Task PostAsync(int number, LedgerOperations operations, IServiceProvider services, LedgerAnswers answers, CancellationToken cancellationToken)
    {
        var operation = new LedgerOperation(number, number, false, false, false, operations.Request(number));
        var accounts = await ReadAsync(operation.Request, services, cancellationToken);
        if (!operation.Request.IgnoresFloor && accounts.Exists(side => side.AmountMinor < 0 && side.Account.BalanceMinor + side.AmountMinor < side.Account.FloorMinor))
        {
            return;
        }

        var outcome = await services.GetRequiredService<WriteTransaction>().RunAsync<Outcome<PostedTransfer>>(
            async (context, ct) =>
            {
                var transfer = new LedgerTransfer(
                    operation.Request.OperationKey, number.ToString(CultureInfo.InvariantCulture), operation.Request.Kind, operation.Request.Source, operation.Request.EffectiveOn, null, DateTime.UnixEpoch)
                {
                    IgnoresFloor = operation.Request.IgnoresFloor,
                };
                context.Add(transfer);
                await context.SaveChangesAsync(ct);
                foreach (var (account, amount) in accounts)
                {
                    var after = account.IsHouse ? 0 : account.BalanceMinor + amount;
                    await context.LedgerAccounts.Where(row => row.Id == account.Id).ExecuteUpdateAsync(row => row.SetProperty(to => to.BalanceMinor, after), ct);
                    context.Add(new LedgerEntry(transfer.Id, account.Id, amount, account.IsHouse ? null : after));
                }

                await context.SaveChangesAsync(ct);
                return new PostedTransfer(transfer.Id, true);
            },
            cancellationToken);
        answers.Take(operation, outcome);
    }

    private static async Task<List<(LedgerAccount Account, long AmountMinor)>> ReadAsync(TransferRequest request, IServiceProvider services, CancellationToken cancellationToken)
    {
        await using var context = await services.GetRequiredService<IDbContextFactory<PortalDbContext>>().CreateDbContextAsync(cancellationToken);
        var accounts = new List<(LedgerAccount, long)>();
        foreach (var side in request.Sides)
        {
            accounts.Add((await context.LedgerAccounts.AsNoTracking().SingleAsync(row => row.OwnerId == side.Account.OwnerId && row.Kind == side.Account.Kind, cancellationToken), side.AmountMinor));
        }

        return [.. accounts.OrderBy(side => side.Item1.Id)];
    }
}
