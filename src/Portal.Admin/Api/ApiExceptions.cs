using Microsoft.AspNetCore.Diagnostics;

namespace Portal.Admin.Api;

/// <summary>Answers other systems with a problem where people would see the page of an error.</summary>
internal sealed class ApiExceptions(ILogger<ApiExceptions> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        // The request's own path already names the page of an error.
        if (httpContext.Features.Get<IExceptionHandlerPathFeature>()?.Path.StartsWith("/api/", StringComparison.Ordinal) != true)
        {
            return false;
        }

        if (exception is BadHttpRequestException bad)
        {
            var isTooLarge = bad.StatusCode == StatusCodes.Status413PayloadTooLarge;
            await ApiProblem.WriteAsync(httpContext, bad.StatusCode, isTooLarge ? "api_too_large" : "api_bad_request");
            return true;
        }

        if (exception is IOException or OperationCanceledException || httpContext.RequestAborted.IsCancellationRequested)
        {
            // The connection was cut: nobody is there to be answered.
            httpContext.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }

        logger.LogError(exception, "Unexpected error in {Method} {Path} ({TraceId})", httpContext.Request.Method, httpContext.Request.Path, ApiProblem.TraceIdOf(httpContext));
        await ApiProblem.WriteAsync(httpContext, StatusCodes.Status500InternalServerError, "api_unexpected");
        return true;
    }
}
