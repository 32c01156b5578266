using System.Net;
using System.Net.NetworkInformation;

namespace FailoverIp.Vrrp.Tests;

/// <summary>Virtual addresses for which an advert has no room.</summary>
public class AdvertSizeTests
{
    private const long Second = 1_000_000_000;

    private static VirtualRouterOptions Options(int addresses, bool isIPv6, VrrpVersion version = VrrpVersion.V3) => LanFixture.Options(255, version) with
    {
        VirtualAddresses = [.. Enumerable.Range(0, addresses).Select(n => isIPv6
            ? new VirtualAddress(new([0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, (byte)(n >> 8), (byte)n]), 128)
            : new VirtualAddress(new([10, 200, (byte)(n / 250), (byte)(1 + (n % 250))]), 32))],
    };

    [Theory]
    [InlineData(false, VrrpVersion.V3, 0, 255)]
    [InlineData(false, VrrpVersion.V3, 1500, 255)]
    [InlineData(false, VrrpVersion.V3, 576, 137)] // (576 − 20 − 8) / 4
    [InlineData(false, VrrpVersion.V2, 576, 135)] // and 8 bytes of authentication data
    [InlineData(true, VrrpVersion.V3, 1500, 90)] // (1500 − 40 − 8) / 16
    [InlineData(true, VrrpVersion.V3, 1280, 77)]
    [InlineData(true, VrrpVersion.V3, 9000, 255)]
    [InlineData(true, VrrpVersion.V3, 40, 1)]
    public void An_advert_has_room_for_as_many_as_the_MTU_lets_through(bool isIPv6, VrrpVersion version, int mtu, int most)
    {
        var options = Options(300, isIPv6, version);

        AdvertSize.MostAddresses(options, mtu).ShouldBe(most);
        var source = IPAddress.Parse(isIPv6 ? "fe80::1" : "10.132.0.10");
        var length = AdvertBuffers.Build(options, source, mtu).Normal.Length;
        if (mtu > 40)
            length.ShouldBeLessThanOrEqualTo(mtu);
        if (most < 255 && mtu > 40)
            length.ShouldBeGreaterThan(mtu - (isIPv6 ? 16 : 4));
    }

    [Fact]
    public void An_authentication_header_and_a_trailer_take_their_room()
    {
        var v2 = Options(300, isIPv6: false, VrrpVersion.V2) with { Password = new("s3cret12"), UseAuthenticationHeader = true };
        var hmac = Options(300, isIPv6: false) with { Hmac = new() { Keys = new(1, [VrrpHmacKey.Parse(1, new string('k', 32))]) } };
        foreach (var options in new[] { v2, hmac })
        {
            var length = AdvertBuffers.Build(options, IPAddress.Parse("10.132.0.10"), 576).Prepare(0, 100, 1).Length;
            length.ShouldBeInRange(573, 576);
        }
    }

    [Fact]
    public void What_has_no_room_moves_with_the_role_and_that_is_told_once_and_again_with_another_MTU()
    {
        var (notices, output) = (new List<string>(), new Sent());
        var processor = new VrrpProcessor(new() { Routers = [Options(300, isIPv6: false)] }, output, TimeProvider.System, _ => { }, n => notices.Add(n.Message));
        processor.OnInterface(Eth1(576), 0);
        processor.Start(0);

        output.Count.ShouldBe(137);
        output.Added.ShouldBe(300);
        notices.ShouldBe(["of 300 virtual addresses only the first 137 have room in an advert over eth1 (MTU 576); the others move with the role, but are not advertised"]);

        processor.OnInterface(Eth1(576) with { GlobalIPv6 = IPAddress.Parse("2001:db8::1") }, 1);
        notices.Count.ShouldBe(1);
        processor.OnInterface(Eth1(1500), 2);
        processor.OnTime(3 * Second / 2);

        (output.Count, processor.GetStatus()[0].State).ShouldBe((255, VrrpState.Active));
        notices[^1].ShouldStartWith("of 300 virtual addresses only the first 255 ");
        processor.Reload(new() { Routers = [Options(200, isIPv6: false)] }, 2 * Second);
        processor.OnTime(3 * Second);
        (output.Count, notices.Count).ShouldBe((200, 2));
    }

    [Theory]
    [InlineData(300, false, "300 addresses have no room in an advert of an Ethernet (1500 bytes); the first 255 are advertised, the others only move with the role")]
    [InlineData(91, true, "91 addresses have no room in an advert of an Ethernet (1500 bytes); the first 90 are advertised, the others only move with the role")]
    [InlineData(255, false, null)]
    [InlineData(90, true, null)]
    public void More_than_an_Ethernet_carries_is_a_warning(int addresses, bool isIPv6, string? warning)
    {
        var problems = Options(addresses, isIPv6).Validate();

        problems.ShouldAllBe(p => p.IsWarning);
        problems.Select(p => p.Message).ShouldBe(warning is null ? [] : [warning]);
    }

    private static InterfaceStatus Eth1(int mtu) => new(7, "eth1", true, new PhysicalAddress([2, 0, 0, 0, 0, 1]), IPAddress.Parse("10.132.0.10")) { Mtu = mtu };

    private sealed class Sent : SilentOutput
    {
        public int Count { get; private set; }

        public int Added { get; private set; }

        public override bool Send(int interfaceIndex, ReadOnlySpan<byte> packet)
        {
            Count = packet[23];
            return true;
        }

        public override void AddAddress(int interfaceIndex, VirtualAddress address) => Added++;
    }
}
