using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Portal.Infrastructure.Imports;

/// <summary>Registers the imports.</summary>
public static class ImportServices
{
    /// <summary>Starts working on queued imports; for the one host that imports (the staff app).</summary>
    public static IServiceCollection AddImportQueue(this IServiceCollection services) => services.AddHostedService<ImportQueue>();

    internal static IServiceCollection AddImports(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ImportOptions>().Bind(configuration.GetSection(ImportOptions.Section));
        services.AddSingleton<ImportFiles>();
        services.AddSingleton<ImportSignal>();
        services.AddScoped<UploadImportFile>();
        services.AddScoped<PreviewImport>();
        services.AddScoped<CheckImport>();
        services.AddScoped<StartImport>();
        services.AddScoped<RunImport>();
        services.AddScoped<CancelImport>();
        services.AddScoped<UndoImport>();
        services.AddScoped<DownloadImportErrors>();
        services.AddScoped<ImportQueries>();
        return services;
    }
}
