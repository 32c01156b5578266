using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FailoverIp.Vrrp.Kernel.Netlink;
using FailoverIp.Vrrp.Native;
using static FailoverIp.Vrrp.Kernel.Netlink.NetlinkConstants;

namespace FailoverIp.Vrrp.Kernel;

/// <summary>Who hears of routes and rules that go.</summary>
internal interface IRouteEvents
{
    /// <summary>A route is gone.</summary>
    void OnRouteRemoved(in RouteKey route);

    /// <summary>A policy rule is gone.</summary>
    void OnRuleRemoved(in RuleKey rule);

    /// <summary>Notifications were lost.</summary>
    void OnRoutesLost();
}

/// <summary>
/// Hears from the kernel which routes and rules go. It listens only to what somebody holds: a machine that routes for others changes its tables all day.
/// </summary>
internal sealed class RouteWatch : IDisposable
{
    private const int ReceiveBuffer = 4 << 20;
    private const int DatagramsPerTurn = 64;

    private readonly INetlinkTransport _socket;
    private readonly IRouteEvents _events;
    private readonly uint _ownPort;
    private readonly byte[] _buffer = new byte[64 * 1024];

    /// <param name="groups">What to listen to, from <see cref="GroupsFor"/>.</param>
    /// <param name="ownPort">The port of the socket that our own changes are made by.</param>
    /// <param name="events">Who hears it.</param>
    public RouteWatch(uint groups, uint ownPort, IRouteEvents events)
    {
        var socket = new NetlinkSocket(NETLINK_ROUTE, groups, ReceiveBuffer);
        (_socket, _ownPort, _events, Number) = (socket, ownPort, events, socket.Number);
    }

    internal RouteWatch(INetlinkTransport socket, uint ownPort, IRouteEvents events) => (_socket, _ownPort, _events, Number) = (socket, ownPort, events, -1);

    public int Number { get; }

    /// <summary>The multicast groups in which the routes and rules of some virtual routers show; 0 for none.</summary>
    public static uint GroupsFor(IEnumerable<VirtualRouterOptions> routers)
    {
        uint groups = 0;
        foreach (var router in routers)
        {
            foreach (var route in router.VirtualRoutes)
                groups |= !route.Track ? 0 : route.Family == AddressFamily.InterNetworkV6 ? RTMGRP_IPV6_ROUTE : RTMGRP_IPV4_ROUTE;
            foreach (var rule in router.VirtualRules)
                groups |= !rule.Track ? 0 : rule.Family == AddressFamily.InterNetworkV6 ? RTMGRP_IPV6_RULE : RTMGRP_IPV4_RULE;
        }
        return groups;
    }

    /// <summary>Reads what the kernel has sent, but not without end: the event loop comes again where there is more.</summary>
    public void Read()
    {
        for (var i = 0; i < DatagramsPerTurn; i++)
        {
            var length = _socket.ReceiveWhole(_buffer);
            if (length == -Errno.ENOBUFS || length > _buffer.Length)
                _events.OnRoutesLost();
            else if (length <= 0)
                return;
            else
                Read(_buffer.AsSpan(0, length));
        }
    }

    public void Dispose() => _socket.Dispose();

    private void Read(ReadOnlySpan<byte> datagram)
    {
        var reader = new NetlinkReader(datagram);
        while (reader.Next())
        {
            if (reader.PortId == _ownPort && _ownPort != 0)
                continue;
            if (reader.Type == RTM_DELROUTE)
                OnRoute(reader.Payload);
            else if (reader.Type == RTM_DELRULE)
                OnRule(reader.Payload);
        }
    }

    private void OnRoute(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < Unsafe.SizeOf<RouteMessages.RouteMessage>())
            return;
        var message = MemoryMarshal.Read<RouteMessages.RouteMessage>(payload);
        var (table, metric) = ((uint)message.Table, 0u);
        IPAddress? destination = null;
        var attributes = new NetlinkAttributes(payload[Unsafe.SizeOf<RouteMessages.RouteMessage>()..]);
        while (attributes.Next())
        {
            if (attributes.Type == RTA_TABLE && attributes.TryUInt32(out var number))
                table = number;
            else if (attributes.Type == RTA_PRIORITY && attributes.TryUInt32(out number))
                metric = number;
            else if (attributes.Type == RTA_DST && attributes.Value.Length is 4 or 16)
                destination = new(attributes.Value);
        }
        if (FamilyOf(message.Family) is { } family)
            _events.OnRouteRemoved(new(family, destination, message.DestinationLength, table, metric) { Tos = message.Tos });
    }

    private void OnRule(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < Unsafe.SizeOf<RuleMessages.RuleMessage>())
            return;
        var message = MemoryMarshal.Read<RuleMessages.RuleMessage>(payload);
        var (table, priority, mark) = ((uint)message.Table, 0u, 0u);
        IPNetwork? from = null, to = null;
        var attributes = new NetlinkAttributes(payload[Unsafe.SizeOf<RuleMessages.RuleMessage>()..]);
        while (attributes.Next())
        {
            if (attributes.Type == FRA_TABLE && attributes.TryUInt32(out var number))
                table = number;
            else if (attributes.Type == FRA_PRIORITY && attributes.TryUInt32(out number))
                priority = number;
            else if (attributes.Type == FRA_FWMARK && attributes.TryUInt32(out number))
                mark = number;
            else if (attributes.Type == FRA_SRC)
                from = Network(attributes.Value, message.SourceLength);
            else if (attributes.Type == FRA_DST)
                to = Network(attributes.Value, message.DestinationLength);
        }
        if (FamilyOf(message.Family) is { } family)
            _events.OnRuleRemoved(new(family, from, to, priority, table, mark));
    }

    private static IPNetwork? Network(ReadOnlySpan<byte> address, byte length) =>
        address.Length is 4 or 16 && length <= 8 * address.Length ? new IPNetwork(new IPAddress(address), length) : null;

    private static AddressFamily? FamilyOf(byte family) => family switch
    {
        SocketConstants.AF_INET => AddressFamily.InterNetwork,
        SocketConstants.AF_INET6 => AddressFamily.InterNetworkV6,
        _ => null, // AF_BRIDGE, multicast routing
    };
}
