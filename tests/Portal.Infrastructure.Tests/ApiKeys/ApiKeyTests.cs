using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.ApiKeys;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.ApiKeys;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;
using Portal.Infrastructure.Tests.Databases;

namespace Portal.Infrastructure.Tests.ApiKeys;

/// <summary>Keys of other systems: made by those who may, kept as a hash, taken back for ever.</summary>
public sealed class ApiKeyTests
{
    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task A_key_is_told_once_and_stored_as_its_hash(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        await using var scope = portal.AsStaff(RolePermissions.Administrator);
        var made = (await CreateAsync(scope, ApiScopes.SalesWrite)).Value;
        await using var context = portal.NewContext();
        var row = await context.ApiKeys.SingleAsync();
        Assert.StartsWith(row.Prefix + "_", made.Key, StringComparison.Ordinal);
        Assert.DoesNotContain(made.Key[(row.Prefix.Length + 1)..], row.SecretHash + row.Prefix + row.Name, StringComparison.Ordinal);
        var holder = await scope.ServiceProvider.GetRequiredService<CheckApiKey>().RunAsync(made.Key, CancellationToken.None);
        Assert.Equal((row.Id, "ERP"), (holder!.Id, holder.Name));
        Assert.Equal([ApiScopes.SalesWrite], holder.Scopes);
        Assert.Null(await scope.ServiceProvider.GetRequiredService<CheckApiKey>().RunAsync(row.Prefix + "_guess", CancellationToken.None));
        Assert.Null(await scope.ServiceProvider.GetRequiredService<CheckApiKey>().RunAsync("guess", CancellationToken.None));
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task A_revoked_key_opens_nothing_here_at_once_and_elsewhere_soon(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        await using var scope = portal.AsStaff(RolePermissions.Administrator);
        var made = (await CreateAsync(scope, ApiScopes.SalesWrite)).Value;
        var here = scope.ServiceProvider.GetRequiredService<CheckApiKey>();
        var elsewhere = new CheckApiKey(portal.Services.GetRequiredService<IDbContextFactory<PortalDbContext>>(), portal.Services.GetRequiredService<BusinessClock>());
        Assert.NotNull(await here.RunAsync(made.Key, CancellationToken.None));
        Assert.NotNull(await elsewhere.RunAsync(made.Key, CancellationToken.None));
        Assert.True((await scope.ServiceProvider.GetRequiredService<RevokeApiKey>().RunAsync(made.Id, CancellationToken.None)).IsDone);
        Assert.Null(await here.RunAsync(made.Key, CancellationToken.None));
        portal.Clock.Now += TimeSpan.FromSeconds(5);
        Assert.Null(await elsewhere.RunAsync(made.Key, CancellationToken.None));
    }

    [Fact]
    public async Task Only_administrators_make_and_revoke_keys_and_auditors_see_them()
    {
        await using var portal = await TestPortal.CreateAsync(DatabaseProvider.Sqlite);
        await using var administrator = portal.AsStaff(RolePermissions.Administrator);
        await using var auditor = portal.AsStaff(RolePermissions.Auditor, userId: 2);
        await using var finance = portal.AsStaff(RolePermissions.Finance, userId: 3);
        var made = (await CreateAsync(administrator, ApiScopes.SalesRead)).Value;
        Assert.Equal(Refusal.NotPermitted, (await CreateAsync(auditor, ApiScopes.SalesRead)).Refusal.Code);
        Assert.Equal(Refusal.NotPermitted, (await auditor.ServiceProvider.GetRequiredService<RevokeApiKey>().RunAsync(made.Id, CancellationToken.None)).Refusal.Code);
        Assert.Equal(1, (await auditor.ServiceProvider.GetRequiredService<ApiKeyQueries>().ListAsync(new GridQuery(), CancellationToken.None)).Total);
        Assert.Equal(0, (await finance.ServiceProvider.GetRequiredService<ApiKeyQueries>().ListAsync(new GridQuery(), CancellationToken.None)).Total);
    }

    [Fact]
    public async Task A_key_needs_a_name_and_a_scope_that_there_is()
    {
        await using var portal = await TestPortal.CreateAsync(DatabaseProvider.Sqlite);
        await using var scope = portal.AsSystem();
        var create = scope.ServiceProvider.GetRequiredService<CreateApiKey>();
        Assert.Equal("apikey_name_missing", (await create.RunAsync("  ", [ApiScopes.SalesRead], CancellationToken.None)).Refusal.Code);
        Assert.Equal("apikey_scope_missing", (await create.RunAsync("ERP", [], CancellationToken.None)).Refusal.Code);
        Assert.Equal("apikey_scope_missing", (await create.RunAsync("ERP", ["everything"], CancellationToken.None)).Refusal.Code);
    }

    private static Task<Outcome<NewApiKey>> CreateAsync(AsyncServiceScope scope, string allowed) =>
        scope.ServiceProvider.GetRequiredService<CreateApiKey>().RunAsync("ERP", [allowed], CancellationToken.None);
}
