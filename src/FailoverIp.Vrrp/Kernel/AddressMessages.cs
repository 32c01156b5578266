using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using FailoverIp.Vrrp.Kernel.Netlink;
using FailoverIp.Vrrp.Native;
using static FailoverIp.Vrrp.Kernel.Netlink.NetlinkConstants;

namespace FailoverIp.Vrrp.Kernel;

/// <summary>Addresses in the words of rtnetlink(7): RTM_NEWADDR and RTM_DELADDR. Allocates nothing.</summary>
internal static class AddressMessages
{
    private const uint Forever = uint.MaxValue;

    public static void Add(NetlinkBatch batch, int interfaceIndex, VirtualAddress address)
    {
        var writer = batch.Begin(RTM_NEWADDR, NLM_F_CREATE | NLM_F_REPLACE);
        Identify(ref writer, interfaceIndex, address, address.Scope ?? 0);
        Span<byte> bytes = stackalloc byte[16];
        if (BroadcastOf(address, bytes))
            writer.Attribute(IFA_BROADCAST, bytes[..4]);
        if (address.Label is { } label)
            writer.Attribute(IFA_LABEL, label);
        if (FlagsOf(address) is var flags and not 0)
            writer.Attribute(IFA_FLAGS, flags);
        if (address.PreferredLifetime is { } lifetime)
            WriteLifetime(ref writer, lifetime);
        batch.End(in writer);
    }

    public static void Remove(NetlinkBatch batch, int interfaceIndex, VirtualAddress address)
    {
        var writer = batch.Begin(RTM_DELADDR);
        Identify(ref writer, interfaceIndex, address, scope: 0);
        batch.End(in writer);
    }

    // The address itself is IFA_LOCAL; IFA_ADDRESS is the far end, or the address once more.
    private static void Identify(ref NetlinkWriter writer, int interfaceIndex, VirtualAddress address, byte scope)
    {
        writer.Fixed(new AddressMessage
        {
            Family = (byte)(IsIPv6(address) ? SocketConstants.AF_INET6 : SocketConstants.AF_INET),
            PrefixLength = (byte)address.PrefixLength,
            Scope = scope,
            Index = (uint)interfaceIndex,
        });
        Span<byte> bytes = stackalloc byte[16];
        address.Address.TryWriteBytes(bytes, out var length);
        writer.Attribute(IFA_LOCAL, bytes[..length]);
        if (address.Peer is { } peer)
            peer.TryWriteBytes(bytes, out length);
        writer.Attribute(IFA_ADDRESS, bytes[..length]);
    }

    private static bool BroadcastOf(VirtualAddress address, Span<byte> bytes)
    {
        if (address.Broadcast is not { } broadcast || IsIPv6(address))
            return false;
        if (!broadcast.Equals(IPAddress.Broadcast))
            return broadcast.TryWriteBytes(bytes, out _);
        // Of a prefix of 31 or 32 bits there is none (RFC 3021).
        if (address.PrefixLength > 30)
            return false;
        (address.Peer ?? address.Address).TryWriteBytes(bytes, out _);
        BinaryPrimitives.WriteUInt32BigEndian(bytes, BinaryPrimitives.ReadUInt32BigEndian(bytes) | (address.PrefixLength == 0 ? uint.MaxValue : uint.MaxValue >> address.PrefixLength));
        return true;
    }

    // Duplicate address detection would keep an IPv6 address unusable for a second after the takeover; the election has settled who holds it.
    private static uint FlagsOf(VirtualAddress address) =>
        (IsIPv6(address) && !address.DetectDuplicates ? IFA_F_NODAD : 0)
        | (address.IsHomeAddress ? IFA_F_HOMEADDRESS : 0)
        | (address.ManageTemporaryAddresses ? IFA_F_MANAGETEMPADDR : 0)
        | (address.NoPrefixRoute ? IFA_F_NOPREFIXROUTE : 0)
        | (address.AutoJoin ? IFA_F_MCAUTOJOIN : 0);

    /// <summary>struct ifa_cacheinfo: preferred, valid, and two that the kernel fills in.</summary>
    private static void WriteLifetime(ref NetlinkWriter writer, TimeSpan preferred)
    {
        Span<byte> info = stackalloc byte[16];
        info.Clear();
        var seconds = preferred == Timeout.InfiniteTimeSpan ? Forever : (uint)Math.Min(preferred.TotalSeconds, Forever - 1);
        MemoryMarshal.Write(info, seconds);
        MemoryMarshal.Write(info[4..], Forever);
        writer.Attribute(IFA_CACHEINFO, info);
    }

    private static bool IsIPv6(VirtualAddress address) => address.Address.AddressFamily == AddressFamily.InterNetworkV6;
}
