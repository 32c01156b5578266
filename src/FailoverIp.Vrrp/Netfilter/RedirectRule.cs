using System.Globalization;
using System.Net;
using FailoverIp.Vrrp.Ipvs;

namespace FailoverIp.Vrrp.Netfilter;

/// <summary>
/// Traffic that comes in for an address which is not on this machine is redirected to this machine: a Backup that is a real server too serves what
/// the Active node's IPVS hands over to it, instead of sending it back. The port stays the same; the address becomes that of the interface it came in on.
/// </summary>
/// <param name="Address">The virtual address, IPv4 or IPv6.</param>
/// <param name="Protocol">The transport protocol.</param>
/// <param name="Port">The port, 1 to 65535; null: all ports.</param>
public sealed record RedirectRule(IPAddress Address, IpvsProtocol Protocol, ushort? Port = null)
{
    /// <summary>
    /// True: what was redirected before goes on to be, and nothing new is. For a node that has just become Active: the kernel translates connections only as
    /// long as something in its rules asks for connection tracking, so without this rule those that are being served here would break at the takeover.
    /// </summary>
    public bool EstablishedOnly { get; init; }

    /// <summary><c>203.0.113.10 tcp 80</c>.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Address} {Protocol.ToString().ToLowerInvariant()}{(Port is { } port ? $" {port}" : "")}{(EstablishedOnly ? " (established)" : "")}");
}
