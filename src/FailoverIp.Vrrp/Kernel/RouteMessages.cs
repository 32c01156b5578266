using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using FailoverIp.Vrrp.Kernel.Netlink;
using FailoverIp.Vrrp.Native;
using static FailoverIp.Vrrp.Kernel.Netlink.NetlinkConstants;

namespace FailoverIp.Vrrp.Kernel;

/// <summary>Routes in the words of rtnetlink(7): RTM_NEWROUTE and RTM_DELROUTE. Allocates nothing.</summary>
internal static class RouteMessages
{
    public const uint MainTable = 254;

    /// <summary>The most ways of one route that fit into a message here.</summary>
    public const int MaxNextHops = 16;

    private const byte ScopeGlobal = 0;
    private const byte ScopeLink = 253;
    private const uint RTNH_F_ONLINK = 4;
    private const byte TableUnspecified = 0; // the number stands in RTA_TABLE, which has room for all of them

    /// <summary>Adds a route that is not there: another of the same destination, table and metric stays as it is.</summary>
    public static void Add(NetlinkBatch batch, VirtualRoute route, ReadOnlySpan<int> interfaces)
    {
        var writer = batch.Begin(RTM_NEWROUTE, NLM_F_CREATE | NLM_F_EXCL);
        Identify(ref writer, route, interfaces);
        if (route.Mtu is not null || route.Metrics is not null)
            RouteMetrics.Write(ref writer, route);
        if (!route.NextHops.IsDefaultOrEmpty)
            WriteNextHops(ref writer, route, interfaces);
        batch.End(in writer);
    }

    /// <summary>Removes exactly this route.</summary>
    public static void Remove(NetlinkBatch batch, VirtualRoute route, ReadOnlySpan<int> interfaces)
    {
        var writer = batch.Begin(RTM_DELROUTE);
        Identify(ref writer, route, interfaces);
        batch.End(in writer);
    }

    private static void Identify(ref NetlinkWriter writer, VirtualRoute route, ReadOnlySpan<int> interfaces)
    {
        var single = route.NextHops.IsDefaultOrEmpty;
        writer.Fixed(new RouteMessage
        {
            Family = FamilyOf(route.Destination.BaseAddress),
            DestinationLength = (byte)route.Destination.PrefixLength,
            Table = TableUnspecified,
            Tos = route.Tos,
            Protocol = route.Protocol,
            Scope = route.Scope ?? (route.Type == VirtualRouteType.Unicast && route.Gateway is null && single ? ScopeLink : ScopeGlobal),
            Type = (byte)route.Type,
            Flags = route.OnLink && single ? RTNH_F_ONLINK : 0,
        });
        if (route.Destination.PrefixLength > 0)
            Address(ref writer, RTA_DST, route.Destination.BaseAddress);
        writer.Attribute(RTA_TABLE, route.Table ?? MainTable);
        if (route.Metric is { } metric)
            writer.Attribute(RTA_PRIORITY, metric);
        if (route.Source is { } source)
            Address(ref writer, RTA_PREFSRC, source);
        if (!single)
            return;
        if (route.Gateway is { } gateway)
            Gateway(ref writer, route, gateway);
        if (interfaces is [> 0 and var index, ..])
            writer.Attribute(RTA_OIF, (uint)index);
    }

    // RTA_MULTIPATH: one struct rtnexthop after the other, each with its attributes; its first field is its length, as with an attribute.
    private static void WriteNextHops(ref NetlinkWriter writer, VirtualRoute route, ReadOnlySpan<int> interfaces)
    {
        var list = writer.BeginNested(RTA_MULTIPATH);
        for (var i = 0; i < route.NextHops.Length; i++)
        {
            var hop = route.NextHops[i];
            var start = writer.Length;
            writer.Fixed(new NextHop
            {
                Flags = (byte)(hop.OnLink ? RTNH_F_ONLINK : 0),
                WeightLessOne = (byte)(hop.Weight - 1),
                InterfaceIndex = i < interfaces.Length ? interfaces[i] : 0,
            });
            if (hop.Gateway is { } gateway)
                Gateway(ref writer, route, gateway);
            writer.EndNested(start);
        }
        writer.EndNested(list);
    }

    // A gateway of the other family needs its family told: struct rtvia.
    private static void Gateway(ref NetlinkWriter writer, VirtualRoute route, IPAddress gateway)
    {
        if (gateway.AddressFamily == route.Family)
        {
            Address(ref writer, RTA_GATEWAY, gateway);
            return;
        }
        Span<byte> via = stackalloc byte[sizeof(ushort) + 16];
        MemoryMarshal.Write(via, (ushort)FamilyOf(gateway));
        gateway.TryWriteBytes(via[sizeof(ushort)..], out var length);
        writer.Attribute(RTA_VIA, via[..(sizeof(ushort) + length)]);
    }

    private static void Address(ref NetlinkWriter writer, ushort type, IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var length);
        writer.Attribute(type, bytes[..length]);
    }

    private static byte FamilyOf(IPAddress address) => (byte)(address.AddressFamily == AddressFamily.InterNetworkV6 ? SocketConstants.AF_INET6 : SocketConstants.AF_INET);

    /// <summary>struct rtmsg.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct RouteMessage
    {
        public byte Family;
        public byte DestinationLength;
        public byte SourceLength;
        public byte Tos;
        public byte Table;
        public byte Protocol;
        public byte Scope;
        public byte Type;
        public uint Flags;
    }

    /// <summary>struct rtnexthop.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct NextHop
    {
        public ushort Length;
        public byte Flags;
        public byte WeightLessOne;
        public int InterfaceIndex;
    }
}
