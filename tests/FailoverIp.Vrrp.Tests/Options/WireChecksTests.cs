using System.Collections.Immutable;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace FailoverIp.Vrrp.Tests.Options;

public class WireChecksTests
{
    private static readonly VirtualRouterOptions V3 = LanFixture.Options();
    private static readonly VirtualRouterOptions V2 = LanFixture.Options(version: VrrpVersion.V2);
    private static readonly VirtualAddress LinkLocal = new(IPAddress.Parse("fe80::100"), 128);
    private static readonly VrrpHmacOptions Hmac = new() { Keys = new(1, new VrrpHmacKey(1, new byte[32])) };

    private static UnicastPeer Peer(string address) => new(IPAddress.Parse(address));

    private static readonly Dictionary<string, (VirtualRouterOptions Options, string Option)> Wrong = new(StringComparer.Ordinal)
    {
        ["v2 over IPv6"] = (V2 with { VirtualAddresses = [LinkLocal] }, "Version"),
        ["two families"] = (V3 with { VirtualAddresses = [.. V3.VirtualAddresses, LinkLocal] }, "VirtualAddresses"),
        ["the other family"] = (V3 with { Family = AddressFamily.InterNetworkV6 }, "VirtualAddresses"),
        ["strict, first not link-local"] = (V3 with { Strict = true, Accept = false, VirtualAddresses = [new(IPAddress.Parse("2001:db8::1"), 128)] }, "VirtualAddresses"),
        ["no group"] = (V3 with { Group = IPAddress.Parse("10.0.0.1") }, "Group"),
        ["a group of the other family"] = (V3 with { Group = IPAddress.Parse("ff02::12") }, "Group"),
        ["a group of wide scope"] = (V3 with { VirtualAddresses = [LinkLocal], Group = IPAddress.Parse("ff05::12") }, "Group"),
        ["a group and peers"] = (V3 with { Group = IPAddress.Parse("224.0.0.19"), UnicastPeers = [Peer("10.0.0.1")] }, "Group"),
        ["a source of the other family"] = (V3 with { SourceAddress = IPAddress.Parse("fe80::1") }, "SourceAddress"),
        ["a global source to a group"] = (V3 with { VirtualAddresses = [LinkLocal], SourceAddress = IPAddress.Parse("2001:db8::1") }, "SourceAddress"),
        ["a peer of the other family"] = (V3 with { UnicastPeers = [Peer("fe80::1")] }, "UnicastPeers"),
        ["a group as peer"] = (V3 with { UnicastPeers = [Peer("224.0.0.18")] }, "UnicastPeers"),
        ["a peer twice"] = (V3 with { UnicastPeers = [Peer("10.0.0.1"), Peer("10.0.0.1")] }, "UnicastPeers"),
        ["itself as peer"] = (V3 with { SourceAddress = IPAddress.Parse("10.0.0.1"), UnicastPeers = [Peer("10.0.0.1")] }, "UnicastPeers"),
        ["TTL bounds"] = (V3 with { UnicastPeers = [Peer("10.0.0.1") with { MinTtl = 200, MaxTtl = 100 }] }, "UnicastPeers"),
        ["TTL 0"] = (V3 with { UnicastTtl = 0 }, "UnicastTtl"),
        ["peers and strict"] = (V3 with { Strict = true, Accept = false, UnicastPeers = [Peer("10.0.0.1")] }, "UnicastPeers"),
        ["a password in v3"] = (V3 with { Password = new("x") }, "Authentication"),
        ["AH without a password"] = (V2 with { UseAuthenticationHeader = true }, "Authentication"),
        ["HMAC in v2"] = (V2 with { Hmac = Hmac }, "Authentication"),
        ["HMAC and strict"] = (V3 with { Hmac = Hmac, Strict = true, Accept = false }, "Authentication"),
        ["a long name"] = (V3 with { VirtualMac = new() { Name = "abcdefghijklmnop" } }, "VirtualMac"),
        ["its own base"] = (V3 with { VirtualMac = new() { Name = "eth1" } }, "VirtualMac"),
        ["a group's MAC"] = (V3 with { VirtualMac = new() { Address = PhysicalAddress.Parse("010000000001") } }, "VirtualMac"),
        ["an ipvlan's MAC"] = (V3 with { VirtualMac = new() { Kind = VirtualLinkKind.Ipvlan, Address = PhysicalAddress.Parse("020000000001") } }, "VirtualMac"),
    };

    public static TheoryData<string> Names => [.. Wrong.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void What_cannot_work_is_one_error_of_its_option(string name) =>
        Wrong[name].Options.Validate().Where(p => !p.IsWarning).ShouldHaveSingleItem().Option.ShouldBe(Wrong[name].Option);

    [Fact]
    public void What_can_work_has_no_error()
    {
        VirtualRouterOptions[] right =
        [
            V3 with { UnicastPeers = [Peer("10.0.0.1")], SourceAddress = IPAddress.Parse("10.0.0.2"), Hmac = Hmac },
            V2 with { Password = new("x"), UseAuthenticationHeader = true },
            V3 with { VirtualAddresses = [LinkLocal], Group = IPAddress.Parse("ff12::12"), VirtualMac = new() },
            V3 with { VirtualAddresses = [LinkLocal], SourceAddress = IPAddress.Parse("2001:db8::1"), UnicastPeers = [Peer("2001:db8::2")] },
        ];
        foreach (var options in right)
            options.Validate().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("10.0.0.1", "10.0.0.1", true)]
    [InlineData("10.0.0.1", "10.0.0.2", false)]
    [InlineData("10.0.0.1", null, false)]
    [InlineData(null, null, true)]
    public void One_identifier_is_for_one_group_or_one_peer(string? first, string? second, bool collide)
    {
        ImmutableArray<UnicastPeer> Peers(string? address) => address is null ? [] : [Peer(address)];
        var engine = new VrrpEngineOptions { Routers = [V3 with { UnicastPeers = Peers(first) }, V3 with { Name = "VI_2", UnicastPeers = Peers(second) }] };
        engine.Validate().Any(p => p.Option == "VirtualRouterId").ShouldBe(collide);
    }

    [Fact]
    public void One_interface_is_made_for_one_router()
    {
        var engine = new VrrpEngineOptions { Routers = [V3 with { VirtualMac = new() }, V3 with { Name = "VI_2", Interface = "eth2", VirtualMac = new() }] };
        engine.Validate().ShouldHaveSingleItem().Message.ShouldBe("the interface vrrp.101 is already that of VI_1");
    }
}
