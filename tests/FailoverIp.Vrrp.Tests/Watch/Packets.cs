using System.Buffers.Binary;
using System.Net;
using System.Net.NetworkInformation;
using FailoverIp.Vrrp.Tests.Protocol;

namespace FailoverIp.Vrrp.Tests.Watch;

/// <summary>IP packets around a payload, and what the watch makes of them.</summary>
internal static class Packets
{
    public static readonly DateTimeOffset At = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddTicks(1234567); // 123456.7 µs

    public static byte[] IPv4(string payload, string source = "192.0.2.1", string destination = "224.0.0.18", byte ttl = 255, byte protocol = 112)
    {
        var bytes = GoldenFrames.Bytes(payload);
        var packet = new byte[20 + bytes.Length];
        IPv4Header.Write(packet, Number(source), Number(destination), 1, bytes.Length, ttl, protocol);
        bytes.CopyTo(packet, 20);
        return packet;
    }

    public static byte[] IPv6(string payload, string source = "fe80::c8", string destination = "ff02::12", byte hopLimit = 255, byte protocol = 112)
    {
        var bytes = GoldenFrames.Bytes(payload);
        return
        [
            0x6C, 0, 0, 0, (byte)(bytes.Length >> 8), (byte)bytes.Length, protocol, hopLimit,
            .. IPAddress.Parse(source).GetAddressBytes(), .. IPAddress.Parse(destination).GetAddressBytes(), .. bytes,
        ];
    }

    public static VrrpObservation? Decode(byte[] packet, bool? isIPv6 = null) =>
        VrrpDecoder.Decode(packet, isIPv6 ?? packet[0] >> 4 == 6, PhysicalAddress.Parse("02-00-00-00-00-01"), "eth1", At);

    public static VrrpObservation Observe(byte[] packet) => Decode(packet).ShouldNotBeNull();

    private static uint Number(string address) => BinaryPrimitives.ReadUInt32BigEndian(IPAddress.Parse(address).GetAddressBytes());
}
