using System.Net;

namespace FailoverIp.Vrrp.Tests.Protocol;

public class AdvertisementWriterTests
{
    private static readonly byte[] Buffer = new byte[5000];
    private static readonly byte[] OneAddress = [192, 0, 2, 101];

    [Fact]
    public void A_password_longer_than_eight_bytes_is_cut_as_keepalived_cuts_it()
    {
        var length = VrrpAdvertisementWriter.WriteV2(Buffer, 10, 200, 1, OneAddress, new VrrpPassword("s3cret12 and more"));

        Convert.ToHexStringLower(Buffer.AsSpan(0, length)).ShouldBe(GoldenFrames.V2Password);
    }

    [Fact]
    public void The_authentication_fields_hold_what_is_asked_for()
    {
        var length = VrrpAdvertisementWriter.WriteV2(Buffer, 10, 200, 1, OneAddress, authenticationType: 2, authenticationData: default);
        Convert.ToHexStringLower(Buffer.AsSpan(0, length)).ShouldBe("210ac8010201528dc00002650000000000000000"); // keepalived, behind an authentication header

        length = VrrpAdvertisementWriter.WriteV2(Buffer, 10, 200, 1, OneAddress, authenticationType: 1, authenticationData: "s3cret12"u8);
        Convert.ToHexStringLower(Buffer.AsSpan(0, length)).ShouldBe(GoldenFrames.V2Password);
        Should.Throw<ArgumentException>(() => VrrpAdvertisementWriter.WriteV2(Buffer, 10, 200, 1, OneAddress, 1, "nine byte"u8));
    }

    [Fact]
    public void Left_over_bytes_of_the_buffer_do_not_reach_the_message()
    {
        var buffer = new byte[24];
        buffer.AsSpan().Fill(0xAA);
        var length = VrrpAdvertisementWriter.WriteV2(buffer, 10, 200, 1, [192, 0, 2, 101, 192, 0, 2, 102]);

        Convert.ToHexStringLower(buffer.AsSpan(0, length)).ShouldBe(GoldenFrames.V2);
    }

    [Fact]
    public void Addresses_are_packed_in_network_order()
    {
        VrrpAdvertisementWriter.Pack([IPAddress.Parse("192.0.2.101"), IPAddress.Parse("10.0.0.1")]).ShouldBe([192, 0, 2, 101, 10, 0, 0, 1]);
        VrrpAdvertisementWriter.Pack([IPAddress.Parse("fe80::1")]).Length.ShouldBe(16);
        Should.Throw<ArgumentException>(() => VrrpAdvertisementWriter.Pack([IPAddress.Loopback, IPAddress.IPv6Loopback]));
    }

    [Fact]
    public void What_no_receiver_would_take_is_refused()
    {
        Should.Throw<ArgumentException>(() => VrrpAdvertisementWriter.WriteV2(Buffer, 0, 200, 1, OneAddress));
        Should.Throw<ArgumentException>(() => VrrpAdvertisementWriter.WriteV2(Buffer, 10, 200, 0, OneAddress));
        Should.Throw<ArgumentException>(() => VrrpAdvertisementWriter.WriteV2(Buffer, 10, 200, 256, OneAddress));
        Should.Throw<ArgumentException>(() => VrrpAdvertisementWriter.WriteV2(Buffer, 10, 200, 1, [1, 2, 3]));
        Should.Throw<ArgumentException>(() => VrrpAdvertisementWriter.WriteV2(Buffer, 10, 200, 1, new byte[256 * 4]));
        Should.Throw<ArgumentException>(() => VrrpAdvertisementWriter.WriteV2(new byte[19], 10, 200, 1, OneAddress));
        Should.Throw<ArgumentException>(() => VrrpAdvertisementWriter.WriteV3(Buffer, 10, 200, 0, OneAddress, GoldenFrames.IPv4));
        Should.Throw<ArgumentException>(() => VrrpAdvertisementWriter.WriteV3(Buffer, 10, 200, 4096, OneAddress, GoldenFrames.IPv4));
        Should.Throw<ArgumentException>(() => VrrpAdvertisementWriter.WriteV3(Buffer, 10, 200, 100, [], GoldenFrames.IPv4));
        Should.Throw<ArgumentException>(() => VrrpAdvertisementWriter.WriteV3(Buffer, 10, 200, 100, OneAddress, GoldenFrames.IPv6));
        Should.Throw<ArgumentException>(() => VrrpAdvertisementWriter.WriteV3(new byte[11], 10, 200, 100, OneAddress, GoldenFrames.IPv4));
        Should.Throw<ArgumentException>(() => VrrpAdvertisementWriter.SetPriority(new byte[7], 0));
        Should.Throw<ArgumentException>(() => VrrpPacketContext.For(IPAddress.Loopback, IPAddress.IPv6Loopback));
    }
}
