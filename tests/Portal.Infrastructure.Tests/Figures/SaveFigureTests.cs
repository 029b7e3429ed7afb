using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.Figures;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Figures;
using Portal.Infrastructure.Shared;
using Portal.Infrastructure.Tests.Databases;
using Portal.Infrastructure.Tests.Ledger;
using DatabaseList = Portal.Infrastructure.Tests.Databases.Databases;

namespace Portal.Infrastructure.Tests.Figures;

/// <summary>What the screen of targets and base figures does: enter, correct, remove.</summary>
public sealed class SaveFigureTests
{
    private static readonly FigureInput Good = new()
    {
        List = " targets-2026 ",
        CustomerNumber = " C-1 ",
        From = new DateOnly(2026, 1, 1),
        To = new DateOnly(2026, 12, 31),
        Value = 2_000_000.5m,
    };

    public static TheoryData<string, string, FigureInput> Wrong => new()
    {
        { "figure_list_needed", "List", Good with { List = " " } },
        { "figure_list_needed", "List", Good with { List = new string('x', 51) } },
        { "figure_days_needed", "From", Good with { From = null } },
        { "figure_days_needed", "To", Good with { To = null } },
        { "figure_days_reversed", "To", Good with { To = new DateOnly(2025, 12, 31) } },
        { "figure_invalid", "Value", Good with { Value = null } },
        { "figure_invalid", "Value", Good with { Value = 0.0001m } },
        { "import_customer_unknown", "CustomerNumber", Good with { CustomerNumber = "NOBODY" } },
    };

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task A_figure_is_entered_corrected_and_removed(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        var customer = await portal.AddCustomerAsync("C-1");
        Assert.True((await SaveAsync(portal, Good)).IsDone);
        Assert.Equal(("figure_there_already", "CustomerNumber"), Told(await SaveAsync(portal, Good with { Value = 1 })));
        var row = await RowAsync(portal);
        Assert.Equal(("targets-2026", customer.Id, 2_000_000_500L), (row.ListName, row.CustomerId, row.ValueMilli));

        var correction = Good with { Id = row.Id, RowVersion = row.RowVersion, List = "other", Value = 3 };
        Assert.True((await SaveAsync(portal, correction)).IsDone);
        row = await RowAsync(portal);
        Assert.Equal(("targets-2026", 3_000L), (row.ListName, row.ValueMilli));
        Assert.Equal(Refusal.ChangedByOther, (await SaveAsync(portal, correction)).Refusal.Code);

        await using var scope = portal.AsStaff(RolePermissions.RebateManager, 5);
        Assert.True((await scope.ServiceProvider.GetRequiredService<RemoveFigure>().RunAsync(row.Id, default)).IsDone);
        Assert.Empty((await scope.ServiceProvider.GetRequiredService<FigureQueries>().ListAsync(new GridQuery { Take = 10 }, default)).Rows);
        Assert.Equal(Refusal.NotFound, (await SaveAsync(portal, correction)).Refusal.Code);
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task What_is_wrong_is_told_at_its_field_and_nothing_is_saved(string code, string field, FigureInput input)
    {
        await using var portal = await TestPortal.CreateAsync(DatabaseProvider.Sqlite);
        await portal.AddCustomerAsync("C-1");
        Assert.Equal((code, field), Told(await SaveAsync(portal, input)));
        await using var context = portal.NewContext();
        Assert.Equal(0, await context.CustomerFigures.CountAsync());
    }

    [Fact]
    public async Task Who_may_not_edit_is_refused()
    {
        await using var portal = await TestPortal.CreateAsync(DatabaseProvider.Sqlite);
        await portal.AddCustomerAsync("C-1");
        Assert.Equal(Refusal.NotPermitted, (await SaveAsync(portal, Good, RolePermissions.SalesRepresentative)).Refusal.Code);
    }

    private static (string Code, string? Field) Told(Outcome outcome) => (outcome.Refusal.Code, outcome.Refusal.Field);

    private static async Task<CustomerFigure> RowAsync(TestPortal portal)
    {
        await using var context = portal.NewContext();
        return await context.CustomerFigures.AsNoTracking().SingleAsync();
    }

    private static async Task<Outcome> SaveAsync(TestPortal portal, FigureInput input, string role = RolePermissions.RebateManager)
    {
        await using var scope = portal.AsStaff(role, 5);
        return await scope.ServiceProvider.GetRequiredService<SaveFigure>().RunAsync(input, default);
    }
}
