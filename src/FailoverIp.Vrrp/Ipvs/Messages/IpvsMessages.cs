using System.Net;
using System.Text;
using FailoverIp.Vrrp.Kernel.Netlink;
using static FailoverIp.Vrrp.Ipvs.IpvsConstants;

namespace FailoverIp.Vrrp.Ipvs;

/// <summary>Reads the smaller answers of IPVS.</summary>
internal static class IpvsMessages
{
    /// <summary>Finds an attribute of the outermost level.</summary>
    public static bool TryFind(ReadOnlySpan<byte> payload, ushort type, NetlinkByteOrder order, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (payload.Length < GenericNetlinkFamily.HeaderLength)
            return false;
        var attributes = new NetlinkAttributes(payload[GenericNetlinkFamily.HeaderLength..], order);
        while (attributes.Next())
        {
            if (attributes.Type != type)
                continue;
            value = attributes.Value;
            return true;
        }
        return false;
    }

    public static IpvsInfo? ReadInfo(ReadOnlySpan<byte> payload, NetlinkByteOrder order) =>
        TryNumber(payload, IPVS_INFO_ATTR_VERSION, order, out var version) && TryNumber(payload, IPVS_INFO_ATTR_CONN_TAB_SIZE, order, out var size)
            ? new(new((int)(version >> 16) & 0xff, (int)(version >> 8) & 0xff, (int)version & 0xff), size)
            : null;

    public static IpvsTimeouts? ReadTimeouts(ReadOnlySpan<byte> payload, NetlinkByteOrder order)
    {
        if (payload.Length < GenericNetlinkFamily.HeaderLength)
            return null;
        // Kernels built for TCP or UDP alone leave the others out.
        TryNumber(payload, IPVS_CMD_ATTR_TIMEOUT_TCP, order, out var tcp);
        TryNumber(payload, IPVS_CMD_ATTR_TIMEOUT_TCP_FIN, order, out var tcpFin);
        TryNumber(payload, IPVS_CMD_ATTR_TIMEOUT_UDP, order, out var udp);
        return new(TimeSpan.FromSeconds(tcp), TimeSpan.FromSeconds(tcpFin), TimeSpan.FromSeconds(udp));
    }

    public static IpvsSyncDaemon? ReadDaemon(ReadOnlySpan<byte> payload, NetlinkByteOrder order)
    {
        if (!TryFind(payload, IPVS_CMD_ATTR_DAEMON, order, out var nested))
            return null;
        var daemon = new IpvsSyncDaemon { State = default, Interface = "" };
        var attributes = new NetlinkAttributes(nested, order);
        while (attributes.Next())
        {
            daemon = attributes.Type switch
            {
                IPVS_DAEMON_ATTR_STATE when attributes.TryUInt32(out var state) => daemon with { State = (IpvsSyncState)state },
                IPVS_DAEMON_ATTR_MCAST_IFN => daemon with { Interface = Encoding.UTF8.GetString(IpvsNames.Bytes(attributes.Value)) },
                IPVS_DAEMON_ATTR_SYNC_ID when attributes.TryUInt32(out var id) => daemon with { SyncId = (byte)id },
                IPVS_DAEMON_ATTR_SYNC_MAXLEN when attributes.TryUInt16(out var length) => daemon with { MaxLength = length },
                IPVS_DAEMON_ATTR_MCAST_GROUP when attributes.Value.Length == 4 => daemon with { Group = new IPAddress(attributes.Value) },
                IPVS_DAEMON_ATTR_MCAST_GROUP6 when attributes.Value.Length == 16 => daemon with { Group = new IPAddress(attributes.Value) },
                IPVS_DAEMON_ATTR_MCAST_PORT when attributes.TryUInt16(out var port) => daemon with { Port = port },
                IPVS_DAEMON_ATTR_MCAST_TTL when attributes.Value.Length >= 1 => daemon with { Ttl = attributes.Value[0] },
                _ => daemon,
            };
        }
        return daemon.State is IpvsSyncState.Master or IpvsSyncState.Backup ? daemon : null;
    }

    private static bool TryNumber(ReadOnlySpan<byte> payload, ushort type, NetlinkByteOrder order, out uint value)
    {
        value = 0;
        if (!TryFind(payload, type, order, out var bytes) || bytes.Length < sizeof(uint))
            return false;
        value = order.UInt32(bytes);
        return true;
    }
}
