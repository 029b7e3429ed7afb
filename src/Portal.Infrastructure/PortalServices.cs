using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Accruals;
using Portal.Infrastructure.ApiKeys;
using Portal.Infrastructure.Cards;
using Portal.Infrastructure.CreditNotes;
using Portal.Infrastructure.Customers;
using Portal.Infrastructure.Dashboard;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Data.DataProtectionKeys;
using Portal.Infrastructure.Demo;
using Portal.Infrastructure.Discounts;
using Portal.Infrastructure.Disputes;
using Portal.Infrastructure.Effects;
using Portal.Infrastructure.ExchangeRates;
using Portal.Infrastructure.Figures;
using Portal.Infrastructure.Goods;
using Portal.Infrastructure.Imports;
using Portal.Infrastructure.Intake;
using Portal.Infrastructure.Jobs;
using Portal.Infrastructure.Ledger;
using Portal.Infrastructure.Live;
using Portal.Infrastructure.Members;
using Portal.Infrastructure.Messages;
using Portal.Infrastructure.MyRebates;
using Portal.Infrastructure.NearMisses;
using Portal.Infrastructure.Payouts;
using Portal.Infrastructure.Points;
using Portal.Infrastructure.Products;
using Portal.Infrastructure.Programs;
using Portal.Infrastructure.Registration;
using Portal.Infrastructure.Reviews;
using Portal.Infrastructure.Rewards;
using Portal.Infrastructure.Sales;
using Portal.Infrastructure.SalesPacks;
using Portal.Infrastructure.SalesSummaries;
using Portal.Infrastructure.SavedViews;
using Portal.Infrastructure.Settlements;
using Portal.Infrastructure.Shared;
using Portal.Infrastructure.Simulations;
using Portal.Infrastructure.Suggestions;
using Portal.Infrastructure.WhatIf;
using Portal.Infrastructure.Withdrawals;

namespace Portal.Infrastructure;

/// <summary>Registers every use-case and query; both apps, the command line and the tests start from here.</summary>
public static class PortalServices
{
    /// <summary>Registers everything. The host adds its own authentication cookies.</summary>
    public static IServiceCollection AddPortalInfrastructure(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddLogging();
        services.AddOptions<BusinessOptions>().Bind(configuration.GetSection(BusinessOptions.Section));
        services.AddSingleton<BusinessClock>();
        services.AddPortalDatabase(configuration);
        services.AddPortalDataProtection();
        services.AddAccess();
        services.AddApiKeys();
        services.AddIntake();
        services.AddLedger();
        services.AddLiveUpdates();
        services.AddSettlements(configuration);
        services.AddAccruals(configuration);
        services.AddSalesSummaries().AddSalesPacks();
        services.AddJobs(configuration);
        services.AddDashboard();
        services.AddCustomers();
        services.AddProducts();
        services.AddDiscounts();
        services.AddExchangeRates();
        services.AddFigures();
        services.AddSales();
        services.AddImports(configuration);
        services.AddMessages(configuration);
        services.AddRegistration();
        services.AddMembers();
        services.AddMyRebates();
        services.AddCards(configuration);
        services.AddPayouts();
        services.AddCreditNotes();
        services.AddGoods();
        services.AddWithdrawals();
        services.AddDisputes(configuration);
        services.AddWhatIf();
        services.AddNearMisses();
        services.AddDemo();
        services.AddPrograms();
        services.AddPoints();
        services.AddSavedViews();
        services.AddSimulations();
        services.AddEffects();
        services.AddReviews();
        services.AddSuggestions();
        services.AddRewards(configuration);
        return services;
    }
}
