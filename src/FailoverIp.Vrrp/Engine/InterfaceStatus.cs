using System.Collections.Immutable;
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
    /// <summary>The link-local IPv6 address that adverts are sent from; null where there is none.</summary>
    public IPAddress? LinkLocalIPv6 { get; init; }

    /// <summary>The global IPv6 address that adverts to unicast peers beyond the link are sent from; null where there is none.</summary>
    public IPAddress? GlobalIPv6 { get; init; }

    /// <summary>Those of the addresses named by <see cref="VirtualRouterOptions.SourceAddress"/> that are on it.</summary>
    public ImmutableArray<IPAddress> OwnSources { get; init; } = [];

    /// <summary>Its MTU in bytes; 0 where it is not known.</summary>
    public int Mtu { get; init; }

    /// <summary>Why adverts cannot go over it although it exists, one line; null where they can.</summary>
    public string? Problem { get; init; }

    /// <summary>Whether everything about both is the same.</summary>
    public bool Equals(InterfaceStatus? other) =>
        other is not null && (Index, Name, IsUp, Mtu, Problem) == (other.Index, other.Name, other.IsUp, other.Mtu, other.Problem) && HardwareAddress.Equals(other.HardwareAddress)
        && Equals(PrimaryIPv4, other.PrimaryIPv4) && Equals(LinkLocalIPv6, other.LinkLocalIPv6) && Equals(GlobalIPv6, other.GlobalIPv6)
        && OwnSources.SequenceEqual(other.OwnSources);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Index, Name);
}
