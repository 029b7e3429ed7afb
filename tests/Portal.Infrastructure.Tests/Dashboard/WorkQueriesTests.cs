using Microsoft.Extensions.DependencyInjection;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Dashboard;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Payouts;
using Portal.Infrastructure.Tests.Databases;
using Portal.Infrastructure.Tests.Ledger;
using Portal.Infrastructure.Withdrawals;

namespace Portal.Infrastructure.Tests.Dashboard;

public sealed class WorkQueriesTests
{
    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Only_who_may_decide_has_a_withdrawal_waiting_and_the_menu_counts_what_the_first_page_lists(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        var customer = await portal.AddCustomerAsync("A");
        Assert.True((await portal.PostAsync(LedgerWorld.Grant("grant", customer.Id, 10_000))).IsDone);
        await using (var asking = portal.AsCustomer(customer.Id))
        {
            var input = new WithdrawalInput("k", 4_000, null, new BankAccountInput("ICBC", "Acme Ltd", "6222021234567890"));
            Assert.True((await asking.ServiceProvider.GetRequiredService<MyRequestWithdrawal>().RunAsync(input, CancellationToken.None)).IsDone);
        }

        foreach (var (role, expected) in new[] { (RolePermissions.Finance, 1), (RolePermissions.Auditor, 0), (RolePermissions.Administrator, 0) })
        {
            await using var scope = portal.AsStaff(role);
            var queries = scope.ServiceProvider.GetRequiredService<WorkQueries>();
            var waiting = await queries.WaitingAsync(CancellationToken.None);
            Assert.Equal((role, expected), (role, waiting.Withdrawals.Count));
            Assert.Equal(waiting.Count, await CountAsync(queries));
        }
    }

    private static async Task<int> CountAsync(WorkQueries queries) =>
        await queries.CountProgramsAsync(CancellationToken.None) + await queries.CountSettlementsAsync(CancellationToken.None)
        + await queries.CountPayoutsAsync(CancellationToken.None) + await queries.CountWithdrawalsAsync(CancellationToken.None)
        + await queries.CountFailedJobsAsync(CancellationToken.None);
}
