using Microsoft.Extensions.DependencyInjection;

namespace Portal.Infrastructure.Reviews;

internal static class ReviewServices
{
    public static IServiceCollection AddReviews(this IServiceCollection services) => services
        .AddScoped<ReviewPeriod>()
        .AddScoped<TimelinessQueries>();
}
