using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Portal.Infrastructure.Rewards;

namespace Portal.Ui.Rewards;

/// <summary>Serves the pictures of rewards to whoever may see the reward.</summary>
public static class RewardPictureEndpoints
{
    /// <summary>The address of a picture; another version has another address, so that browsers may keep it.</summary>
    public static string AddressOf(long rewardId, string version) => $"/rewards/{rewardId}/picture?v={version[..Math.Min(8, version.Length)]}";

    /// <summary>Maps it.</summary>
    public static void MapRewardPictures(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/rewards/{id:long}/picture", async (long id, HttpContext context, RewardQueries staff, MyRewards mine, CancellationToken cancellationToken) =>
        {
            if ((await staff.PictureAsync(id, cancellationToken) ?? await mine.PictureAsync(id, cancellationToken)) is not { } picture)
            {
                return Results.NotFound();
            }

            // Uploaded content: shown as a picture or not at all, whatever a browser makes of its bytes.
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
            headers.XContentTypeOptions = "nosniff";
            headers.ContentDisposition = "inline; filename=\"reward\"";
            headers.CacheControl = "private, max-age=86400";
            return Results.Stream(picture.Content, picture.MediaType);
        }).RequireAuthorization();
}
