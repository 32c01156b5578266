using System.Net;
using System.Security.Cryptography;
using FailoverIp.Simulation;

namespace FailoverIp.Vrrp.Tests;

/// <summary>Two routers on a LAN in memory, over every way that adverts can go.</summary>
public class WireOnLanTests
{
    private static readonly VirtualRouterOptions V2 = LanFixture.Options(version: VrrpVersion.V2);
    private static readonly VirtualRouterOptions V3 = LanFixture.Options();
    private static readonly VirtualRouterOptions V6 = V3 with { VirtualAddresses = [new(IPAddress.Parse("fe80::100"), 128), new(IPAddress.Parse("2001:db8::100"), 128)] };
    private static readonly UnicastPeer[] Peers4 = [new(IPAddress.Parse("10.132.0.10")), new(IPAddress.Parse("10.132.0.20"))];
    private static readonly UnicastPeer[] Peers6 = [new(IPAddress.Parse("fe80::1")), new(IPAddress.Parse("fe80::2"))];

    private static VrrpHmacOptions Hmac(byte seed) => new() { Keys = new(1, new VrrpHmacKey(1, SHA256.HashData([seed]))) };

    private static readonly Dictionary<string, VirtualRouterOptions> Ways = new(StringComparer.Ordinal)
    {
        ["v2"] = V2,
        ["v2 PASS"] = V2 with { Password = new("s3cret12") },
        ["v2 AH"] = V2 with { Password = new("s3cret12"), UseAuthenticationHeader = true },
        ["v2 AH unicast"] = V2 with { Password = new("s3cret12"), UseAuthenticationHeader = true, UnicastPeers = [.. Peers4] },
        ["v3"] = V3,
        ["v3 message only"] = V3 with { Checksum = VrrpChecksumKind.MessageOnly },
        ["v3 unicast"] = V3 with { UnicastPeers = [.. Peers4] },
        ["v3 HMAC"] = V3 with { Hmac = Hmac(1) },
        ["v3 HMAC unicast"] = V3 with { Hmac = Hmac(1), UnicastPeers = [.. Peers4] },
        ["v3 own group"] = V3 with { Group = IPAddress.Parse("239.1.2.3") },
        ["IPv6"] = V6,
        ["IPv6 own group"] = V6 with { Group = IPAddress.Parse("ff02::1:12") },
        ["IPv6 unicast"] = V6 with { UnicastPeers = [.. Peers6] },
        ["IPv6 HMAC"] = V6 with { Hmac = Hmac(1) },
        ["virtual MAC"] = V3 with { VirtualMac = new() },
        ["virtual MAC IPv6"] = V6 with { VirtualMac = new() },
    };

    public static TheoryData<string> Names => [.. Ways.Keys];

    // A router is not its own peer.
    private static VirtualRouterOptions Without(VirtualRouterOptions options, int index) =>
        options.UnicastPeers.IsEmpty ? options : options with { UnicastPeers = options.UnicastPeers.RemoveAt(index) };

    [Theory]
    [MemberData(nameof(Names))]
    public async Task One_is_Active_the_other_takes_over_and_gives_back(string name)
    {
        var lan = new LanFixture();
        var low = await lan.StartAsync(Without(Ways[name], 0));
        var high = await lan.StartAsync(Without(Ways[name] with { Priority = 200 }, 1));
        lan.Advance(5);
        (low.State, high.State).ShouldBe((VrrpState.Backup, VrrpState.Active));
        low.Status.Discarded.Values.Sum().ShouldBe(0);
        low.Status.ActiveRouter.ShouldBe(name.Contains("IPv6", StringComparison.Ordinal) ? high.Host.LinkLocalAddress : IPAddress.Parse("10.132.0.20"));
        var peer = low.Status.Peers.ShouldHaveSingleItem();
        (peer.Address, peer.Priority).ShouldBe((low.Status.ActiveRouter, (byte)200));

        high.Engine.Kill();
        lan.Advance(5);
        low.State.ShouldBe(VrrpState.Active);
        high = await lan.StartAsync(Without(Ways[name] with { Priority = 200 }, 1), high.Host);
        lan.Advance(5);
        (low.State, high.State).ShouldBe((VrrpState.Backup, VrrpState.Active));
        high.Status.Discarded.Values.Sum().ShouldBe(0);
    }

    public static TheoryData<string, string, VrrpDiscardReason> Strangers => new()
    {
        { "v3 unicast", "v3", VrrpDiscardReason.UnknownSource },
        { "v3 HMAC", "v3", VrrpDiscardReason.BadAuthentication },
        { "v2 AH", "v2 PASS", VrrpDiscardReason.BadAuthentication },
        { "v2 PASS", "v2 AH", VrrpDiscardReason.BadAuthentication },
        { "v2", "v2 AH", VrrpDiscardReason.BadAuthentication },
        { "v3", "v3 HMAC", VrrpDiscardReason.BadLength },
        { "v3", "v2", VrrpDiscardReason.BadVersion },
    };

    [Theory]
    [MemberData(nameof(Strangers))]
    public async Task Adverts_of_another_way_are_discarded_under_their_reason(string ours, string theirs, VrrpDiscardReason reason)
    {
        var lan = new LanFixture();
        var here = await lan.StartAsync(Without(Ways[ours], 0));
        var there = await lan.StartAsync(Without(Ways[theirs] with { Priority = 200 }, 1));
        lan.Advance(10);
        (here.State, there.State).ShouldBe((VrrpState.Active, VrrpState.Active));
        here.Status.Discarded.Where(d => d.Value > 0).Select(d => d.Key).ShouldBe([reason]);
        here.Status.Received.ShouldBe(0);
    }

    [Fact]
    public async Task Unicast_adverts_to_a_router_of_the_group_are_discarded()
    {
        var lan = new LanFixture();
        var here = await lan.StartAsync(V3);
        await lan.StartAsync(Without(Ways["v3 unicast"] with { Priority = 200 }, 1));
        lan.Advance(10);
        here.Status.Discarded[VrrpDiscardReason.UnknownSource].ShouldBeGreaterThan(0);
        here.State.ShouldBe(VrrpState.Active);
    }

    [Fact]
    public async Task A_foreign_key_is_discarded_and_one_that_is_only_received_is_accepted()
    {
        var lan = new LanFixture();
        var here = await lan.StartAsync(V3 with { Hmac = Hmac(1) with { Mode = VrrpHmacMode.Permissive } });
        var foreign = await lan.StartAsync(V3 with { Priority = 200, Hmac = Hmac(2) });
        lan.Advance(5);
        here.Status.Discarded[VrrpDiscardReason.BadAuthentication].ShouldBeGreaterThan(0);
        here.State.ShouldBe(VrrpState.Active);
        foreign.Engine.Kill();
        var silent = await lan.StartAsync(V3 with { Priority = 200, Hmac = Hmac(1) with { Mode = VrrpHmacMode.ReceiveOnly } });
        lan.Advance(5);
        (here.State, silent.State).ShouldBe((VrrpState.Backup, VrrpState.Active));
    }

    [Fact]
    public async Task A_peer_beyond_its_TTL_is_discarded_and_without_the_check_anybody_is_heard()
    {
        var lan = new LanFixture();
        var strict = await lan.StartAsync(V3 with { UnicastPeers = [new(IPAddress.Parse("10.132.0.20"), MinTtl: 255)] });
        await lan.StartAsync(V3 with { Priority = 200, UnicastTtl = 254, UnicastPeers = [Peers4[0], new(IPAddress.Parse("10.132.0.30"))] });
        var open = await lan.StartAsync(V3 with { UnicastPeers = [new(IPAddress.Parse("10.132.0.99"))], CheckUnicastSource = false });
        lan.Advance(10);
        strict.Status.Discarded[VrrpDiscardReason.BadTtl].ShouldBeGreaterThan(0);
        strict.State.ShouldBe(VrrpState.Active);
        open.State.ShouldBe(VrrpState.Backup);
    }

    [Fact]
    public async Task Two_routers_of_one_identifier_with_other_peers_are_told_apart()
    {
        var lan = new LanFixture();
        var host = lan.Lan.AddHost("both", IPAddress.Parse("10.132.0.99"));
        var engine = host.CreateEngine();
        var first = V3 with { UnicastPeers = [new(IPAddress.Parse("10.132.0.10"))] };
        var second = V3 with { Name = "VI_2", UnicastPeers = [new(IPAddress.Parse("10.132.0.20"))], VirtualAddresses = [new(IPAddress.Parse("10.132.0.101"), 32)] };
        await engine.StartAsync(new() { Routers = [first, second] }, default);
        await lan.StartAsync(first with { Priority = 200, UnicastPeers = [new(IPAddress.Parse("10.132.0.99"))] });
        lan.Advance(10);
        engine.GetStatus().Select(s => s.State).ShouldBe([VrrpState.Backup, VrrpState.Active]);
    }

    [Fact]
    public async Task A_source_address_that_is_not_there_is_a_Fault_with_its_reason()
    {
        var lan = new LanFixture();
        var router = await lan.StartAsync(V3 with { SourceAddress = IPAddress.Parse("10.132.0.77") });
        lan.Advance(5);
        router.State.ShouldBe(VrrpState.Fault);
        router.Status.Fault.ShouldBe("the source address 10.132.0.77 is not on interface eth1");
        (await lan.StartAsync(V3 with { SourceAddress = IPAddress.Parse("10.132.0.20") })).State.ShouldBe(VrrpState.Backup);
    }

    [Fact]
    public async Task Each_peer_shows_the_kind_of_its_checksums()
    {
        var lan = new LanFixture();
        var here = await lan.StartAsync(V3);
        await lan.StartAsync(V3 with { Priority = 200, Checksum = VrrpChecksumKind.MessageOnly });
        lan.Advance(10);
        var peer = here.Status.Peers.ShouldHaveSingleItem();
        peer.Checksum.ShouldBe(VrrpChecksumKind.MessageOnly);
        peer.LastHeard.ShouldBeGreaterThan(peer.Since);
    }
}
