using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Cards;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Rewards;

internal static class RewardServices
{
    public static IServiceCollection AddRewards(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<RewardOptions>().Bind(configuration.GetSection(RewardOptions.Section));
        services.AddSingleton<RewardPictures>();
        services.AddScoped<RewardValue>().AddScoped<RewardOrdering>().AddScoped<RewardOrderSteps>().AddScoped<PointsExchanging>();
        services.AddScoped<SaveReward>().AddScoped<ChangeRewardStock>();
        services.AddScoped<MyOrderReward>().AddScoped<PlaceRewardOrder>().AddScoped<MyExchangePoints>();
        services.AddScoped<MakeRewardOrderReady>().AddScoped<HandOverReward>().AddScoped<ShipReward>().AddScoped<DeliverReward>();
        services.AddScoped<CancelRewardOrder>().AddScoped<MyCancelRewardOrder>().AddScoped<ReturnReward>();
        services.AddScoped<UseVoucher>().AddScoped<CancelVoucher>().AddScoped<EndOverdueRewards>();
        services.AddSingleton<RedemptionQueue>();
        services.AddScoped(provider => new RedeemByCard(
            provider.GetRequiredService<IDbContextFactory<PortalDbContext>>(), provider.GetRequiredService<WriteTransaction>(), provider.GetRequiredService<RedemptionQueue>(),
            provider.GetRequiredService<CheckPin>(), provider.GetRequiredService<ReadCardCode>(), provider.GetRequiredService<PointsExchanging>(),
            provider.GetRequiredService<CurrentUser>()));
        return services.AddScoped<RewardQueries>().AddScoped<RewardOrderQueries>().AddScoped<MyRewards>();
    }
}
