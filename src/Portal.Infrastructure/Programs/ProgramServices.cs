using Microsoft.Extensions.DependencyInjection;

namespace Portal.Infrastructure.Programs;

internal static class ProgramServices
{
    public static IServiceCollection AddPrograms(this IServiceCollection services)
    {
        services.AddScoped<DraftProgram>();
        services.AddScoped<AmendProgram>();
        services.AddScoped<SubmitProgram>();
        services.AddScoped<ApproveProgram>();
        services.AddScoped<SendBackProgram>();
        services.AddScoped<WithdrawProgram>();
        services.AddScoped<CloseProgram>();
        services.AddScoped<ImportProgram>();
        services.AddScoped<SimulateProgram>();
        services.AddScoped<ProgramParticipantsCount>();
        services.AddScoped<ProgramPicks>();
        services.AddScoped<ProgramQueries>();
        return services;
    }
}
