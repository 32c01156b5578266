using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using FailoverIp.Vrrp.State;

namespace FailoverIp.Vrrp.Tests.State;

/// <summary>What is written by hand is what the serializer would write, and so what it reads.</summary>
public class HeldRouterWriterTests
{
    private static readonly HeldRouter Plain = HeldRouter.Of(LanFixture.Options());

    public static TheoryData<string> Names => [.. Routers.Keys];

    private static Dictionary<string, HeldRouter> Routers { get; } = new()
    {
        ["plain"] = Plain,
        ["\"strange\" näme"] = Plain with { Name = "\"strange\" näme\n" },
        ["every attribute of an address"] = Plain with
        {
            Addresses =
            [
                new(IPAddress.Parse("10.0.0.1"), 24, "eth0", "eth0:1")
                {
                    Peer = IPAddress.Parse("10.0.0.2"), Broadcast = IPAddress.Parse("10.0.0.255"), Scope = 253, NoPrefixRoute = true, AutoJoin = true, Track = false,
                    PreferredLifetime = TimeSpan.FromSeconds(90061.5),
                },
                new(IPAddress.Parse("2001:db8::1"), 128) { OnVirtualMac = true, DetectDuplicates = true, IsHomeAddress = true, ManageTemporaryAddresses = true, PreferredLifetime = TimeSpan.Zero },
            ],
        },
        ["routes and rules"] = Plain with
        {
            Routes = [new() { Destination = IPNetwork.Parse("10.9.0.0/16"), Gateway = IPAddress.Parse("10.0.0.9"), Metrics = new() { QuickAcknowledge = true }, NextHops = [new(null, "eth1", 3)] }],
            Rules = [new() { Family = AddressFamily.InterNetwork, From = IPNetwork.Parse("10.0.0.0/8"), Table = 100, SourcePorts = new(1, 9) }],
        },
        ["a link"] = Plain with { LinkName = "vrrp.7", LinkKind = VirtualLinkKind.Macvlan, RefusesPackets = true, AddressLinks = ["vrrp.7.1", "vrrp.7.2"] },
        ["settings"] = HeldRouter.Changed([new("ipv4/conf/eth1/arp_ignore", 0, 1)]),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void It_writes_what_the_serializer_writes(string name) =>
        Encoding.UTF8.GetString(HeldRouterWriter.Write([Routers[name]]))
            .ShouldBe(JsonSerializer.Serialize([Routers[name]], HeldRouterJson.Default.HeldRouterArray));

    /// <summary>What is new in a description is new here as well: else a test of all of it would not see that it is missing.</summary>
    [Fact]
    public void The_routers_of_this_test_have_everything_that_is_described()
    {
        var text = Encoding.UTF8.GetString(HeldRouterWriter.Write(Routers.Values));
        foreach (var property in HeldRouterJson.Default.HeldRouter.Properties.Concat(HeldRouterJson.Default.VirtualAddress.Properties).Where(p => p.Get is not null))
            text.ShouldContain($"\"{property.Name}\":");
    }

    [Fact]
    public void Several_are_one_array_and_none_is_an_empty_one()
    {
        JsonSerializer.Deserialize(HeldRouterWriter.Write(Routers.Values), HeldRouterJson.Default.HeldRouterArray)!.Length.ShouldBe(Routers.Count);
        Encoding.UTF8.GetString(HeldRouterWriter.Write([])).ShouldBe("[]");
    }
}
