using System.Net;

namespace FailoverIp.Vrrp;

/// <summary>An address that is on this machine while the virtual router is Active.</summary>
/// <param name="Address">The address, IPv4 or IPv6.</param>
/// <param name="PrefixLength">Its prefix length, 0 to 32 or 0 to 128.</param>
/// <param name="Interface">The interface that holds it; null for the virtual router's own.</param>
/// <param name="Label">The label shown by <c>ip addr</c> (IPv4 only); null for none.</param>
public sealed record VirtualAddress(IPAddress Address, int PrefixLength, string? Interface = null, string? Label = null)
{
    /// <summary>Address and prefix length, such as <c>10.132.0.100/32</c>.</summary>
    public override string ToString() => $"{Address}/{PrefixLength}";
}
