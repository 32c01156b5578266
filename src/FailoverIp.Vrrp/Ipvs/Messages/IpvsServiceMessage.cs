using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Numerics;
using FailoverIp.Vrrp.Kernel.Netlink;
using FailoverIp.Vrrp.Native;
using static FailoverIp.Vrrp.Ipvs.IpvsConstants;

namespace FailoverIp.Vrrp.Ipvs;

/// <summary>A service as a message of the kernel holds it: a view of the bytes. Reading allocates nothing; <see cref="ToEntry"/> makes objects of it.</summary>
internal ref struct IpvsServiceMessage
{
    private bool _has64;
    private IpvsStatistics _statistics;

    public ushort Family { get; private set; }

    public ushort Protocol { get; private set; }

    public ReadOnlySpan<byte> Address { get; private set; }

    public ushort Port { get; private set; }

    public uint FirewallMark { get; private set; }

    public ReadOnlySpan<byte> Scheduler { get; private set; }

    public ReadOnlySpan<byte> Engine { get; private set; }

    public uint Flags { get; private set; }

    public uint Timeout { get; private set; }

    /// <summary>How many bits of the client's address count; 0 for an IPv4 mask that is no prefix.</summary>
    public int PrefixLength { get; private set; }

    public readonly IpvsStatistics Statistics => _statistics;

    /// <summary>Reads a message of generic netlink; false where it holds no service that can be understood.</summary>
    public static bool TryRead(ReadOnlySpan<byte> payload, NetlinkByteOrder order, out IpvsServiceMessage message)
    {
        message = default;
        return IpvsMessages.TryFind(payload, IPVS_CMD_ATTR_SERVICE, order, out var nested) && message.Read(nested, order) && message.IsKnown;
    }

    public readonly IpvsServiceEntry ToEntry() => new(
        new()
        {
            Key = Key(),
            Scheduler = IpvsNames.Text(Scheduler),
            Flags = (IpvsServiceFlags)Flags,
            Timeout = TimeSpan.FromSeconds(Timeout),
            PersistencePrefixLength = PrefixLength == (Family == SocketConstants.AF_INET6 ? 128 : 32) ? null : PrefixLength,
            PersistenceEngine = Engine.IsEmpty ? null : IpvsNames.Text(Engine),
        },
        Statistics);

    public readonly IpvsServiceKey Key()
    {
        var isIPv6 = Family == SocketConstants.AF_INET6;
        return FirewallMark != 0
            ? IpvsServiceKey.OfMark(FirewallMark, isIPv6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork)
            : IpvsServiceKey.Of((IpvsProtocol)Protocol, new(new IPAddress(Address[..(isIPv6 ? 16 : 4)]), Port));
    }

    private readonly bool IsKnown =>
        Family is SocketConstants.AF_INET or SocketConstants.AF_INET6
        && (FirewallMark != 0 || (Protocol <= byte.MaxValue && Address.Length >= (Family == SocketConstants.AF_INET6 ? 16 : 4)));

    private bool Read(ReadOnlySpan<byte> nested, NetlinkByteOrder order)
    {
        ReadOnlySpan<byte> mask = default;
        var attributes = new NetlinkAttributes(nested, order);
        while (attributes.Next())
        {
            var isWhole = true;
            var (number, small) = (0U, (ushort)0);
            switch (attributes.Type)
            {
                case IPVS_SVC_ATTR_AF:
                    isWhole = attributes.TryUInt16(out small);
                    Family = small;
                    break;
                case IPVS_SVC_ATTR_PROTOCOL:
                    isWhole = attributes.TryUInt16(out small);
                    Protocol = small;
                    break;
                case IPVS_SVC_ATTR_ADDR:
                    Address = attributes.Value;
                    break;
                case IPVS_SVC_ATTR_PORT:
                    isWhole = attributes.TryPort(out small);
                    Port = small;
                    break;
                case IPVS_SVC_ATTR_FWMARK:
                    isWhole = attributes.TryUInt32(out number);
                    FirewallMark = number;
                    break;
                case IPVS_SVC_ATTR_SCHED_NAME:
                    Scheduler = IpvsNames.Bytes(attributes.Value);
                    break;
                case IPVS_SVC_ATTR_PE_NAME:
                    Engine = IpvsNames.Bytes(attributes.Value);
                    break;
                case IPVS_SVC_ATTR_FLAGS:
                    isWhole = attributes.TryUInt32(out number);
                    Flags = number;
                    break;
                case IPVS_SVC_ATTR_TIMEOUT:
                    isWhole = attributes.TryUInt32(out number);
                    Timeout = number;
                    break;
                case IPVS_SVC_ATTR_NETMASK:
                    isWhole = attributes.Value.Length >= sizeof(uint);
                    mask = attributes.Value;
                    break;
                case IPVS_SVC_ATTR_STATS when !_has64:
                    isWhole = IpvsStatisticsMessage.TryRead(attributes.Value, order, out _statistics);
                    break;
                case IPVS_SVC_ATTR_STATS64:
                    isWhole = _has64 = IpvsStatisticsMessage.TryRead(attributes.Value, order, out _statistics);
                    break;
            }
            if (!isWhole)
                return false;
        }
        PrefixLength = mask.IsEmpty ? 0 : Family == SocketConstants.AF_INET6 ? (int)Math.Min(order.UInt32(mask), 128) : PrefixOf(BinaryPrimitives.ReadUInt32BigEndian(mask));
        return true;
    }

    private static int PrefixOf(uint mask)
    {
        var length = BitOperations.LeadingZeroCount(~mask);
        return BitOperations.PopCount(mask) == length ? length : 0;
    }
}
