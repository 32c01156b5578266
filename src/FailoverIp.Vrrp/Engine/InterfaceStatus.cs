using System.Net;
using System.Net.NetworkInformation;

namespace FailoverIp.Vrrp;

/// <summary>What the engine knows of a network interface.</summary>
/// <param name="Index">The kernel's interface index, above 0.</param>
/// <param name="Name">Its name, such as <c>eth1</c>.</param>
/// <param name="IsUp">True where it is administratively up and has a carrier (IFF_UP and IFF_RUNNING).</param>
/// <param name="HardwareAddress">Its MAC address; empty where it has none.</param>
/// <param name="PrimaryIPv4">The IPv4 address that adverts are sent from (see <see cref="VrrpProcessor.ChooseSource"/>); null where there is none.</param>
public sealed record InterfaceStatus(int Index, string Name, bool IsUp, PhysicalAddress HardwareAddress, IPAddress? PrimaryIPv4)
{
    /// <summary>Why adverts cannot go over it although it exists, one line; null where they can.</summary>
    public string? Problem { get; init; }
}
