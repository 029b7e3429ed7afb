using Portal.Infrastructure.Access;
using Portal.Infrastructure.Dashboard;
using Portal.Infrastructure.Disputes;
using Portal.Infrastructure.Points;
using Portal.Infrastructure.Rewards;
using Portal.Ui.Shell;

namespace Portal.Admin;

/// <summary>The lines of the menu, in order, by group. A feature with pages adds its lines here.</summary>
public static class NavEntries
{
    /// <summary>All lines.</summary>
    public static IReadOnlyList<NavEntry> All { get; } =
    [
        new("", "nav.home", "layout-dashboard", "/"),
        new("rebates", "programPage.nav", "badge-percent", "/programs", Permissions.Programs.View, (services, ct) => services.GetRequiredService<WorkQueries>().CountProgramsAsync(ct)),
        new("rebates", "settlements.nav", "receipt-text", "/settlements", Permissions.Settlements.View, (services, ct) => services.GetRequiredService<WorkQueries>().CountSettlementsAsync(ct)),
        new("rebates", "accruals.nav", "calculator", "/accruals", Permissions.Settlements.View),
        new("rebates", "payouts.nav", "hand-coins", "/payouts", Permissions.Payouts.View, (services, ct) => services.GetRequiredService<WorkQueries>().CountPayoutsAsync(ct)),
        new("rebates", "withdrawals.nav", "banknote", "/withdrawals", Permissions.Withdrawals.View, (services, ct) => services.GetRequiredService<WorkQueries>().CountWithdrawalsAsync(ct)),
        new("rebates", "creditNotes.nav", "receipt-text", "/credit-notes", Permissions.Payouts.View),
        new("rebates", "goods.nav", "package", "/goods", Permissions.Payouts.View),
        new("rebates", "payroll.nav", "users", "/payroll", Permissions.Payouts.Payroll),
        new("rebates", "disputes.nav", "message-square", "/disputes", Permissions.Disputes.View, (services, ct) => services.GetRequiredService<DisputeQueries>().CountWaitingAsync(ct)),
        new("rebates", "ledger.nav", "wallet", "/accounts", Permissions.Ledger.View),
        new("cards", "cardDesk.nav", "credit-card", "/card-desk", Permissions.Cards.Operate),
        new("cards", "cards.nav", "id-card", "/cards", Permissions.Cards.View),
        new("cards", "cardTypes.nav", "layers", "/card-types", Permissions.Cards.View),
        new("cards", "cardRanges.nav", "tags", "/card-ranges", Permissions.Cards.View),
        new("cards", "topUpRules.nav", "gift", "/top-up-rules", Permissions.Cards.View),
        new("cards", "cardLiability.nav", "scale", "/card-liability", Permissions.Cards.View),
        new("points", "points.membersNav", "coins", "/points", Permissions.Points.View),
        new("points", "points.programNav", "scale", "/points/program", Permissions.Points.View, (services, ct) => services.GetRequiredService<PointsQueries>().CountWaitingAsync(ct)),
        new("points", "points.levelsNav", "trending-up", "/levels", Permissions.Points.View),
        new("points", "points.adjustmentsNav", "pencil", "/points/adjustments", Permissions.Points.View),
        new("points", "points.liabilityNav", "piggy-bank", "/points/liability", Permissions.Points.View),
        new("rewards", "rewards.nav", "gift", "/rewards", Permissions.Rewards.View),
        new("rewards", "rewardOrders.nav", "shopping-cart", "/reward-orders", Permissions.Rewards.View, (services, ct) => services.GetRequiredService<RewardOrderQueries>().CountWaitingAsync(ct)),
        new("rewards", "pickUp.nav", "check", "/pick-up", Permissions.Rewards.Serve),
        new("rewards", "vouchers.nav", "tag", "/vouchers", Permissions.Rewards.View),
        new("customers", "customers.nav", "building-2", "/customers", Permissions.Customers.View),
        new("customers", "members.nav", "user-round", "/members", Permissions.Members.View),
        new("customers", "nearMisses.nav", "target", "/near-misses", Permissions.Settlements.View),
        new("customers", "sales.nav", "file-text", "/sales", Permissions.Sales.View),
        new("customers", "payments.nav", "banknote", "/payments", Permissions.Sales.View),
        new("customers", "products.nav", "package", "/products", Permissions.Products.View),
        new("customers", "figures.nav", "target", "/figures", Permissions.Figures.View),
        new("customers", "rates.nav", "coins", "/exchange-rates", Permissions.ExchangeRates.View),
        new("customers", "imports.nav", "upload", "/imports", Permissions.Imports.View),
        new("analysis", "effects.nav", "trending-up", "/effects", Permissions.Settlements.View),
        new("analysis", "reviews.nav", "file-check", "/reviews", Permissions.Settlements.View),
        new("analysis", "suggestions.nav", "sparkles", "/suggestions", Permissions.Programs.Edit),
        new("analysis", "provisions.nav", "piggy-bank", "/provisions", Permissions.Ledger.View),
        new("system", "ledger.checkNav", "shield-check", "/ledger-check", Permissions.Ledger.View),
        new("system", "messages.nav", "mail", "/messages", Permissions.Messages.View),
        new("system", "jobs.nav", "clock", "/jobs", Permissions.Jobs.View, (services, ct) => services.GetRequiredService<WorkQueries>().CountFailedJobsAsync(ct)),
        new("system", "users.nav", "users", "/users", Permissions.Users.View),
        new("system", "apikeys.nav", "key-round", "/api-keys", Permissions.ApiKeys.View),
    ];
}
