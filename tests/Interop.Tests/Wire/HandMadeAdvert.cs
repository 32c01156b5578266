using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using FailoverIp.Interop.Lab;

namespace FailoverIp.Interop.Wire;

/// <summary>An advert over IPv4, written by hand byte by byte: good as it is, and wrong in whatever a test wants it to be.</summary>
internal sealed record HandMadeAdvert(int Version, byte VirtualRouterId, byte Priority)
{
    private const int IPHeader = 20;

    /// <summary>The address it claims to come from.</summary>
    public required IPAddress Source { get; init; }

    public IPAddress Destination { get; init; } = IPAddress.Parse("224.0.0.18");

    public byte Ttl { get; init; } = 255;

    public byte Type { get; init; } = 1;

    /// <summary>The number of addresses that it claims to hold; null for the right one.</summary>
    public byte? Count { get; init; }

    /// <summary>Version 2: seconds; version 3: hundredths of a second.</summary>
    public ushort Interval { get; init; } = 1;

    public IReadOnlyList<IPAddress> Addresses { get; init; } = [IPAddress.Parse("10.132.0.100")];

    /// <summary>The password of version 2, at most eight letters; null for none.</summary>
    public string? Password { get; init; }

    /// <summary>Whether the checksum is another than the right one.</summary>
    public bool HasBadChecksum { get; init; }

    /// <summary>What comes after everything else.</summary>
    public byte[] Trailer { get; init; } = [];

    /// <summary>Sends it, so many times, out of eth1 of a host.</summary>
    public Task SendAsync(LabHost host, int times = 1) => SendAsync(host, Source, Destination, Ttl, Message(), times);

    /// <summary>Sends any message of protocol 112 out of eth1 of a host; the kernel completes the IP header: length, checksum.</summary>
    public static Task SendAsync(LabHost host, IPAddress source, IPAddress destination, byte ttl, byte[] message, int times = 1) => Within.RunAsync(host.Namespace, () =>
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Raw, ProtocolType.Raw);
        socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.HeaderIncluded, true);
        socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastInterface, host.Address.GetAddressBytes());
        var packet = new byte[IPHeader + message.Length];
        packet[0] = 0x45;
        packet[1] = 0xC0;
        packet[8] = ttl;
        packet[9] = 112;
        source.GetAddressBytes().CopyTo(packet, 12);
        destination.GetAddressBytes().CopyTo(packet, 16);
        message.CopyTo(packet, IPHeader);
        for (var i = 0; i < times; i++)
            socket.SendTo(packet, new IPEndPoint(destination, 0));
        return true;
    });

    private byte[] Message()
    {
        byte[] message =
        [
            (byte)((Version << 4) | Type), VirtualRouterId, Priority, Count ?? (byte)Addresses.Count, 0, 0, 0, 0, .. Addresses.SelectMany(a => a.GetAddressBytes()),
            .. Version == 2 ? new byte[8] : [],
        ];
        if (Version == 2)
        {
            message[4] = (byte)(Password is null ? 0 : 1);
            message[5] = (byte)Interval;
            System.Text.Encoding.ASCII.GetBytes(Password ?? "").CopyTo(message, message.Length - 8);
        }
        else
            BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(4), Interval);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(6), (ushort)(Checksum(message) ^ (HasBadChecksum ? 0x0101 : 0)));
        return [.. message, .. Trailer];
    }

    // With the pseudo-header in version 3 (RFC 5798, section 5.2.8).
    private ushort Checksum(byte[] message)
    {
        byte[] pseudo = [.. Source.GetAddressBytes(), .. Destination.GetAddressBytes(), 0, 112, (byte)(message.Length >> 8), (byte)message.Length];
        byte[] covered = Version == 2 ? message : [.. pseudo, .. message];
        var sum = 0u;
        for (var i = 0; i < covered.Length; i += 2)
            sum += BinaryPrimitives.ReadUInt16BigEndian(covered.AsSpan(i));
        while (sum > 0xFFFF)
            sum = (sum & 0xFFFF) + (sum >> 16);
        return (ushort)~sum;
    }
}
