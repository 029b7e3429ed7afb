using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.Customers;
using Portal.Domain.Discounts;
using Portal.Domain.Imports;
using Portal.Domain.Shared;
using Portal.Domain.Staff;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Imports;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Demo;

/// <summary>Makes the demo database with the product's own importer. Safe to repeat: what is there stays, what an interrupted build left out is added.</summary>
public sealed class DemoBuilder(
    IDbContextFactory<PortalDbContext> contexts,
    UploadImportFile upload,
    StartImport start,
    RunImport run,
    DemoLogIns logIns,
    IServiceScopeFactory scopes,
    BusinessClock clock)
{
    private const string SalesFile = "sales.csv";

    /// <summary>The salesperson of the log-in "sales".</summary>
    private const string SalesEmployeeNumber = "283";

    /// <summary>Builds it.</summary>
    /// <param name="say">Told what is being done.</param>
    /// <param name="cancellationToken">Stops it; the next call goes on.</param>
    /// <returns>False where the demo was there already; refused where the database holds other data.</returns>
    public async Task<Outcome<bool>> RunAsync(Func<string, Task> say, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var hasSales = await context.ImportRuns.AnyAsync(
            row => row.Kind == ImportKind.Sales && row.FileName == SalesFile && row.ByUserId == null && row.State == ImportState.Completed, cancellationToken);
        if (!hasSales)
        {
            if (await context.SalesDocuments.AnyAsync(cancellationToken))
            {
                return new Refusal("demo_database_in_use");
            }

            if (await ImportAllAsync(context, say, cancellationToken) is { } refusal)
            {
                return refusal;
            }
        }

        if (!await context.Users.AnyAsync(user => user.UserName == DemoLogIns.Staff[0].UserName, cancellationToken))
        {
            await say("Log-ins …");
            await logIns.AddAsync(SalesEmployeeNumber, cancellationToken);
        }

        IDemoPart[] parts =
        [
            new DemoPrograms(scopes, contexts, clock),
            new DemoPoints(scopes, contexts, clock),
            new DemoCards(scopes, contexts, clock),
            new DemoRewards(scopes, contexts),
        ];
        var isNew = !hasSales;
        foreach (var part in parts)
        {
            if (await part.IsDoneAsync(cancellationToken))
            {
                continue;
            }

            var done = await part.RunAsync(say, cancellationToken);
            if (!done.IsDone)
            {
                return Outcome<bool>.Refused(done.Refusals);
            }

            isNew = true;
        }

        return isNew;
    }

    private async Task<Refusal?> ImportAllAsync(PortalDbContext context, Func<string, Task> say, CancellationToken cancellationToken)
    {
        using var data = new DemoData();
        await say("Groups, levels, regions, employees …");
        await AddTablesAsync(context, data, cancellationToken);
        foreach (var (kind, make) in new (ImportKind, Func<string>)[]
        {
            (ImportKind.Products, data.Products),
            (ImportKind.Customers, data.Distributors),
            (ImportKind.Customers, data.Members),
            (ImportKind.Figures, () => data.Targets(clock.Today)),
            (ImportKind.ExchangeRates, () => data.ExchangeRates(clock.Today)),
            (ImportKind.Sales, () => data.Sales(clock.Today.AddDays(-1))),
            (ImportKind.Payments, () => data.Payments(clock.Today.AddDays(-1))),
        })
        {
            var path = make();
            await say($"Import of {Path.GetFileName(path)} …");
            if (await ImportAsync(kind, path, cancellationToken) is { } refusal)
            {
                return refusal;
            }
        }

        return null;
    }

    private async Task<Refusal?> ImportAsync(ImportKind kind, string path, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(path);
        var uploaded = await upload.RunAsync(kind, Path.GetFileName(path), file, cancellationToken);
        if (!uploaded.IsDone)
        {
            return uploaded.Refusal;
        }

        var started = await start.RunAsync(uploaded.Value.RunId, new ImportSettings { CreateMissing = true }, ImportMode.AllOrNothing, cancellationToken);
        if (!started.IsDone)
        {
            return started.Refusal;
        }

        var result = await run.RunAsync(uploaded.Value.RunId, cancellationToken);
        return !result.IsDone ? result.Refusal
            : result.Value.State == ImportState.Completed ? null
            : result.Value.Failure ?? new Refusal("demo_import_refused", Path.GetFileName(path), result.Value.BadRows);
    }

    private static async Task AddTablesAsync(PortalDbContext context, DemoData data, CancellationToken cancellationToken)
    {
        if (!await context.CustomerLevels.AnyAsync(cancellationToken))
        {
            var (gold, silver) = (new CustomerLevel(DemoCodes.Gold, "Gold", 1), new CustomerLevel(DemoCodes.Silver, "Silver", 2));
            gold.ChangeDiscount(new DiscountTerms { OffPercent = 5, Categories = [new CategoryDiscount("Accessories", 10)] });
            silver.ChangeDiscount(new DiscountTerms { OffPercent = 2 });
            var bronze = new CustomerLevel(DemoCodes.Bronze, "Bronze", 3);
            bronze.ChangeDiscount(new DiscountTerms { Categories = [new CategoryDiscount("Accessories", 3)] });
            context.AddRange(gold, silver, bronze);
        }

        var employees = data.Employees();
        if (!await context.Regions.AnyAsync(cancellationToken))
        {
            context.AddRange(employees.Select(row => row.Territory).Where(name => name.Length > 0).Distinct().Order().Select(name => new Region(name, name)));
        }

        await context.SaveChangesAsync(cancellationToken);
        if (await context.Employees.AnyAsync(cancellationToken))
        {
            return;
        }

        var regions = await context.Regions.ToDictionaryAsync(row => row.Code, row => row.Id, cancellationToken);
        foreach (var (number, title, territory) in employees)
        {
            var employee = new Employee(number, territory.Length == 0 ? title : $"{title} {number}, {territory}", title);
            employee.Assign(null, territory.Length == 0 ? null : regions[territory]);
            context.Add(employee);
        }

        await context.SaveChangesAsync(cancellationToken);
    }
}
