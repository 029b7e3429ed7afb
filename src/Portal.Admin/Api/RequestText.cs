using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http.Features;

namespace Portal.Admin.Api;

/// <summary>Reads what was sent, and no more of it than is allowed.</summary>
internal static class RequestText
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>The whole body, or null if it is larger than allowed.</summary>
    public static async Task<byte[]?> ReadAsync(HttpRequest request, long maxBytes, CancellationToken cancellationToken)
    {
        if (request.ContentLength > maxBytes)
        {
            return null;
        }

        while (true)
        {
            var result = await request.BodyReader.ReadAsync(cancellationToken);
            if (result.Buffer.Length > maxBytes)
            {
                request.BodyReader.AdvanceTo(result.Buffer.End);
                return null;
            }

            if (result.IsCompleted)
            {
                var text = WithoutMark(result.Buffer).ToArray();
                request.BodyReader.AdvanceTo(result.Buffer.End);
                return text;
            }

            request.BodyReader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }

    /// <summary>Lets a batch be larger than the server's usual limit.</summary>
    public static void Allow(HttpContext context, long maxBytes)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
        {
            // One more than allowed, so that we see the excess and can say which row it begins with.
            feature.MaxRequestBodySize = maxBytes + 1;
        }
    }

    /// <summary>The lines as they arrive, each with its number; a line is null where it is longer than allowed, and ends the reading.</summary>
    public static async IAsyncEnumerable<(long Number, byte[]? Text)> LinesAsync(
        PipeReader reader, int maxLineBytes, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (long number = 1; ;)
        {
            var result = await reader.ReadAsync(cancellationToken);
            var buffer = number == 1 ? WithoutMark(result.Buffer) : result.Buffer;
            while (buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = buffer.Slice(0, end);
                yield return (number, line.Length > maxLineBytes ? null : line.ToArray());
                number++;
                buffer = buffer.Slice(buffer.GetPosition(1, end));
            }

            if (buffer.Length > maxLineBytes)
            {
                yield return (number, null);
                yield break;
            }

            if (result.IsCompleted)
            {
                yield return (number, buffer.ToArray());
                reader.AdvanceTo(result.Buffer.End);
                yield break;
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    private static ReadOnlySequence<byte> WithoutMark(ReadOnlySequence<byte> text)
    {
        Span<byte> start = stackalloc byte[3];
        if (text.Length < start.Length)
        {
            return text;
        }

        text.Slice(0, start.Length).CopyTo(start);
        return start.SequenceEqual(ByteOrderMark) ? text.Slice(start.Length) : text;
    }
}
