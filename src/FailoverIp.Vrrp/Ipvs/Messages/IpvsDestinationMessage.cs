using System.Net;
using System.Net.Sockets;
using FailoverIp.Vrrp.Kernel.Netlink;
using FailoverIp.Vrrp.Native;
using static FailoverIp.Vrrp.Ipvs.IpvsConstants;

namespace FailoverIp.Vrrp.Ipvs;

/// <summary>A real server as a message of the kernel holds it: a view of the bytes. Reading allocates nothing; <see cref="ToEntry"/> makes objects of it.</summary>
internal ref struct IpvsDestinationMessage
{
    private bool _has64;
    private IpvsStatistics _statistics;

    /// <summary>AF_INET or AF_INET6: the service's where the kernel does not say (before 3.18).</summary>
    public ushort Family { get; private set; }

    public ReadOnlySpan<byte> Address { get; private set; }

    public ushort Port { get; private set; }

    public uint Forwarding { get; private set; }

    public uint Weight { get; private set; }

    public uint UpperThreshold { get; private set; }

    public uint LowerThreshold { get; private set; }

    public uint ActiveConnections { get; private set; }

    public uint InactiveConnections { get; private set; }

    public uint PersistentConnections { get; private set; }

    /// <summary>The kind of tunnel; null where the kernel knows of none but IP in IP (before 5.2).</summary>
    public byte? TunnelType { get; private set; }

    public ushort TunnelPort { get; private set; }

    public ushort TunnelFlags { get; private set; }

    public readonly IpvsStatistics Statistics => _statistics;

    /// <summary>Reads a message of generic netlink about a real server of a service of <paramref name="family"/>; false where it cannot be understood.</summary>
    public static bool TryRead(ReadOnlySpan<byte> payload, AddressFamily family, NetlinkByteOrder order, out IpvsDestinationMessage message)
    {
        message = default;
        if (!IpvsMessages.TryFind(payload, IPVS_CMD_ATTR_DEST, order, out var nested) || !message.Read(nested, order))
            return false;
        if (message.Family == 0)
            message.Family = family == AddressFamily.InterNetworkV6 ? (ushort)SocketConstants.AF_INET6 : (ushort)SocketConstants.AF_INET;
        return message.Family is SocketConstants.AF_INET or SocketConstants.AF_INET6
            && message.Address.Length >= (message.Family == SocketConstants.AF_INET6 ? 16 : 4);
    }

    public readonly IpvsDestinationEntry ToEntry() => new(
        new()
        {
            Address = new(new IPAddress(Address[..(Family == SocketConstants.AF_INET6 ? 16 : 4)]), Port),
            Forwarding = (IpvsForwarding)(Forwarding & IP_VS_CONN_F_FWD_MASK),
            Weight = (int)Weight,
            UpperThreshold = UpperThreshold,
            LowerThreshold = LowerThreshold,
            Tunnel = Tunnel(),
        },
        ActiveConnections,
        InactiveConnections,
        PersistentConnections,
        Statistics)
    { KnowsTunnels = TunnelType is not null };

    // IP in IP without checksums is what is meant where nothing is said.
    private readonly IpvsTunnel? Tunnel() =>
        (IpvsForwarding)(Forwarding & IP_VS_CONN_F_FWD_MASK) == IpvsForwarding.Tunnel && TunnelType is { } type && (type, TunnelPort, TunnelFlags) != (0, 0, 0)
            ? new((IpvsTunnelType)type, TunnelPort, (IpvsTunnelChecksum)TunnelFlags)
            : null;

    private bool Read(ReadOnlySpan<byte> nested, NetlinkByteOrder order)
    {
        var attributes = new NetlinkAttributes(nested, order);
        while (attributes.Next())
        {
            if (!ReadIdentity(in attributes) || !ReadSettings(in attributes) || !ReadState(in attributes, order))
                return false;
        }
        return true;
    }

    private bool ReadIdentity(in NetlinkAttributes attribute)
    {
        var (isWhole, small) = (true, (ushort)0);
        switch (attribute.Type)
        {
            case IPVS_DEST_ATTR_ADDR:
                Address = attribute.Value;
                break;
            case IPVS_DEST_ATTR_PORT:
                isWhole = attribute.TryPort(out small);
                Port = small;
                break;
            case IPVS_DEST_ATTR_ADDR_FAMILY:
                isWhole = attribute.TryUInt16(out small);
                Family = small;
                break;
        }
        return isWhole;
    }

    private bool ReadSettings(in NetlinkAttributes attribute)
    {
        var (isWhole, number, small) = (true, 0U, (ushort)0);
        switch (attribute.Type)
        {
            case IPVS_DEST_ATTR_FWD_METHOD:
                isWhole = attribute.TryUInt32(out number);
                Forwarding = number;
                break;
            case IPVS_DEST_ATTR_WEIGHT:
                isWhole = attribute.TryUInt32(out number);
                Weight = number;
                break;
            case IPVS_DEST_ATTR_U_THRESH:
                isWhole = attribute.TryUInt32(out number);
                UpperThreshold = number;
                break;
            case IPVS_DEST_ATTR_L_THRESH:
                isWhole = attribute.TryUInt32(out number);
                LowerThreshold = number;
                break;
            case IPVS_DEST_ATTR_TUN_TYPE:
                isWhole = attribute.Value.Length >= 1;
                TunnelType = isWhole ? attribute.Value[0] : null;
                break;
            case IPVS_DEST_ATTR_TUN_PORT:
                isWhole = attribute.TryPort(out small);
                TunnelPort = small;
                break;
            case IPVS_DEST_ATTR_TUN_FLAGS:
                isWhole = attribute.TryUInt16(out small);
                TunnelFlags = small;
                break;
        }
        return isWhole;
    }

    private bool ReadState(in NetlinkAttributes attribute, NetlinkByteOrder order)
    {
        var (isWhole, number) = (true, 0U);
        switch (attribute.Type)
        {
            case IPVS_DEST_ATTR_ACTIVE_CONNS:
                isWhole = attribute.TryUInt32(out number);
                ActiveConnections = number;
                break;
            case IPVS_DEST_ATTR_INACT_CONNS:
                isWhole = attribute.TryUInt32(out number);
                InactiveConnections = number;
                break;
            case IPVS_DEST_ATTR_PERSIST_CONNS:
                isWhole = attribute.TryUInt32(out number);
                PersistentConnections = number;
                break;
            case IPVS_DEST_ATTR_STATS when !_has64:
                isWhole = IpvsStatisticsMessage.TryRead(attribute.Value, order, out _statistics);
                break;
            case IPVS_DEST_ATTR_STATS64:
                isWhole = _has64 = IpvsStatisticsMessage.TryRead(attribute.Value, order, out _statistics);
                break;
        }
        return isWhole;
    }
}
