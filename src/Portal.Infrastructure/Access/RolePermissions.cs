namespace Portal.Infrastructure.Access;

/// <summary>The roles and what each may do.</summary>
public static class RolePermissions
{
    /// <summary>Everything but what four eyes must do.</summary>
    public const string Administrator = "administrator";

    /// <summary>Sets up programmes and runs settlements.</summary>
    public const string RebateManager = "rebate_manager";

    /// <summary>Approves settlements, pays.</summary>
    public const string Finance = "finance";

    /// <summary>Looks after customers; sees its own only.</summary>
    public const string SalesRepresentative = "sales_representative";

    /// <summary>Serves members at the counter.</summary>
    public const string Cashier = "cashier";

    /// <summary>Sees everything, changes nothing.</summary>
    public const string Auditor = "auditor";

    /// <summary>A company's log-in to the member portal.</summary>
    public const string Distributor = "distributor";

    /// <summary>A person's log-in to the member portal.</summary>
    public const string Member = "member";

    private static readonly string[] Views =
    [
        Permissions.Dashboard.View, Permissions.Customers.View, Permissions.Products.View, Permissions.Sales.View,
        Permissions.ExchangeRates.View, Permissions.Figures.View, Permissions.Imports.View, Permissions.Programs.View, Permissions.Settlements.View, Permissions.Payouts.View, Permissions.Payouts.Payroll,
        Permissions.Withdrawals.View, Permissions.Disputes.View, Permissions.Ledger.View, Permissions.Jobs.View,
        Permissions.Cards.View, Permissions.Points.View, Permissions.Rewards.View, Permissions.Messages.View, Permissions.Members.View,
    ];

    private static readonly Dictionary<string, HashSet<string>> ByRole = new()
    {
        [Administrator] =
        [
            .. Views, Permissions.Customers.Edit, Permissions.Products.Edit, Permissions.ExchangeRates.Edit, Permissions.Figures.Edit, Permissions.Imports.Run, Permissions.Jobs.Run,
            Permissions.Users.View, Permissions.Users.Edit, Permissions.ApiKeys.View, Permissions.ApiKeys.Edit, Permissions.Programs.Edit, Permissions.Programs.Approve,
            Permissions.Settlements.Run, Permissions.Settlements.Approve, Permissions.Disputes.Answer, Permissions.Disputes.Decide,
            Permissions.Cards.Edit, Permissions.Cards.Operate,
            Permissions.Points.EditRules, Permissions.Points.Approve, Permissions.Points.Adjust,
            Permissions.Rewards.Edit, Permissions.Rewards.Stock, Permissions.Rewards.Serve, Permissions.Rewards.Return,
            Permissions.Messages.Send, Permissions.Members.Register,
        ],
        [RebateManager] =
        [
            .. Views, Permissions.Disputes.Answer, Permissions.Disputes.Decide, Permissions.Customers.Edit, Permissions.Products.Edit, Permissions.ExchangeRates.Edit, Permissions.Figures.Edit, Permissions.Imports.Run, Permissions.Programs.Edit,
            Permissions.Programs.Approve, Permissions.Settlements.Run, Permissions.Settlements.Approve, Permissions.Jobs.Run,
            Permissions.Cards.Edit, Permissions.Cards.Operate,
            Permissions.Points.EditRules, Permissions.Points.Approve, Permissions.Points.Adjust,
            Permissions.Rewards.Edit, Permissions.Rewards.Stock, Permissions.Rewards.Serve, Permissions.Rewards.Return,
            Permissions.Messages.Send, Permissions.Members.Register,
        ],
        [Finance] =
        [
            .. Views, Permissions.ExchangeRates.Edit, Permissions.Settlements.Approve, Permissions.Disputes.Answer, Permissions.Payouts.Pay, Permissions.Withdrawals.Decide, Permissions.Ledger.Post, Permissions.Points.Approve,
        ],
        [SalesRepresentative] =
        [
            Permissions.Dashboard.View, Permissions.Customers.View, Permissions.Products.View, Permissions.Sales.View, Permissions.Figures.View,
            Permissions.Programs.View, Permissions.Settlements.View, Permissions.Payouts.Payroll, Permissions.Disputes.View, Permissions.Disputes.Answer,
            Permissions.Messages.View, Permissions.Members.View,
        ],
        [Cashier] =
        [
            Permissions.Customers.View, Permissions.Products.View, Permissions.Cards.View, Permissions.Cards.Operate, Permissions.Rewards.View, Permissions.Rewards.Serve,
            Permissions.Members.View, Permissions.Members.Register,
        ],
        [Auditor] = [.. Views, Permissions.Users.View, Permissions.ApiKeys.View],
        [Distributor] = [],
        [Member] = [],
    };

    /// <summary>The names of all roles.</summary>
    public static IReadOnlyCollection<string> Roles => ByRole.Keys;

    /// <summary>The roles of staff.</summary>
    public static IReadOnlyList<string> StaffRoles { get; } = [Administrator, RebateManager, Finance, SalesRepresentative, Cashier, Auditor];

    /// <summary>Whether a role may do something.</summary>
    public static bool Allows(string role, string permission) => ByRole.TryGetValue(role, out var permissions) && permissions.Contains(permission);

    /// <summary>Whose data a role sees.</summary>
    public static DataScope ScopeOf(string role) => role == SalesRepresentative ? DataScope.Own : DataScope.All;
}

/// <summary>Whose customers, with all that hangs on them, a person sees.</summary>
public enum DataScope
{
    /// <summary>Those it owns.</summary>
    Own = 1,

    /// <summary>Those of its region.</summary>
    Region = 2,

    /// <summary>All.</summary>
    All = 3,
}
