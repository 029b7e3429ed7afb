namespace Portal.Infrastructure.Access;

/// <summary>What can be allowed, by feature. A page names the permission it needs; every write asks again.</summary>
public static class Permissions
{
    /// <summary>The first page and its figures.</summary>
    public static class Dashboard
    {
        /// <summary>See the dashboard.</summary>
        public const string View = "dashboard.view";
    }

    /// <summary>Customers.</summary>
    public static class Customers
    {
        /// <summary>See customers.</summary>
        public const string View = "customers.view";

        /// <summary>Create and change customers.</summary>
        public const string Edit = "customers.edit";
    }

    /// <summary>Products.</summary>
    public static class Products
    {
        /// <summary>See products.</summary>
        public const string View = "products.view";

        /// <summary>Create and change products.</summary>
        public const string Edit = "products.edit";
    }

    /// <summary>Sales documents.</summary>
    public static class Sales
    {
        /// <summary>See sales documents.</summary>
        public const string View = "sales.view";
    }

    /// <summary>Exchange rates.</summary>
    public static class ExchangeRates
    {
        /// <summary>See exchange rates.</summary>
        public const string View = "exchangerates.view";

        /// <summary>Enter and remove exchange rates.</summary>
        public const string Edit = "exchangerates.edit";
    }

    /// <summary>Targets and base figures of customers.</summary>
    public static class Figures
    {
        /// <summary>See figures.</summary>
        public const string View = "figures.view";

        /// <summary>Enter and remove figures.</summary>
        public const string Edit = "figures.edit";
    }

    /// <summary>Imports.</summary>
    public static class Imports
    {
        /// <summary>See imports and their problems.</summary>
        public const string View = "imports.view";

        /// <summary>Import files.</summary>
        public const string Run = "imports.run";
    }

    /// <summary>Rebate programmes.</summary>
    public static class Programs
    {
        /// <summary>See programmes.</summary>
        public const string View = "programs.view";

        /// <summary>Draft, amend and submit programmes.</summary>
        public const string Edit = "programs.edit";

        /// <summary>Approve programmes that somebody else submitted.</summary>
        public const string Approve = "programs.approve";
    }

    /// <summary>Settlements and accruals.</summary>
    public static class Settlements
    {
        /// <summary>See settlements and accruals.</summary>
        public const string View = "settlements.view";

        /// <summary>Run settlements.</summary>
        public const string Run = "settlements.run";

        /// <summary>Approve settlements that somebody else ran.</summary>
        public const string Approve = "settlements.approve";
    }

    /// <summary>Payouts.</summary>
    public static class Payouts
    {
        /// <summary>See payout documents.</summary>
        public const string View = "payouts.view";

        /// <summary>Make payout documents, pay and confirm; cancel credit notes; confirm deliveries.</summary>
        public const string Pay = "payouts.pay";

        /// <summary>See what employees get with their wages: all of it with <see cref="View"/>, otherwise one's own.</summary>
        public const string Payroll = "payouts.payroll";
    }

    /// <summary>Member cards.</summary>
    public static class Cards
    {
        /// <summary>See cards, card types and what is owed on cards.</summary>
        public const string View = "cards.view";

        /// <summary>Set up card types, number ranges and gifts for top-ups; make cards.</summary>
        public const string Edit = "cards.edit";

        /// <summary>Serve members at a counter: activate, top up, debit, report lost, replace, PIN, close.</summary>
        public const string Operate = "cards.operate";
    }

    /// <summary>Withdrawals.</summary>
    public static class Withdrawals
    {
        /// <summary>See withdrawal requests.</summary>
        public const string View = "withdrawals.view";

        /// <summary>Approve, reject and pay withdrawal requests.</summary>
        public const string Decide = "withdrawals.decide";
    }

    /// <summary>Questions of customers about statement lines.</summary>
    public static class Disputes
    {
        /// <summary>See disputes.</summary>
        public const string View = "disputes.view";

        /// <summary>Write to the customer.</summary>
        public const string Answer = "disputes.answer";

        /// <summary>Refuse, or enter an adjustment that somebody else approves.</summary>
        public const string Decide = "disputes.decide";
    }

    /// <summary>Rewards, their orders and vouchers.</summary>
    public static class Rewards
    {
        /// <summary>See rewards, orders and vouchers.</summary>
        public const string View = "rewards.view";

        /// <summary>Set up rewards.</summary>
        public const string Edit = "rewards.edit";

        /// <summary>Change stocks by hand.</summary>
        public const string Stock = "rewards.stock";

        /// <summary>Serve members: order, put ready, hand over, send, cancel.</summary>
        public const string Serve = "rewards.serve";

        /// <summary>Take back what was handed over, and vouchers.</summary>
        public const string Return = "rewards.return";
    }

    /// <summary>The ledger.</summary>
    public static class Ledger
    {
        /// <summary>See accounts and entries.</summary>
        public const string View = "ledger.view";

        /// <summary>Post by hand: set-off and corrections.</summary>
        public const string Post = "ledger.post";
    }

    /// <summary>Points and levels.</summary>
    public static class Points
    {
        /// <summary>See members' points, levels and reports.</summary>
        public const string View = "points.view";

        /// <summary>Draft and submit versions of the programme.</summary>
        public const string EditRules = "points.rules";

        /// <summary>Approve versions and adjustments of others.</summary>
        public const string Approve = "points.approve";

        /// <summary>Give and take points and levels by hand.</summary>
        public const string Adjust = "points.adjust";
    }

    /// <summary>Scheduled jobs.</summary>
    public static class Jobs
    {
        /// <summary>See jobs and their runs.</summary>
        public const string View = "jobs.view";

        /// <summary>Run a job now.</summary>
        public const string Run = "jobs.run";
    }

    /// <summary>Messages to customers and staff.</summary>
    public static class Messages
    {
        /// <summary>See messages and why they were not sent.</summary>
        public const string View = "messages.view";

        /// <summary>Send messages again.</summary>
        public const string Send = "messages.send";
    }

    /// <summary>Members.</summary>
    public static class Members
    {
        /// <summary>See members.</summary>
        public const string View = "members.view";

        /// <summary>Register members at the counter.</summary>
        public const string Register = "members.register";
    }

    /// <summary>Keys of other systems.</summary>
    public static class ApiKeys
    {
        /// <summary>See keys.</summary>
        public const string View = "apikeys.view";

        /// <summary>Make and revoke keys.</summary>
        public const string Edit = "apikeys.edit";
    }

    /// <summary>Log-ins.</summary>
    public static class Users
    {
        /// <summary>See log-ins.</summary>
        public const string View = "users.view";

        /// <summary>Create and change log-ins.</summary>
        public const string Edit = "users.edit";
    }
}
