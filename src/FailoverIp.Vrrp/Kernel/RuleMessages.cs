using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using FailoverIp.Vrrp.Kernel.Netlink;
using FailoverIp.Vrrp.Native;
using static FailoverIp.Vrrp.Kernel.Netlink.NetlinkConstants;

namespace FailoverIp.Vrrp.Kernel;

/// <summary>Policy rules in the words of rtnetlink (linux/fib_rules.h): RTM_NEWRULE and RTM_DELRULE. Allocates nothing.</summary>
internal static class RuleMessages
{
    private const uint FIB_RULE_INVERT = 2;

    public static void Add(NetlinkBatch batch, VirtualRule rule) => Write(batch, RTM_NEWRULE, NLM_F_CREATE | NLM_F_EXCL, rule);

    public static void Remove(NetlinkBatch batch, VirtualRule rule) => Write(batch, RTM_DELRULE, 0, rule);

    private static void Write(NetlinkBatch batch, ushort type, ushort flags, VirtualRule rule)
    {
        var writer = batch.Begin(type, flags);
        writer.Fixed(new RuleMessage
        {
            Family = (byte)(rule.Family == AddressFamily.InterNetworkV6 ? SocketConstants.AF_INET6 : SocketConstants.AF_INET),
            DestinationLength = (byte)(rule.To?.PrefixLength ?? 0),
            SourceLength = (byte)(rule.From?.PrefixLength ?? 0),
            Tos = rule.Tos,
            Action = (byte)rule.Action,
            Flags = rule.Invert ? FIB_RULE_INVERT : 0,
        });
        Network(ref writer, FRA_DST, rule.To);
        Network(ref writer, FRA_SRC, rule.From);
        if (rule.InputInterface is { } input)
            writer.Attribute(FRA_IIFNAME, input);
        if (rule.OutputInterface is { } output)
            writer.Attribute(FRA_OIFNAME, output);
        if (rule.Priority is { } priority)
            writer.Attribute(FRA_PRIORITY, priority);
        if (rule.FirewallMark is { } mark)
        {
            writer.Attribute(FRA_FWMARK, mark);
            writer.Attribute(FRA_FWMASK, rule.FirewallMask ?? uint.MaxValue);
        }
        if (rule.Table is { } table)
            writer.Attribute(FRA_TABLE, table);
        if (rule.GoTo is { } target)
            writer.Attribute(FRA_GOTO, target);
        if (rule.LooksUpVrf)
            writer.Attribute(FRA_L3MDEV, (byte)1);
        if (rule.SuppressPrefixLength is { } length)
            writer.Attribute(FRA_SUPPRESS_PREFIXLEN, (uint)length);
        if (rule.SuppressInterfaceGroup is { } group)
            writer.Attribute(FRA_SUPPRESS_IFGROUP, group);
        Select(ref writer, rule);
        writer.Attribute(FRA_PROTOCOL, rule.Protocol);
        batch.End(in writer);
    }

    private static void Select(ref NetlinkWriter writer, VirtualRule rule)
    {
        if (rule.Users is { } users)
            writer.Attribute(FRA_UID_RANGE, users.First, users.Last);
        if (rule.IPProtocol is { } protocol)
            writer.Attribute(FRA_IP_PROTO, protocol);
        Ports(ref writer, FRA_SPORT_RANGE, rule.SourcePorts);
        Ports(ref writer, FRA_DPORT_RANGE, rule.DestinationPorts);
        if (rule.TunnelId is { } tunnel)
        {
            Span<byte> bytes = stackalloc byte[sizeof(ulong)];
            BinaryPrimitives.WriteUInt64BigEndian(bytes, tunnel);
            writer.Attribute(FRA_TUN_ID, bytes);
        }
    }

    // struct fib_rule_port_range, in host order.
    private static void Ports(ref NetlinkWriter writer, ushort type, VirtualRuleRange? ports)
    {
        if (ports is not { } range)
            return;
        Span<byte> bytes = stackalloc byte[2 * sizeof(ushort)];
        MemoryMarshal.Write(bytes, (ushort)range.First);
        MemoryMarshal.Write(bytes[sizeof(ushort)..], (ushort)range.Last);
        writer.Attribute(type, bytes);
    }

    private static void Network(ref NetlinkWriter writer, ushort type, IPNetwork? network)
    {
        if (network is not { PrefixLength: > 0 } given)
            return;
        Span<byte> bytes = stackalloc byte[16];
        given.BaseAddress.TryWriteBytes(bytes, out var length);
        writer.Attribute(type, bytes[..length]);
    }

    /// <summary>struct fib_rule_hdr.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct RuleMessage
    {
        public byte Family;
        public byte DestinationLength;
        public byte SourceLength;
        public byte Tos;
        public byte Table;
        public byte Reserved1;
        public byte Reserved2;
        public byte Action;
        public uint Flags;
    }
}
