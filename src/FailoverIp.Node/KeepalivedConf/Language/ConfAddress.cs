using System.Net;
using System.Net.Sockets;

namespace FailoverIp.Node;

/// <summary>Addresses as inet_pton(3) reads them: nothing abbreviated, no names, no scopes.</summary>
internal static class ConfAddress
{
    public static IPAddress? Parse(string text)
    {
        if (text.Contains(':', StringComparison.Ordinal))
            return !text.Contains('%', StringComparison.Ordinal) && !text.Contains('[', StringComparison.Ordinal) && IPAddress.TryParse(text, out var six) && six.AddressFamily == AddressFamily.InterNetworkV6 ? six : null;
        return IPAddress.TryParse(text, out var four) && EndPointReader.IsWritten(text, four) ? four : null;
    }

    public static bool IsMulticast(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork ? address.GetAddressBytes()[0] is >= 224 and <= 239 : address.IsIPv6Multicast;

    public static bool IsLinkLocalMulticast(IPAddress address) => address.IsIPv6Multicast && (address.GetAddressBytes()[1] & 0x0F) == 2;
}
