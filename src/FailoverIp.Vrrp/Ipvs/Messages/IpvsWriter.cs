using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using FailoverIp.Vrrp.Kernel.Netlink;
using FailoverIp.Vrrp.Native;
using static FailoverIp.Vrrp.Ipvs.IpvsConstants;

namespace FailoverIp.Vrrp.Ipvs;

/// <summary>Writes the attributes of requests to IPVS.</summary>
internal static class IpvsWriter
{
    private const uint AllFlags = 0xffff_ffff;
    private const int AddressLength = 16; // union nf_inet_addr

    /// <summary>What a service is known by.</summary>
    public static void Service(ref NetlinkWriter writer, IpvsServiceKey key)
    {
        var start = writer.BeginNested(IPVS_CMD_ATTR_SERVICE);
        Key(ref writer, key);
        writer.EndNested(start);
    }

    /// <summary>A whole service: the kernel takes none without scheduler, flags, timeout and netmask.</summary>
    public static void Service(ref NetlinkWriter writer, IpvsService service)
    {
        var start = writer.BeginNested(IPVS_CMD_ATTR_SERVICE);
        Key(ref writer, service.Key);
        writer.Attribute(IPVS_SVC_ATTR_SCHED_NAME, service.Scheduler);
        if (service.PersistenceEngine is { } engine)
            writer.Attribute(IPVS_SVC_ATTR_PE_NAME, engine);
        // The kernel changes the flags of the mask only: all of them, so that one that is no longer wanted goes.
        writer.Attribute(IPVS_SVC_ATTR_FLAGS, (uint)(service.Flags & ~IpvsServiceFlags.Hashed), AllFlags);
        writer.Attribute(IPVS_SVC_ATTR_TIMEOUT, (uint)service.Timeout.TotalSeconds);
        Netmask(ref writer, service);
        writer.EndNested(start);
    }

    /// <summary>A real server: what it is known by, and the rest where <paramref name="whole"/>.</summary>
    public static void Destination(ref NetlinkWriter writer, IpvsDestination destination, bool whole)
    {
        var start = writer.BeginNested(IPVS_CMD_ATTR_DEST);
        Address(ref writer, IPVS_DEST_ATTR_ADDR, destination.Address.Address);
        writer.Port(IPVS_DEST_ATTR_PORT, (ushort)destination.Address.Port);
        // Kernels before 3.18 do not know this attribute, pass it over and take the service's family.
        writer.Attribute(IPVS_DEST_ATTR_ADDR_FAMILY, Family(destination.Address.AddressFamily));
        if (whole)
        {
            writer.Attribute(IPVS_DEST_ATTR_FWD_METHOD, (uint)destination.Forwarding);
            writer.Attribute(IPVS_DEST_ATTR_WEIGHT, (uint)destination.Weight);
            writer.Attribute(IPVS_DEST_ATTR_U_THRESH, destination.UpperThreshold);
            writer.Attribute(IPVS_DEST_ATTR_L_THRESH, destination.LowerThreshold);
            if (destination.Tunnel is { } tunnel)
                Tunnel(ref writer, tunnel);
        }
        writer.EndNested(start);
    }

    public static void Daemon(ref NetlinkWriter writer, IpvsSyncDaemon daemon)
    {
        var start = writer.BeginNested(IPVS_CMD_ATTR_DAEMON);
        writer.Attribute(IPVS_DAEMON_ATTR_STATE, (uint)daemon.State);
        writer.Attribute(IPVS_DAEMON_ATTR_MCAST_IFN, daemon.Interface);
        writer.Attribute(IPVS_DAEMON_ATTR_SYNC_ID, (uint)daemon.SyncId);
        if (daemon.MaxLength is { } length)
            writer.Attribute(IPVS_DAEMON_ATTR_SYNC_MAXLEN, (ushort)length);
        if (daemon.Group is { } group)
            Group(ref writer, group);
        if (daemon.Port is { } port)
            writer.Attribute(IPVS_DAEMON_ATTR_MCAST_PORT, port);
        if (daemon.Ttl is { } ttl)
            writer.Attribute(IPVS_DAEMON_ATTR_MCAST_TTL, ttl);
        writer.EndNested(start);
    }

    public static void DaemonState(ref NetlinkWriter writer, IpvsSyncState state)
    {
        var start = writer.BeginNested(IPVS_CMD_ATTR_DAEMON);
        writer.Attribute(IPVS_DAEMON_ATTR_STATE, (uint)state);
        writer.EndNested(start);
    }

    public static void Timeouts(ref NetlinkWriter writer, IpvsTimeouts timeouts)
    {
        writer.Attribute(IPVS_CMD_ATTR_TIMEOUT_TCP, (uint)timeouts.Tcp.TotalSeconds);
        writer.Attribute(IPVS_CMD_ATTR_TIMEOUT_TCP_FIN, (uint)timeouts.TcpFin.TotalSeconds);
        writer.Attribute(IPVS_CMD_ATTR_TIMEOUT_UDP, (uint)timeouts.Udp.TotalSeconds);
    }

    private static void Key(ref NetlinkWriter writer, IpvsServiceKey key)
    {
        writer.Attribute(IPVS_SVC_ATTR_AF, Family(key.Family));
        if (key.Address is not { } address)
        {
            writer.Attribute(IPVS_SVC_ATTR_FWMARK, key.FirewallMark);
            return;
        }
        writer.Attribute(IPVS_SVC_ATTR_PROTOCOL, (ushort)key.Protocol);
        Address(ref writer, IPVS_SVC_ATTR_ADDR, address.Address);
        writer.Port(IPVS_SVC_ATTR_PORT, (ushort)address.Port);
    }

    // The same attribute is an IPv4 mask in network order or a prefix length in host order.
    private static void Netmask(ref NetlinkWriter writer, IpvsService service)
    {
        if (service.Key.Family == AddressFamily.InterNetworkV6)
        {
            writer.Attribute(IPVS_SVC_ATTR_NETMASK, (uint)service.EffectivePrefixLength);
            return;
        }
        Span<byte> mask = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(mask, (uint)(ulong.MaxValue << (32 - service.EffectivePrefixLength)));
        writer.Attribute(IPVS_SVC_ATTR_NETMASK, mask);
    }

    private static void Tunnel(ref NetlinkWriter writer, IpvsTunnel tunnel)
    {
        writer.Attribute(IPVS_DEST_ATTR_TUN_TYPE, (byte)tunnel.Type);
        writer.Port(IPVS_DEST_ATTR_TUN_PORT, tunnel.Port);
        writer.Attribute(IPVS_DEST_ATTR_TUN_FLAGS, (ushort)tunnel.Checksum);
    }

    private static void Address(ref NetlinkWriter writer, ushort type, IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[AddressLength];
        bytes.Clear();
        address.TryWriteBytes(bytes, out _);
        writer.Attribute(type, bytes);
    }

    private static void Group(ref NetlinkWriter writer, IPAddress group)
    {
        Span<byte> bytes = stackalloc byte[AddressLength];
        group.TryWriteBytes(bytes, out var length);
        writer.Attribute(length == AddressLength ? IPVS_DAEMON_ATTR_MCAST_GROUP6 : IPVS_DAEMON_ATTR_MCAST_GROUP, bytes[..length]);
    }

    private static ushort Family(AddressFamily family) =>
        family == AddressFamily.InterNetworkV6 ? (ushort)SocketConstants.AF_INET6 : (ushort)SocketConstants.AF_INET;
}
