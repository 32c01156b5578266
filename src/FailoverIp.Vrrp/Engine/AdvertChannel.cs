using System.Net;
using System.Net.Sockets;

namespace FailoverIp.Vrrp;

/// <summary>
/// Where adverts are heard: one interface, one family, one group or one own address, one IP protocol. The virtual routers for which all of this is the same
/// share it.
/// </summary>
/// <param name="InterfaceIndex">The interface's index.</param>
/// <param name="InterfaceName">Its name.</param>
/// <param name="Local">The multicast group, or the own address that unicast peers send to.</param>
/// <param name="Protocol">112 (VRRP), or 51 (AH).</param>
public sealed record AdvertChannel(int InterfaceIndex, string InterfaceName, IPAddress Local, int Protocol)
{
    /// <summary>
    /// Whether the interface is one that was made for a virtual router. The kernel must not join the group there: its IGMP and MLD reports would show the virtual
    /// MAC address at the port of a Backup.
    /// </summary>
    public bool IsLink { get; init; }

    /// <summary>Whether its adverts are IPv6.</summary>
    public bool IsIPv6 => Local.AddressFamily == AddressFamily.InterNetworkV6;

    /// <summary>Whether it is a multicast group.</summary>
    public bool IsMulticast => IsIPv6 ? Local.IsIPv6Multicast : (VrrpPacketContext.ToNumber(Local) >> 28) == 0xE;
}
