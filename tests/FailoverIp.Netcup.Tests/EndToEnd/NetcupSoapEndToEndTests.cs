using FailoverIp.Simulation;
using Microsoft.Extensions.DependencyInjection;

namespace FailoverIp.Netcup.Tests;

/// <summary>The router and the SOAP provider over real HTTP against the stateful simulator.</summary>
public sealed class NetcupSoapEndToEndTests
{
    [Theory]
    [InlineData("203.0.113.10", Mac.WithMac, 500, false)]
    [InlineData("203.0.113.10", Mac.WithoutMac, 200, true)]
    [InlineData("2001:db8:a:20::/64", Mac.WithoutMac, 500, true)]
    public async Task A_route_is_made_and_a_second_change_within_five_minutes_is_not_even_sent(string address, Mac mac, int faultStatus, bool returnsTrue)
    {
        using var scp = Scp(faultStatus, returnsTrue);
        await using var simulator = await NetcupSoapSimulator.StartAsync(new() { Scp = scp });
        await using var services = Services(simulator, address, mac == Mac.WithMac ? "02:00:00:00:00:01" : null);
        var router = services.GetRequiredService<IFailoverIpRouter>();
        var result = await router.EnsureAsync("old");
        (result.Outcome, result.Attempts, result.Owner).ShouldBe((RouteOutcome.Rerouted, 1, RestService.S1));
        scp.OwnerOf(address).ShouldBe(RestService.S1);

        scp.Route(address, RestService.S2);
        (await router.ReadAsync("old")).Owner.ShouldBe(RestService.S2);
        var e = await Should.ThrowAsync<FailoverIpException>(router.EnsureAsync("old"));
        e.Kind.ShouldBe(FailoverErrorKind.RateLimited);
        e.RetryAfter!.Value.ShouldBeInRange(TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(5));
        simulator.Requests.Of(SimulatedOperation.Write).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(500)]
    public async Task A_wrong_password_ends_it_at_once(int faultStatus)
    {
        using var scp = Scp(faultStatus, false);
        await using var simulator = await NetcupSoapSimulator.StartAsync(new() { Scp = scp });
        await using var services = Services(simulator, "203.0.113.10", null, password: "wr<ong");
        var e = await Should.ThrowAsync<FailoverIpException>(services.GetRequiredService<IFailoverIpRouter>().EnsureAsync("old"));
        e.Kind.ShouldBe(FailoverErrorKind.Authentication);
        e.ToString().ShouldNotContain("wr<ong");
        simulator.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_MAC_of_another_server_is_refused()
    {
        using var scp = Scp(500, false);
        await using var simulator = await NetcupSoapSimulator.StartAsync(new() { Scp = scp });
        await using var services = Services(simulator, "203.0.113.10", "02:00:00:00:00:02");
        var e = await Should.ThrowAsync<FailoverIpException>(services.GetRequiredService<IFailoverIpRouter>().EnsureAsync("old"));
        e.Kind.ShouldBe(FailoverErrorKind.NotFound);
        e.Message.ShouldContain("02:00:00:00:00:02");
        scp.Changes.ShouldBeEmpty();
    }

    public enum Mac
    {
        WithMac,
        WithoutMac,
    }

    private static NetcupScp Scp(int faultStatus, bool returnsTrue) => new(NetcupScpState.CreateDefault(webservicePassword: "p<ä>&\"") with
    {
        Settings = new() { TaskDuration = TimeSpan.FromMilliseconds(50), SoapFaultStatus = faultStatus, SoapReturnsTrue = returnsTrue },
    });

    private static ServiceProvider Services(NetcupSoapSimulator simulator, string address, string? mac, string password = "p<ä>&\"")
    {
        var services = new ServiceCollection();
        services.AddFailoverIp().AddNetcupSoap("soap", o => (o.Endpoint, o.LoginName, o.Password) = (simulator.Endpoint, "12345", password))
            .AddAddress("old", o =>
            {
                (o.Address, o.Provider, o.Target["Server"]) = (address, "soap", RestService.S1);
                if (mac is not null)
                    o.Target["Mac"] = mac;
                o.Retry = o.Retry with { Delay = TimeSpan.FromMilliseconds(50), TotalTimeout = TimeSpan.FromSeconds(30) };
            });
        return services.BuildServiceProvider();
    }
}
