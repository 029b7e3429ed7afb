using Microsoft.Extensions.DependencyInjection;

namespace Portal.Infrastructure.Registration;

internal static class RegistrationServices
{
    public static IServiceCollection AddRegistration(this IServiceCollection services)
    {
        services.AddSingleton<EmailCodeFlow>();
        services.AddScoped<EmailCodes>();
        services.AddScoped<NewPassword>();
        services.AddScoped<RegisterMember>();
        services.AddScoped<MySignUp>();
        services.AddScoped<MyPasswordReset>();
        services.AddScoped<MyConsents>();
        services.AddScoped<MyReferrals>();
        services.AddScoped<MyProfile>();
        services.AddScoped<SignInRequests>();
        services.AddScoped<MySignInRequest>();
        return services;
    }
}
