using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using FailoverIp.Vrrp.Native;
using FailoverIp.Vrrp.Wire;

namespace FailoverIp.Vrrp.Tests.Wire;

public class AdvertBatchTests
{
    [Fact]
    public void The_structure_of_a_datagram_is_as_long_as_the_kernels() => Unsafe.SizeOf<MultiMessage>().ShouldBe(64);

    [Fact]
    public void Only_the_first_failure_in_a_row_is_told_and_nothing_is_left_over()
    {
        using var socket = TransmitSocket.NotOpen();
        var failures = new List<int>();
        var batch = new AdvertBatch((_, error) => failures.Add(error), _ => { });
        for (var i = 0; i < 1000; i++)
            batch.Add(socket, 1, AdvertBuffers.Build(LanFixture.Options(100), IPAddress.Parse("10.132.0.10")).Normal);
        batch.Flush();
        failures.ShouldBe([9]); // EBADF
        batch.IsEmpty.ShouldBeTrue();
        (socket.First, socket.Last).ShouldBe((-1, -1));
    }

    [Fact]
    public void A_peer_that_cannot_be_reached_is_told_once_and_the_others_go_on()
    {
        using var socket = Loopback(out var reachable);
        if (!reachable)
            return; // needs the right to open raw sockets
        var (failures, again) = (0, 0);
        var batch = new AdvertBatch((_, _) => failures++, _ => again++);
        var lost = Packet("10.132.0.10", "255.255.255.255"); // EACCES: not without SO_BROADCAST
        var fine = Packet("127.0.0.1", "127.0.0.1");
        for (var i = 0; i < 20; i++)
        {
            batch.Add(socket, 1, fine);
            batch.Add(socket, 1, lost);
            batch.Add(socket, 1, fine);
            batch.Flush();
            batch.Add(socket, 1, fine);
            batch.Flush();
        }
        (failures, again).ShouldBe((1, 0));
        socket.Failing.Add((1, VrrpPacketContext.ToNumber(IPAddress.Loopback)));
        batch.Add(socket, 1, fine);
        batch.Flush();
        (failures, again).ShouldBe((1, 1));
    }

    private static byte[] Packet(string source, string destination)
    {
        var packet = AdvertBuffers.Build(LanFixture.Options(100), IPAddress.Parse(source)).Normal.ToArray();
        IPAddress.Parse(destination).GetAddressBytes().CopyTo(packet, 16);
        return packet;
    }

    private static TransmitSocket Loopback(out bool isOpen)
    {
        try
        {
            isOpen = true;
            return TransmitSocket.Raw(1, "lo", isIPv6: false);
        }
        catch (VrrpException)
        {
            isOpen = false;
            return TransmitSocket.NotOpen();
        }
    }

    [Theory]
    [InlineData("224.0.0.18", "01005e000012")]
    [InlineData("239.255.255.1", "01005e7fff01")]
    [InlineData("ff02::12", "333300000012")]
    public void A_group_has_the_Ethernet_address_of_its_RFC(string group, string mac)
    {
        var address = IPAddress.Parse(group);
        var packet = new byte[40];
        packet[0] = (byte)(address.AddressFamily == AddressFamily.InterNetworkV6 ? 0x60 : 0x45);
        address.GetAddressBytes().CopyTo(packet, packet[0] == 0x60 ? 24 : 16);
        var name = new byte[FailoverIp.Vrrp.Wire.SocketAddress.MaxLength];
        FailoverIp.Vrrp.Wire.SocketAddress.WriteLinkDestination(name, packet, 7).ShouldBe(20);
        Convert.ToHexStringLower(name.AsSpan(12, 6)).ShouldBe(mac);
    }
}
