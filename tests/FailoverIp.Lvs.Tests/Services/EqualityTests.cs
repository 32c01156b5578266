using System.Collections.Immutable;
using Shouldly;
using static FailoverIp.Lvs.Tests.Samples;

namespace FailoverIp.Lvs.Tests.Services;

public class EqualityTests
{
    private static VirtualServerOptions Fresh() => Service(Server(1, 1, new SampleCheck("a"), new SampleCheck("b")), Server(2)) with { SorryServer = new() { Address = new(Sorry.Address, Sorry.Port) } };

    [Fact]
    public void Virtual_servers_read_twice_are_equal()
    {
        Fresh().ShouldBe(Fresh());
        Fresh().GetHashCode().ShouldBe(Fresh().GetHashCode());
    }

    [Fact]
    public void A_difference_deep_inside_counts()
    {
        var other = Fresh() with { RealServers = [Server(1, 1, new SampleCheck("a"), new SampleCheck("c")), Server(2)] };
        other.ShouldNotBe(Fresh());
        (Fresh() with { RealServers = [Fresh().RealServers[0]] }).ShouldNotBe(Fresh());
        (Fresh() with { RealServers = default }).RealServers.ShouldBe(ImmutableArray<RealServerOptions>.Empty);
    }
}
