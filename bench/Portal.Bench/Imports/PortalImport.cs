using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.Imports;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Imports;

namespace Portal.Bench.Imports;

/// <summary>The product's import from upload to end.</summary>
internal static class PortalImport
{
    public static async Task RunAsync(ImportStore store, string connectionString, string file, CancellationToken cancellationToken)
    {
        await using var services = store.Build(connectionString);
        await RunAsync(services, ImportKind.Sales, file, cancellationToken);
    }

    public static async Task RunAsync(IServiceProvider services, ImportKind kind, string file, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentUser>().BecomeSystem();
        await using var content = File.OpenRead(file);
        var uploaded = await scope.ServiceProvider.GetRequiredService<UploadImportFile>().RunAsync(kind, Path.GetFileName(file), content, cancellationToken);
        var started = await scope.ServiceProvider.GetRequiredService<StartImport>()
            .RunAsync(uploaded.Value.RunId, new ImportSettings { CreateMissing = true }, ImportMode.AllOrNothing, cancellationToken);
        if (!started.IsDone)
        {
            throw new InvalidOperationException(started.Refusal.ToString());
        }

        var result = (await scope.ServiceProvider.GetRequiredService<RunImport>().RunAsync(uploaded.Value.RunId, cancellationToken)).Value;
        if (result.State != ImportState.Completed)
        {
            throw new InvalidOperationException($"{file}: {result.State}, {result.BadRows} bad rows, {result.Failure}");
        }
    }
}
