using System.Net;
using System.Net.Sockets;

namespace FailoverIp.ProfitBricks;

internal static class NicExtensions
{
    /// <summary>True where the NIC lists this address. Parsed values are compared, never texts.</summary>
    public static bool Lists(this Nic nic, IPAddress ip) => nic.Properties?.Ips?.Any(text => text.Is(ip)) == true;

    public static bool Is(this string? text, IPAddress ip) => IPAddress.TryParse(text, out var own) && own.Equals(ip);

    /// <summary>True while a change of the resource is pending (<c>metadata.state</c>).</summary>
    public static bool IsBusy(this CloudMetadata? metadata) => metadata?.State == "BUSY";

    /// <summary>The failover address as the API knows it.</summary>
    /// <exception cref="FailoverIpException">It is an IPv6 prefix, which ProfitBricks can neither reserve nor fail over (<see cref="FailoverErrorKind.Configuration"/>).</exception>
    public static IPAddress RequireIpv4(this FailoverAddress address) =>
        address.Family == AddressFamily.InterNetwork ? address.Address
        : throw new FailoverIpException(FailoverErrorKind.Configuration, $"{address}: ProfitBricks (IONOS Cloud) reserves and fails over IPv4 addresses only");
}
