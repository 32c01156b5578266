using System.Net;
using System.Net.Sockets;
using FailoverIp.Simulation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace FailoverIp.Netcup.Tests;

public sealed class PublishedDocumentTests(PublishedDocumentTests.NetcupPrism prism) : IClassFixture<PublishedDocumentTests.NetcupPrism>
{
    private const string Prefix = "/scp-core/";

    [SkippableFact]
    public async Task Every_kind_of_request_is_valid_against_the_published_document()
    {
        using var handler = new PrismHandler(prism.Require(), Prefix, elsewhere: () => Tokens.Granted());
        var client = Client(handler);
        var bounds = new RequestBounds(TimeSpan.FromSeconds(30), CancellationToken.None);
        Func<Task>[] calls =
        [
            () => client.ListFailoverIpsAsync(AddressFamily.InterNetwork, null, bounds),
            () => client.ListFailoverIpsAsync(AddressFamily.InterNetwork, IPAddress.Parse("203.0.113.10"), bounds),
            () => client.ListFailoverIpsAsync(AddressFamily.InterNetworkV6, null, bounds),
            () => client.ListFailoverIpsAsync(AddressFamily.InterNetworkV6, IPAddress.Parse("2001:db8:a:20::"), bounds),
            () => client.FindServersAsync("v2200000000000000001", bounds),
            () => client.GetServerAsync(111001, bounds),
            () => client.RouteAsync(AddressFamily.InterNetwork, 333001, 111001, bounds),
            () => client.RouteAsync(AddressFamily.InterNetworkV6, 333003, 111001, bounds),
            () => client.GetTaskAsync("00000000-0000-4000-8000-000000000158", bounds),
            () => client.ListReroutesAsync(bounds),
        ];
        foreach (var call in calls)
            await IgnoreTheAnswerAsync(call);
        handler.Verdicts.Count.ShouldBe(calls.Length);
        handler.Verdicts.ShouldAllBe(v => v.IsValid);
    }

    [SkippableFact]
    public async Task Every_request_of_a_whole_failover_is_valid_against_the_published_document()
    {
        var address = prism.Require();
        await using var simulator = await NetcupRestSimulator.StartAsync(new() { Scp = new(NetcupScpState.CreateDefault(refreshToken: "r")) });
        using var handler = new PrismHandler(address, Prefix, new SocketsHttpHandler());
        var services = new ServiceCollection();
        services.AddHttpClient("FailoverIp:netcup").ConfigurePrimaryHttpMessageHandler(() => handler);
        services.AddFailoverIp().AddNetcupRest("netcup", o => (o.BaseAddress, o.RefreshToken) = (simulator.BaseAddress, "r"))
            .AddAddress("web", o => (o.Address, o.Provider, o.Target["Server"]) = ("203.0.113.10", "netcup", RestService.S1))
            .AddAddress("web6", o => (o.Address, o.Provider, o.Target["Server"]) = ("2001:db8:a:20::/64", "netcup", "111002"));
        await using var provider = services.BuildServiceProvider();
        var router = provider.GetRequiredService<IFailoverIpRouter>();
        foreach (var route in router.Routes)
        {
            await provider.GetRequiredKeyedService<IFailoverIpProvider>("netcup").PrepareAsync(new(route.Address, route.Target), CancellationToken.None);
            (await router.EnsureAsync(route.Name)).Outcome.ShouldBe(RouteOutcome.Rerouted);
        }
        handler.Verdicts.Count(v => v.Request.StartsWith("PATCH", StringComparison.Ordinal)).ShouldBe(2);
        handler.Verdicts.ShouldAllBe(v => v.IsValid);
    }

    [SkippableFact]
    public async Task A_request_that_breaks_the_document_is_noticed()
    {
        using var handler = new PrismHandler(prism.Require(), Prefix, elsewhere: () => Tokens.Granted());
        using var client = new HttpClient(handler);
        using var body = new StringContent("""{"serverId":"one"}""", null, "application/json");
        await client.PatchAsync(new Uri("https://scp.example/scp-core/api/v1/users/1/failoverips/v4/1"), body);
        await client.GetAsync(new Uri("https://scp.example/scp-core/api/v1/users/1/failoverips/v5"));
        await client.GetAsync(new Uri("https://scp.example/scp-core/api/v1/servers/s1"));
        handler.Verdicts.Count.ShouldBe(3);
        handler.Verdicts.ShouldAllBe(v => !v.IsValid);
    }

    private static ScpClient Client(HttpMessageHandler handler)
    {
        var http = new HttpExchange(new HttpClient(handler, disposeHandler: false), TimeProvider.System);
        var tokens = new AccessTokenSource(new(http, RestService.Base), new MemoryRefreshTokenStore("r", TimeProvider.System), TimeProvider.System, NullLogger.Instance);
        return new(http, RestService.Base, tokens);
    }

    /// <summary>Prism makes its answers up: what counts is what it says to the request.</summary>
    private static async Task IgnoreTheAnswerAsync(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (FailoverIpException)
        {
        }
    }

    public sealed class NetcupPrism() : Prism("Api/netcup-scp-openapi.json");
}
