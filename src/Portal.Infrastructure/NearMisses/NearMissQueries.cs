using Microsoft.EntityFrameworkCore;
using Portal.Domain.Accruals;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.NearMisses;

/// <summary>Who is short of the next tier of an open period, and how likely it is to be reached; for the customers the person may see.</summary>
public sealed class NearMissQueries(IDbContextFactory<PortalDbContext> contexts, CurrentUser user)
{
    /// <summary>Days of the past that the probability is drawn from: half a year, whole weeks.</summary>
    public const int PastDays = 182;

    /// <summary>Whose customers the person sees at first: its own where it has some.</summary>
    public NearMissScope UsualScope => user.EmployeeId is null || user.Scope == DataScope.All ? NearMissScope.All : NearMissScope.Own;

    /// <summary>
    /// The list, the greatest gain first. Sorts: customer, program, owner, missing, gain, progress, days, probability. Filters: <c>scope</c> (own, department, all),
    /// <c>program</c> (id), <c>near</c> (least progress in thousandths), <c>days</c> (at most), <c>reach</c> (yes, no: at the pace so far).
    /// </summary>
    public async Task<GridPage<NearMissRow>> ListAsync(GridQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (!user.Can(Permissions.Settlements.View))
        {
            return new GridPage<NearMissRow>([], 0);
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = Searched(Rows(context, Narrowed(context, query)), query);
        if (query.Sort == "probability")
        {
            return await ByProbabilityAsync(context, rows, query, cancellationToken);
        }

        var total = await rows.CountAsync(cancellationToken);
        var page = await Ordered(rows, query).ThenBy(row => row.Id).Skip(query.Skip).Take(query.Take).ToListAsync(cancellationToken);
        return new GridPage<NearMissRow>(await new NearMissProbabilities(context).ApplyAsync(page, cancellationToken), total);
    }

    /// <summary>The page of the most or least likely. No database knows the probability, so it is drawn for every row that the filters leave.</summary>
    private static async Task<GridPage<NearMissRow>> ByProbabilityAsync(PortalDbContext context, IQueryable<NearMissRow> rows, GridQuery query, CancellationToken cancellationToken)
    {
        var all = await new NearMissProbabilities(context).ApplyAsync(await rows.OrderByDescending(row => row.GainMinor ?? 0).ThenBy(row => row.Id).ToListAsync(cancellationToken), cancellationToken);

        // Where nothing can be told, the row stands last either way; of equal ones the greater gain goes first.
        var ordered = query.Descending
            ? all.OrderByDescending(row => row.Probability ?? double.MinValue)
            : all.OrderBy(row => row.Probability ?? double.MaxValue);
        return new GridPage<NearMissRow>([.. ordered.ThenByDescending(row => row.GainMinor ?? 0).ThenBy(row => row.Id).Skip(query.Skip).Take(query.Take)], all.Count);
    }

    private IQueryable<Accrual> Narrowed(PortalDbContext context, GridQuery query)
    {
        var customers = context.Customers.VisibleTo(user, context);
        var employeeId = user.EmployeeId ?? 0;
        customers = (query.Choice<NearMissScope>("scope") ?? UsualScope) switch
        {
            NearMissScope.Own => customers.Where(customer => customer.OwnerId == employeeId),
            NearMissScope.Department => customers.Where(customer => context.Employees.Any(mine => mine.Id == employeeId && mine.DepartmentId != null
                && context.Employees.Any(owner => owner.Id == customer.OwnerId && owner.DepartmentId == mine.DepartmentId))),
            _ => customers,
        };
        var accruals = context.Accruals.AsNoTracking()
            .Where(row => row.NextTierFrom != null && row.MissingValue > 0 && row.DaysLeft > 0 && customers.Any(customer => customer.Id == row.CustomerId));
        accruals = query.Number("program") is { } program ? accruals.Where(row => row.ProgramId == program) : accruals;
        accruals = query.Number("near") is { } near ? accruals.Where(row => row.ProgressMilli >= near) : accruals;
        accruals = query.Number("days") is { } days ? accruals.Where(row => row.DaysLeft <= days) : accruals;
        return query.Filter("reach") switch
        {
            "yes" => accruals.Where(row => row.WouldReachNextTier),
            "no" => accruals.Where(row => !row.WouldReachNextTier),
            _ => accruals,
        };
    }

    private static IQueryable<NearMissRow> Rows(PortalDbContext context, IQueryable<Accrual> accruals) =>
        from accrual in accruals
        join customer in context.Customers on accrual.CustomerId equals customer.Id
        join version in context.RebateProgramVersions on accrual.ProgramVersionId equals version.Id
        select new NearMissRow
        {
            Id = accrual.Id,
            CustomerId = customer.Id,
            CustomerNumber = customer.Number,
            CustomerName = customer.Name,
            OwnerName = context.Employees.Where(employee => employee.Id == customer.OwnerId).Select(employee => employee.Name).FirstOrDefault(),
            ProgramId = accrual.ProgramId,
            VersionId = version.Id,
            NameZhCn = version.NameZhCn,
            NameEn = version.NameEn,
            LineNumber = accrual.ProgramLineNumber,
            PeriodFrom = accrual.PeriodFrom,
            PeriodTo = accrual.PeriodTo,
            AsOfOn = accrual.AsOfOn,
            IsQuantity = accrual.IsQualifierQuantity,
            Value = accrual.QualifierValue,
            NextTierFrom = accrual.NextTierFrom!.Value,
            MissingValue = accrual.MissingValue!.Value,
            GainMinor = accrual.NextTierGainMinor,
            Currency = version.Currency,
            ProgressMilli = accrual.ProgressMilli,
            DaysLeft = accrual.DaysLeft,
            WouldReach = accrual.WouldReachNextTier,
        };

    private static IQueryable<NearMissRow> Searched(IQueryable<NearMissRow> rows, GridQuery query) => query.Term is { } term
        ? rows.Where(row => row.CustomerName.ToLower().Contains(term) || row.CustomerNumber.ToLower().Contains(term) || row.NameZhCn.ToLower().Contains(term) || row.NameEn.ToLower().Contains(term))
        : rows;

    private static IOrderedQueryable<NearMissRow> Ordered(IQueryable<NearMissRow> rows, GridQuery query) => (query.Sort, query.Descending) switch
    {
        ("customer", false) => rows.OrderBy(row => row.CustomerName),
        ("customer", true) => rows.OrderByDescending(row => row.CustomerName),
        ("program", false) => rows.OrderBy(row => row.ProgramId),
        ("program", true) => rows.OrderByDescending(row => row.ProgramId),
        ("owner", false) => rows.OrderBy(row => row.OwnerName),
        ("owner", true) => rows.OrderByDescending(row => row.OwnerName),
        ("missing", false) => rows.OrderBy(row => row.MissingValue),
        ("missing", true) => rows.OrderByDescending(row => row.MissingValue),
        ("progress", false) => rows.OrderBy(row => row.ProgressMilli),
        ("progress", true) => rows.OrderByDescending(row => row.ProgressMilli),
        ("days", false) => rows.OrderBy(row => row.DaysLeft),
        ("days", true) => rows.OrderByDescending(row => row.DaysLeft),
        ("gain", false) => rows.OrderBy(row => row.GainMinor ?? 0),
        _ => rows.OrderByDescending(row => row.GainMinor ?? 0),
    };
}

/// <summary>Whose customers are listed, within what the person may see.</summary>
public enum NearMissScope
{
    /// <summary>The person's own.</summary>
    Own = 1,

    /// <summary>Those of its department.</summary>
    Department = 2,

    /// <summary>All that it may see.</summary>
    All = 3,
}

/// <summary>A customer that is short of the next tier.</summary>
public sealed record NearMissRow
{
    /// <summary>The row.</summary>
    public required long Id { get; init; }

    /// <summary>The customer.</summary>
    public required long CustomerId { get; init; }

    /// <summary>Its number.</summary>
    public required string CustomerNumber { get; init; }

    /// <summary>Its name.</summary>
    public required string CustomerName { get; init; }

    /// <summary>Who looks after it.</summary>
    public string? OwnerName { get; init; }

    /// <summary>The programme.</summary>
    public required long ProgramId { get; init; }

    /// <summary>Its version.</summary>
    public required long VersionId { get; init; }

    /// <summary>Its Chinese name.</summary>
    public required string NameZhCn { get; init; }

    /// <summary>Its English name.</summary>
    public required string NameEn { get; init; }

    /// <summary>The programme's line.</summary>
    public required int LineNumber { get; init; }

    /// <summary>First day of the period.</summary>
    public required DateOnly PeriodFrom { get; init; }

    /// <summary>Last day of the period.</summary>
    public required DateOnly PeriodTo { get; init; }

    /// <summary>The day up to which sales count.</summary>
    public required DateOnly AsOfOn { get; init; }

    /// <summary>Whether a quantity decides the tier.</summary>
    public required bool IsQuantity { get; init; }

    /// <summary>What decides the tier so far: minor units or thousandths.</summary>
    public required long Value { get; init; }

    /// <summary>The next tier's lower bound.</summary>
    public required long NextTierFrom { get; init; }

    /// <summary>What is missing to it.</summary>
    public required long MissingValue { get; init; }

    /// <summary>What reaching it adds to the rebate, in minor units; null where more of the same purchases does not lead there.</summary>
    public required long? GainMinor { get; init; }

    /// <summary>ISO code of the programme's currency.</summary>
    public required string Currency { get; init; }

    /// <summary>How far on the way, in thousandths.</summary>
    public required int ProgressMilli { get; init; }

    /// <summary>Days left after the day up to which sales count.</summary>
    public required int DaysLeft { get; init; }

    /// <summary>Whether the pace of the period so far reaches it.</summary>
    public required bool WouldReach { get; init; }

    /// <summary>How likely it is to be reached, from 0 to 1; null where that cannot be told.</summary>
    public double? Probability { get; init; }

    /// <summary>What was bought per day of the period so far.</summary>
    public long PacePerDay => Value / Math.Max(1, AsOfOn.DayNumber - PeriodFrom.DayNumber + 1);

    /// <summary>What would have to be bought per day that is left.</summary>
    public long NeededPerDay => (MissingValue + DaysLeft - 1) / Math.Max(1, DaysLeft);
}
