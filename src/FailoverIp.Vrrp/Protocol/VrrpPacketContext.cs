using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace FailoverIp.Vrrp;

/// <summary>
/// What the IP header says about a VRRP message: the checks of RFC 9568 section 7.1 and the pseudo-header need it. Addresses are numbers in host
/// order, an IPv4 address in the low 32 bits, so that nothing is allocated on the way of a packet.
/// </summary>
public readonly struct VrrpPacketContext
{
    private readonly VrrpVersion _version;

    private VrrpPacketContext(bool isIPv6, UInt128 source, UInt128 destination, byte ttl) =>
        (IsIPv6, Source, Destination, TimeToLive) = (isIPv6, source, destination, ttl);

    /// <summary>True for IPv6, false for IPv4.</summary>
    public bool IsIPv6 { get; }

    /// <summary>The source address.</summary>
    public UInt128 Source { get; }

    /// <summary>The destination address: a multicast group, or this host.</summary>
    public UInt128 Destination { get; }

    /// <summary>The TTL (IPv4) or hop limit (IPv6), 0 to 255.</summary>
    public byte TimeToLive { get; }

    /// <summary>True where the destination is a multicast group: 224.0.0.0/4 or ff00::/8.</summary>
    public bool IsMulticast => IsIPv6 ? (byte)(Destination >> 120) == 0xFF : (uint)Destination >> 28 == 0xE;

    /// <summary>The only version that is accepted, where the virtual router is known already; null for both.</summary>
    public VrrpVersion? Version
    {
        get => _version == default ? null : _version;
        init => _version = value ?? default;
    }

    /// <summary>An IPv4 packet; 192.0.2.1 is 0xC0000201.</summary>
    public static VrrpPacketContext ForIPv4(uint source, uint destination, byte timeToLive) => new(false, source, destination, timeToLive);

    /// <summary>An IPv6 packet; the first byte of an address is the highest of the number.</summary>
    public static VrrpPacketContext ForIPv6(UInt128 source, UInt128 destination, byte hopLimit) => new(true, source, destination, hopLimit);

    /// <summary>A packet between two addresses of one family.</summary>
    /// <exception cref="ArgumentException">The addresses are of different families, or of neither IPv4 nor IPv6.</exception>
    public static VrrpPacketContext For(IPAddress source, IPAddress destination, byte timeToLive = 255)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(destination);
        if (source.AddressFamily != destination.AddressFamily || source.AddressFamily is not (AddressFamily.InterNetwork or AddressFamily.InterNetworkV6))
            throw new ArgumentException($"{source} and {destination} are not two addresses of one family, IPv4 or IPv6", nameof(destination));
        return new(source.AddressFamily == AddressFamily.InterNetworkV6, ToNumber(source), ToNumber(destination), timeToLive);
    }

    /// <summary>The sum of the pseudo-header's words (RFC 9568 section 5.2.8, RFC 8200 section 8.1), not folded.</summary>
    internal ulong PseudoHeaderSum(int length) =>
        Words((ulong)Source) + Words((ulong)(Source >> 64)) + Words((ulong)Destination) + Words((ulong)(Destination >> 64))
        + VrrpAdvertisement.IPProtocol + (uint)length;

    // Two 32-bit halves instead of four words: they fold to the same.
    private static ulong Words(ulong bits) => (bits & uint.MaxValue) + (bits >> 32);

    /// <summary>An address as a number in host order, an IPv4 address in the low 32 bits.</summary>
    internal static UInt128 ToNumber(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        return address.TryWriteBytes(bytes, out var length) && length == 4
            ? BinaryPrimitives.ReadUInt32BigEndian(bytes)
            : BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }
}
