using System.Net;

namespace FailoverIp.Vrrp.Tests.Protocol;

public class VrrpPacketContextTests
{
    [Theory]
    [InlineData("223.255.255.255", false)]
    [InlineData("224.0.0.0", true)]
    [InlineData("239.255.255.255", true)]
    [InlineData("240.0.0.0", false)]
    [InlineData("feff:ffff::", false)]
    [InlineData("ff00::", true)]
    [InlineData("ffff:ffff::1", true)]
    [InlineData("e000::12", false)] // of IPv4 those would be the bits
    [InlineData("::e000:12", false)]
    public void Multicast_is_what_each_family_calls_so(string destination, bool isMulticast)
    {
        var address = IPAddress.Parse(destination);
        VrrpPacketContext.For(address.GetAddressBytes().Length == 4 ? IPAddress.Any : IPAddress.IPv6Any, address).IsMulticast.ShouldBe(isMulticast);
    }

    [Fact]
    public void Addresses_are_numbers_in_host_order()
    {
        var context = VrrpPacketContext.For(IPAddress.Parse("192.0.2.1"), IPAddress.Parse("224.0.0.18"), 7);
        (context.IsIPv6, context.Source, context.Destination, context.TimeToLive).ShouldBe((false, (UInt128)0xC0000201, (UInt128)0xE0000012, (byte)7));
        context = VrrpPacketContext.For(IPAddress.Parse("fe80::c8"), IPAddress.Parse("ff02::12"));
        (context.IsIPv6, context.Source, context.Destination, context.TimeToLive)
            .ShouldBe((true, new UInt128(0xfe80_0000_0000_0000, 0xc8), new UInt128(0xff02_0000_0000_0000, 0x12), (byte)255));
    }

    [Fact]
    public void It_asks_for_a_version_or_for_none()
    {
        GoldenFrames.IPv4.Version.ShouldBeNull();
        (GoldenFrames.IPv4 with { Version = VrrpVersion.V2 }).Version.ShouldBe(VrrpVersion.V2);
        (GoldenFrames.IPv4 with { Version = VrrpVersion.V3 } with { Version = null }).Version.ShouldBeNull();
    }

    [Fact]
    public void Two_families_and_no_address_are_refused()
    {
        Should.Throw<ArgumentException>(() => VrrpPacketContext.For(IPAddress.Loopback, IPAddress.IPv6Loopback)).Message
            .ShouldStartWith("127.0.0.1 and ::1 are not two addresses of one family, IPv4 or IPv6");
        Should.Throw<ArgumentNullException>(() => VrrpPacketContext.For(null!, IPAddress.Loopback)).ParamName.ShouldBe("source");
        Should.Throw<ArgumentNullException>(() => VrrpPacketContext.For(IPAddress.Loopback, null!)).ParamName.ShouldBe("destination");
    }

    [Fact]
    public void The_pseudo_header_is_both_addresses_the_length_and_the_protocol()
    {
        var context = GoldenFrames.FromTo("1234:5678:9abc:def0:1357:9bdf:2468:ace0", "fedc:ba98:7654:3210:eca8:6420:fdb9:7531");
        byte[] header =
        [
            .. IPAddress.Parse("1234:5678:9abc:def0:1357:9bdf:2468:ace0").GetAddressBytes(), .. IPAddress.Parse("fedc:ba98:7654:3210:eca8:6420:fdb9:7531").GetAddressBytes(),
            0, 0, 0x12, 0x34, 0, 0, 0, 112,
        ];
        InternetChecksum.Fold(context.PseudoHeaderSum(0x1234)).ShouldBe(InternetChecksumTests.Naive(header));
    }
}
