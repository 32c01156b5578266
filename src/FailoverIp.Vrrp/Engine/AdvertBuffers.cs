using System.Buffers.Binary;
using System.Net;

namespace FailoverIp.Vrrp;

/// <summary>
/// The two IPv4 packets that a virtual router ever sends, built once for its source address: sending an advert is then one system call.
/// </summary>
internal sealed class AdvertBuffers
{
    /// <summary>The group of VRRP over IPv4, 224.0.0.18.</summary>
    public const uint IPv4Group = 0xE000_0012;

    private readonly byte[] _normal;
    private readonly byte[] _priorityZero;

    private AdvertBuffers(byte[] normal, byte[] priorityZero) => (_normal, _priorityZero) = (normal, priorityZero);

    /// <summary>The advert with the router's priority.</summary>
    public ReadOnlySpan<byte> Normal => _normal;

    /// <summary>The advert with priority 0, which resigns.</summary>
    public ReadOnlySpan<byte> PriorityZero => _priorityZero;

    /// <summary>Builds both for adverts from <paramref name="source"/> to the group.</summary>
    public static AdvertBuffers Build(VirtualRouterOptions options, IPAddress source) =>
        new(Build(options, source, (byte)options.Priority), Build(options, source, priority: 0));

    private static byte[] Build(VirtualRouterOptions options, IPAddress source, byte priority)
    {
        var from = BinaryPrimitives.ReadUInt32BigEndian(source.GetAddressBytes());
        var addresses = VrrpAdvertisementWriter.Pack([.. options.VirtualAddresses.Select(a => a.Address)]);
        var id = (byte)options.VirtualRouterId;
        var packet = new byte[IPv4Header.Length + VrrpAdvertisement.HeaderLength + addresses.Length + VrrpPassword.Length];
        var message = packet.AsSpan(IPv4Header.Length);
        var length = options.Version == VrrpVersion.V2
            ? VrrpAdvertisementWriter.WriteV2(message, id, priority, (int)options.AdvertisementInterval.TotalSeconds, addresses, options.Password)
            : VrrpAdvertisementWriter.WriteV3(message, id, priority, (int)(options.AdvertisementInterval.TotalMilliseconds / 10), addresses,
                VrrpPacketContext.ForIPv4(from, IPv4Group, VrrpAdvertisement.LinkLocalTimeToLive), options.Checksum);
        // The identification is 0: the kernel numbers the packets (raw(7), IP_HDRINCL).
        IPv4Header.Write(packet, from, IPv4Group, identification: 0, length);
        return packet[..(IPv4Header.Length + length)];
    }
}
