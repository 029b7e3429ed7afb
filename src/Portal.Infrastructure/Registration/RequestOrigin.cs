using System.Net;
using System.Net.Sockets;

namespace Portal.Infrastructure.Registration;

/// <summary>Where a request of somebody who is not signed in comes from, so that one address cannot ask for all that there is for everybody.</summary>
internal static class RequestOrigin
{
    /// <summary>Letters at most.</summary>
    public const int MaxLength = 60;

    /// <summary>The address. One subscriber of IPv6 has a whole network, so its first half counts.</summary>
    public static string Of(string? address) =>
        IPAddress.TryParse(address, out var parsed) && parsed.AddressFamily == AddressFamily.InterNetworkV6 && !parsed.IsIPv4MappedToIPv6
            ? Convert.ToHexStringLower(parsed.GetAddressBytes().AsSpan(0, 8))
            : address is { Length: > 0 and <= MaxLength } ? address : "unknown";
}
