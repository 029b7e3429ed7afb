using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Portal.Infrastructure.Data;
using Portal.Web.Tests.Routes;

namespace Portal.Web.Tests.Api;

/// <summary>A mistake of ours is told without its details, under an id that the log has.</summary>
public sealed class UnexpectedErrorTests(AdminApp app) : IClassFixture<AdminApp>
{
    [Theory]
    [InlineData("en", "Tell us the trace id")]
    [InlineData("zh-CN", "追踪编号")]
    public async Task The_answer_names_the_id_under_which_the_log_has_the_details(string language, string sentence)
    {
        using var healthy = await app.SystemAsync(language);
        var log = new Log();
        await using var broken = app.WithWebHostBuilder(builder => builder.ConfigureTestServices(services => services
            .AddSingleton<ILoggerProvider>(log)
            .AddSingleton(Breaking(services))));
        using var client = broken.CreateClient(new() { AllowAutoRedirect = false });
        client.DefaultRequestHeaders.Authorization = healthy.DefaultRequestHeaders.Authorization;
        client.DefaultRequestHeaders.Add("Accept-Language", language);

        var database = (BreakingDatabase)broken.Services.GetRequiredService<IDbContextFactory<PortalDbContext>>();

        database.IsBroken = true;
        using var answer = await client.PostJsonAsync(ApiWorld.Sale("U-1"));
        Assert.Equal((HttpStatusCode.InternalServerError, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        var problem = await answer.JsonAsync();
        Assert.Equal("api_unexpected", problem.GetProperty("code").GetString());
        Assert.Contains(sentence, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain(BreakingDatabase.Secret, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var entry = Assert.Single(log.Entries, entry => entry.Contains(problem.GetProperty("traceId").GetString()!, StringComparison.Ordinal));
        Assert.Contains(BreakingDatabase.Secret, entry, StringComparison.Ordinal);
    }

    private static Func<IServiceProvider, IDbContextFactory<PortalDbContext>> Breaking(IServiceCollection services)
    {
        var real = services.Last(service => service.ServiceType == typeof(IDbContextFactory<PortalDbContext>)).ImplementationType!;
        return provider => new BreakingDatabase((IDbContextFactory<PortalDbContext>)ActivatorUtilities.CreateInstance(provider, real));
    }

    private sealed class BreakingDatabase(IDbContextFactory<PortalDbContext> real) : IDbContextFactory<PortalDbContext>
    {
        public const string Secret = "the disk behind /srv is gone";

        public bool IsBroken { get; set; }

        public PortalDbContext CreateDbContext() => IsBroken ? throw new InvalidOperationException(Secret) : real.CreateDbContext();
    }

    private sealed class Log : ILoggerProvider, ILogger
    {
        public ConcurrentBag<string> Entries { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                Entries.Add(formatter(state, exception) + exception);
            }
        }

        public void Dispose()
        {
        }
    }
}
