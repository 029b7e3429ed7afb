using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Live;

namespace Portal.Infrastructure.Cards;

internal static class CardServices
{
    public static IServiceCollection AddCards(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<CardOptions>().Bind(configuration.GetSection(CardOptions.Section));
        services.AddSingleton<CardPinHashes>().AddSingleton<CardCodes>().AddSingleton<CardIdentities>();
        services.AddScoped<CheckPin>().AddScoped<ReadCardCode>().AddScoped<CardMessages>().AddScoped<CardWork>().AddScoped<IssueCards>();
        services.AddScoped(provider => new SpendStoredValue(provider.Work(), provider.User()));
        services.AddScoped(provider => new RefundStoredValue(provider.Work(), provider.User()));
        services.AddScoped(provider => new TopUpCard(provider.Work(), provider.Contexts(), provider.User()));
        services.AddScoped(provider => new ReverseTopUp(provider.Work(), provider.User()));
        services.AddScoped(provider => new SellVisits(provider.Work(), provider.User()));
        services.AddScoped(provider => new UseVisits(provider.Work(), provider.User()));
        services.AddScoped(provider => new ReturnVisits(provider.Work(), provider.User()));
        services.AddScoped(provider => new ReportCardLost(provider.Work(), provider.Live(), provider.User()));
        services.AddScoped(provider => new UnfreezeCard(provider.Work(), provider.User()));
        services.AddScoped(provider => new ReactivateCard(provider.Work(), provider.User()));
        services.AddScoped(provider => new LimitCard(provider.Work(), provider.User()));
        services.AddScoped(provider => new ActivateCard(provider.Work(), provider.Writes(), provider.Identities(), provider.Hashes(), provider.User()));
        services.AddScoped(provider => new AddSubCard(provider.Work(), provider.Hashes(), provider.User()));
        services.AddScoped(provider => new ReplaceCard(provider.Work(), provider.Live(), provider.User()));
        services.AddScoped(provider => new CloseCard(provider.Work(), provider.Live(), provider.User()));
        services.AddScoped(provider => new HandOverCard(provider.Work(), provider.Identities(), provider.User()));
        services.AddScoped(provider => new IdentifyCardHolder(provider.Work(), provider.Identities(), provider.User()));
        services.AddScoped(provider => new TransferStoredValue(provider.Work(), provider.Writes(), provider.User()));
        services.AddScoped(provider => new ChangeCardPin(provider.Work(), provider.Hashes(), provider.User()));
        services.AddScoped(provider => new ResetCardPin(provider.Work(), provider.Hashes(), provider.User()));
        services.AddScoped(provider => new ExpireCards(provider.Work(), provider.Contexts()));
        services.AddScoped<CardQueries>().AddScoped<CardTypeQueries>().AddScoped<CardLiabilityQueries>();
        services.AddScoped<SaveCardType>().AddScoped<SaveCardRange>().AddScoped<SaveTopUpRule>();
        services.AddScoped<MyCardQueries>().AddScoped<MyCardCode>().AddScoped<MyReportLost>().AddScoped<MyChangePin>();
        return services;
    }

    private static CardWork Work(this IServiceProvider provider) => provider.GetRequiredService<CardWork>();

    private static CurrentUser User(this IServiceProvider provider) => provider.GetRequiredService<CurrentUser>();

    private static LiveUpdates Live(this IServiceProvider provider) => provider.GetRequiredService<LiveUpdates>();

    private static WriteTransaction Writes(this IServiceProvider provider) => provider.GetRequiredService<WriteTransaction>();

    private static CardIdentities Identities(this IServiceProvider provider) => provider.GetRequiredService<CardIdentities>();

    private static CardPinHashes Hashes(this IServiceProvider provider) => provider.GetRequiredService<CardPinHashes>();

    private static IDbContextFactory<PortalDbContext> Contexts(this IServiceProvider provider) => provider.GetRequiredService<IDbContextFactory<PortalDbContext>>();
}
