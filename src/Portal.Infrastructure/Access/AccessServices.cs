using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Access;

/// <summary>Log-ins, roles and permissions.</summary>
public static class AccessServices
{
    /// <summary>Adds what signing in over HTTP needs; for the two apps. The app adds its own cookie.</summary>
    public static IServiceCollection AddPortalSignIn(this IServiceCollection services)
    {
        new IdentityBuilder(typeof(PortalUser), typeof(PortalRole), services).AddSignInManager();
        return services;
    }

    internal static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.AddIdentityCore<PortalUser>(options =>
            {
                options.Password.RequiredLength = 10;
                options.Password.RequireNonAlphanumeric = false;
                options.Password.RequireUppercase = false;
                options.Password.RequireDigit = true;
                options.Lockout.MaxFailedAccessAttempts = 5;
                options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(15);
                options.User.RequireUniqueEmail = false;
            })
            .AddRoles<PortalRole>()
            .AddEntityFrameworkStores<PortalDbContext>()
            .AddClaimsPrincipalFactory<PortalClaimsFactory>()
            .AddDefaultTokenProviders();
        services.AddScoped<CurrentUser>();
        services.AddScoped<AddUser>();
        services.AddScoped<ChangeUser>();
        services.AddScoped<UserQueries>();
        services.AddScoped<SeedRoles>();
        services.AddScoped<MySavePreferences>();
        services.AddScoped<MyChangePassword>();
        services.AddScoped<MyPasskeys>();
        services.AddScoped<SignInMessages>();
        return services;
    }
}
