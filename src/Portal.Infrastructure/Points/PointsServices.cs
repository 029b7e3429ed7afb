using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Ledger;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Points;

internal static class PointsServices
{
    public static IServiceCollection AddPoints(this IServiceCollection services)
    {
        services.AddSingleton<PointsRulesBook>();
        services.AddScoped<PointsWriting>();
        services.AddScoped<PointsBooking>();
        services.AddScoped(provider => new HoldPoints(provider.GetRequiredService<PointsBooking>()));
        services.AddScoped(provider => new PostHeldPoints(provider.GetRequiredService<PointsBooking>(), provider.GetRequiredService<PostTransfer>()));
        services.AddScoped(provider => new ReleaseHeldPoints(provider.GetRequiredService<PointsBooking>()));
        services.AddScoped(provider => new RedeemPoints(provider.GetRequiredService<PointsBooking>()));
        services.AddScoped(provider => new GrantPoints(provider.GetRequiredService<PointsBooking>()));
        services.AddScoped(provider => new CountSales(
            provider.GetRequiredService<WriteTransaction>(), provider.GetRequiredService<PointsRulesBook>(), provider.GetRequiredService<PointsWriting>(),
            provider.GetRequiredService<PointsBooking>(), provider.GetRequiredService<BusinessClock>()));
        services.AddScoped(provider => new WorkOffPointsDays(
            provider.GetRequiredService<WriteTransaction>(), provider.GetRequiredService<PointsRulesBook>(), provider.GetRequiredService<PointsWriting>(),
            provider.GetRequiredService<PointsBooking>(), provider.GetRequiredService<BusinessClock>()));
        services.AddScoped(provider => new AdjustPoints(
            provider.GetRequiredService<WriteTransaction>(), provider.GetRequiredService<PointsRulesBook>(), provider.GetRequiredService<PointsBooking>(),
            provider.GetRequiredService<CurrentUser>(), provider.GetRequiredService<BusinessClock>()));
        services.AddScoped(provider => new JoinPoints(provider.GetRequiredService<PointsBooking>()));
        services.AddScoped(provider => new RecordActivity(provider.GetRequiredService<PointsBooking>()));
        services.AddScoped(provider => new SetMemberLevel(
            provider.GetRequiredService<WriteTransaction>(), provider.GetRequiredService<PointsBooking>(), provider.GetRequiredService<CurrentUser>()));
        services.AddScoped(provider => new PointsQueries(
            provider.GetRequiredService<IDbContextFactory<PortalDbContext>>(), provider.GetRequiredService<PointsRulesBook>(),
            provider.GetRequiredService<PointsBooking>(), provider.GetRequiredService<CurrentUser>()));
        services.AddScoped(provider => new MyPointsQueries(
            provider.GetRequiredService<IDbContextFactory<PortalDbContext>>(), provider.GetRequiredService<PointsRulesBook>(),
            provider.GetRequiredService<PointsBooking>(), provider.GetRequiredService<CurrentUser>()));
        services.AddScoped(provider => new PointsLiability(
            provider.GetRequiredService<IDbContextFactory<PortalDbContext>>(), provider.GetRequiredService<PointsRulesBook>(),
            provider.GetRequiredService<PointsBooking>(), provider.GetRequiredService<CurrentUser>()));
        services.AddScoped(provider => new SimulateLevels(
            provider.GetRequiredService<IDbContextFactory<PortalDbContext>>(), provider.GetRequiredService<PointsRulesBook>(),
            provider.GetRequiredService<PointsBooking>(), provider.GetRequiredService<CurrentUser>()));
        services.AddScoped(provider => new MyReferralPoints(
            provider.GetRequiredService<IDbContextFactory<PortalDbContext>>(), provider.GetRequiredService<PointsRulesBook>(), provider.GetRequiredService<CurrentUser>()));
        services.AddScoped<SavePointsVersion>();
        services.AddScoped<DecidePointsVersion>();
        services.AddScoped<VerifyPoints>();
        return services;
    }
}
