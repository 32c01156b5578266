using System.Net;

namespace FailoverIp.Vrrp.Tests.Protocol;

/// <summary>What is refused says which argument and why.</summary>
public class RefusalTests
{
    private static readonly byte[] OneAddress = [192, 0, 2, 101];

    [Fact]
    public void The_writer_names_what_it_cannot_write()
    {
        var buffer = new byte[5000];
        Message(() => VrrpAdvertisementWriter.WriteV2(buffer, 10, 200, 1, OneAddress, 1, "nine byte"u8)).ShouldStartWith("9 bytes; there is room for 8");
        Message(() => VrrpAdvertisementWriter.WriteV2(buffer, 10, 200, 1, [1, 2, 3])).ShouldStartWith("3 bytes are not 0 to 255 addresses of IPv4");
        Message(() => VrrpAdvertisementWriter.WriteV2(buffer, 10, 200, 1, new byte[1024])).ShouldStartWith("1024 bytes are not 0 to 255 addresses of IPv4");
        Message(() => VrrpAdvertisementWriter.WriteV3(buffer, 10, 200, 1, new byte[12], GoldenFrames.IPv6)).ShouldStartWith("12 bytes are not 0 to 255 addresses of IPv6");
        Message(() => VrrpAdvertisementWriter.WriteV3(new byte[11], 10, 200, 1, OneAddress, GoldenFrames.IPv4)).ShouldStartWith("the buffer holds 11 bytes, the message has 12");
        Message(() => VrrpAdvertisementWriter.WriteV3(buffer, 10, 200, 1, [], GoldenFrames.IPv4)).ShouldStartWith("a VRRPv3 advert has at least one address (RFC 9568, erratum 8299)");
        Message(() => VrrpAdvertisementWriter.SetPriority(new byte[7], 0)).ShouldStartWith("shorter than the header of an advert");
        Message(() => VrrpAdvertisementWriter.Pack([IPAddress.Loopback, IPAddress.IPv6Loopback])).ShouldStartWith("an advert holds addresses of one family");
        Message(() => _ = new VrrpAddressSet([.. Enumerable.Range(0, 256).Select(i => new IPAddress([10, 0, 0, (byte)i]))])).ShouldStartWith("an advert holds at most 255 addresses");
        Should.Throw<ArgumentNullException>(() => VrrpAdvertisementWriter.Pack(null!)).ParamName.ShouldBe("addresses");
    }

    [Fact]
    public void The_writer_names_numbers_out_of_range()
    {
        Parameter(() => VrrpAdvertisementWriter.WriteV2(new byte[99], 0, 200, 1, OneAddress)).ShouldBe("virtualRouterId");
        Parameter(() => VrrpAdvertisementWriter.WriteV2(new byte[99], 10, 200, 0, OneAddress)).ShouldBe("seconds");
        Parameter(() => VrrpAdvertisementWriter.WriteV2(new byte[99], 10, 200, 256, OneAddress)).ShouldBe("seconds");
        Parameter(() => VrrpAdvertisementWriter.WriteV3(new byte[99], 10, 200, 0, OneAddress, GoldenFrames.IPv4)).ShouldBe("centiseconds");
        Parameter(() => VrrpAdvertisementWriter.WriteV3(new byte[99], 10, 200, 4096, OneAddress, GoldenFrames.IPv4)).ShouldBe("centiseconds");
    }

    [Fact]
    public void The_edges_of_what_can_be_written_are_written()
    {
        VrrpAdvertisementWriter.WriteV2(new byte[20], 255, 255, 255, OneAddress).ShouldBe(20);
        VrrpAdvertisementWriter.WriteV2(new byte[1036], 1, 0, 1, new byte[1020]).ShouldBe(1036);
        VrrpAdvertisementWriter.WriteV2(new byte[20], 1, 0, 1, OneAddress, 1, "8 bytes!"u8).ShouldBe(20);
        VrrpAdvertisementWriter.WriteV3(new byte[12], 1, 0, 4095, OneAddress, GoldenFrames.IPv4).ShouldBe(12);
        VrrpAdvertisementWriter.WriteV3(new byte[4088], 1, 0, 1, new byte[4080], GoldenFrames.IPv6).ShouldBe(4088);
        var header = GoldenFrames.Bytes(GoldenFrames.V2)[..8];
        VrrpAdvertisementWriter.SetPriority(header, 7);
        header[2].ShouldBe((byte)7);
        new VrrpAddressSet([.. Enumerable.Range(0, 255).Select(i => new IPAddress([10, 0, 0, (byte)i]))]).ShouldNotBeNull();
    }

    [Fact]
    public void A_recipe_for_what_there_is_not_says_so()
    {
        var v3 = new VrrpPacketRecipe
        {
            Version = VrrpVersion.V3,
            VirtualRouterId = 10,
            Priority = 200,
            AdvertisementInterval = TimeSpan.FromSeconds(1),
            Addresses = OneAddress,
            Context = GoldenFrames.IPv4,
        };
        var v2 = v3 with { Version = VrrpVersion.V2 };
        var password = new VrrpPassword("secret");
        Message(() => VrrpPacketTemplate.Build(v2 with { Context = GoldenFrames.IPv6 })).ShouldStartWith("VRRPv2 is for IPv4");
        Message(() => VrrpPacketTemplate.Build(v3 with { Authentication = VrrpAuthenticationKind.Pass, Password = password }))
            .ShouldStartWith("only VRRPv2 has passwords and authentication headers");
        Message(() => VrrpPacketTemplate.Build(v2 with { Password = password })).ShouldStartWith("a password belongs to PASS and AH");
        Message(() => VrrpPacketTemplate.Build(v2 with { Authentication = VrrpAuthenticationKind.Ah })).ShouldStartWith("a password belongs to PASS and AH");
        Message(() => VrrpPacketTemplate.Build(v3 with { Authentication = VrrpAuthenticationKind.Hmac })).ShouldStartWith("a key belongs to HMAC");
        Message(() => VrrpPacketTemplate.Build(v3 with { Key = new(1, new byte[32]) })).ShouldStartWith("a key belongs to HMAC");
    }

    private static string Message(Action action) => Should.Throw<ArgumentException>(action).Message;

    private static string? Parameter(Action action) => Should.Throw<ArgumentOutOfRangeException>(action).ParamName;
}
