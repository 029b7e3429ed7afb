using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Portal.Infrastructure.Messages;

/// <summary>Registers messages.</summary>
public static class MessageServices
{
    /// <summary>Sends from this process what waits in the outbox; both apps do.</summary>
    public static IServiceCollection AddMessageSending(this IServiceCollection services) => services.AddHostedService<MessageSender>();

    internal static IServiceCollection AddMessages(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<MessageOptions>().Bind(configuration.GetSection(MessageOptions.Section));
        services.AddSingleton<MessageTemplates>();
        services.AddSingleton<MessageSecrets>();
        services.AddSingleton<IMessageChannel, SmtpChannel>();
        services.AddSingleton<IMessageChannel, FileChannel>();
        services.AddScoped<EnqueueMessage>();
        services.AddScoped<SendMessages>();
        services.AddScoped<ResendMessage>();
        services.AddScoped<MessageQueries>();
        services.AddScoped<MyMessageChoices>();
        return services;
    }
}
