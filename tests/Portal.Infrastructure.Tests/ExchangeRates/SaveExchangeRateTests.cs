using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.ExchangeRates;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.ExchangeRates;
using Portal.Infrastructure.Shared;
using Portal.Infrastructure.Tests.Databases;
using DatabaseList = Portal.Infrastructure.Tests.Databases.Databases;

namespace Portal.Infrastructure.Tests.ExchangeRates;

/// <summary>What the screen of exchange rates does: enter, correct, remove.</summary>
public sealed class SaveExchangeRateTests
{
    private static readonly ExchangeRateInput Good = new() { Currency = " usd ", RateOn = new DateOnly(2026, 1, 5), Rate = 7.1234m };

    public static TheoryData<string, string, ExchangeRateInput> Wrong => new()
    {
        { "import_currency_unknown", "Currency", Good with { Currency = "US" } },
        { "import_currency_unknown", "Currency", Good with { Currency = "U5D" } },
        { "rate_own_currency", "Currency", Good with { Currency = "CNY" } },
        { "rate_day_needed", "RateOn", Good with { RateOn = null } },
        { "rate_day_needed", "RateOn", Good with { RateOn = new DateOnly(1899, 1, 1) } },
        { "rate_invalid", "Rate", Good with { Rate = null } },
        { "rate_invalid", "Rate", Good with { Rate = 0 } },
        { "rate_invalid", "Rate", Good with { Rate = -1 } },
        { "rate_invalid", "Rate", Good with { Rate = 0.00000000001m } },
    };

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task A_rate_is_entered_corrected_and_removed(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        Assert.True((await SaveAsync(portal, Good)).IsDone);
        Assert.Equal(("rate_there_already", "RateOn"), Told(await SaveAsync(portal, Good with { Rate = 8 })));
        var row = await RowAsync(portal);
        Assert.Equal(("USD", 7.1234m), (row.Currency, row.Rate));

        var correction = Good with { Id = row.Id, RowVersion = row.RowVersion, Currency = "EUR", RateOn = new DateOnly(2026, 2, 2), Rate = 7.2m };
        Assert.True((await SaveAsync(portal, correction)).IsDone);
        row = await RowAsync(portal);
        Assert.Equal(("USD", new DateOnly(2026, 1, 5), 7.2m), (row.Currency, row.RateOn, row.Rate));
        Assert.Equal(Refusal.ChangedByOther, (await SaveAsync(portal, correction)).Refusal.Code);

        await using var scope = portal.AsStaff(RolePermissions.Finance, 5);
        Assert.True((await scope.ServiceProvider.GetRequiredService<RemoveExchangeRate>().RunAsync(row.Id, default)).IsDone);
        Assert.Empty((await scope.ServiceProvider.GetRequiredService<ExchangeRateQueries>().ListAsync(new GridQuery { Take = 10 }, default)).Rows);
        Assert.Equal(Refusal.NotFound, (await SaveAsync(portal, correction)).Refusal.Code);
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task What_is_wrong_is_told_at_its_field_and_nothing_is_saved(string code, string field, ExchangeRateInput input)
    {
        await using var portal = await TestPortal.CreateAsync(DatabaseProvider.Sqlite);
        Assert.Equal((code, field), Told(await SaveAsync(portal, input)));
        await using var context = portal.NewContext();
        Assert.Equal(0, await context.ExchangeRates.CountAsync());
    }

    [Fact]
    public async Task Who_may_not_edit_is_refused()
    {
        await using var portal = await TestPortal.CreateAsync(DatabaseProvider.Sqlite);
        Assert.Equal(Refusal.NotPermitted, (await SaveAsync(portal, Good, RolePermissions.Auditor)).Refusal.Code);
    }

    private static (string Code, string? Field) Told(Outcome outcome) => (outcome.Refusal.Code, outcome.Refusal.Field);

    private static async Task<ExchangeRate> RowAsync(TestPortal portal)
    {
        await using var context = portal.NewContext();
        return await context.ExchangeRates.AsNoTracking().SingleAsync();
    }

    private static async Task<Outcome> SaveAsync(TestPortal portal, ExchangeRateInput input, string role = RolePermissions.Finance)
    {
        await using var scope = portal.AsStaff(role, 5);
        return await scope.ServiceProvider.GetRequiredService<SaveExchangeRate>().RunAsync(input, default);
    }
}
