using FailoverIp;
using FailoverIp.ProfitBricks;
using FailoverIp.Simulation;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Samples.Tests.Guides;

/// <summary>The blocks of docs/providers.md, run.</summary>
public class ProviderGuide
{
    [Fact]
    public async Task A_provider_of_one_s_own_routes_the_addresses_of_the_configuration()
    {
        await using var service = new OwnerService(new());
        await service.ComeUpAsync();
        var address = service.BaseAddress;
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration.AddInMemoryCollection(Address("mine"));
        var section = builder.Configuration.GetSection("FailoverIp");

        builder.Services.AddHttpClient("mine", http => http.BaseAddress = address);
        builder.Services.AddFailoverIp(section)
            .AddProvider("mine", services => new MyProvider(services.GetRequiredService<IHttpClientFactory>().CreateClient("mine")));
        using var host = builder.Build();

        (await host.Services.GetRequiredService<IFailoverIpRouter>().EnsureAsync("web")).Attempts.ShouldBe(1);
        service.Owner.ShouldBe("s1");
    }

    [Fact]
    public async Task A_type_of_one_s_own_serves_several_accounts()
    {
        await using var service = new OwnerService(new());
        await service.ComeUpAsync();
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration.AddInMemoryCollection(Address("first")).AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["FailoverIp:Providers:first:Type"] = "MyType", ["FailoverIp:Providers:first:BaseAddress"] = service.BaseAddress.ToString(),
            ["FailoverIp:Providers:second:Type"] = "MyType", ["FailoverIp:Providers:second:BaseAddress"] = service.BaseAddress.ToString(),
        });
        var section = builder.Configuration.GetSection("FailoverIp");

        builder.Services.AddHttpClient();
        builder.Services.AddFailoverIp(section).AddProviderType("MyType", (services, name, account) =>
        {
            var http = services.GetRequiredService<IHttpClientFactory>().CreateClient(name);
            http.BaseAddress = new(account["BaseAddress"] ?? throw new FailoverIpException(FailoverErrorKind.Configuration, $"{account.Path}:BaseAddress: is missing"));
            return new MyProvider(http);
        });
        using var host = builder.Build();

        await host.Services.GetRequiredService<IFailoverIpRouter>().EnsureAsync("web");
        service.Owner.ShouldBe("s1");
    }

    [Fact]
    public async Task A_failover_group_is_set_up()
    {
        using var cloud = new ProfitBricksCloud(ProfitBricksState.CreateDefault() with { Settings = new() { RequestDuration = TimeSpan.Zero } });
        await using var simulator = await ProfitBricksSimulator.StartAsync(new() { Cloud = cloud });
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["FailoverIp:Providers:ionos:BaseAddress"] = simulator.ApiAddress.ToString(), ["FailoverIp:Providers:ionos:Token"] = simulator.Cloud.State.User.Tokens[0],
            ["FailoverIp:Providers:ionos:DatacenterId"] = "dc000000-0000-4000-8000-000000000001", ["FailoverIp:Providers:ionos:LanId"] = "1", ["FailoverIp:Providers:ionos:Mode"] = "FailoverGroup",
        }).Build();
        await using var services = new ServiceCollection().AddHttpClient().BuildServiceProvider();
        var httpClientFactory = services.GetRequiredService<IHttpClientFactory>();
        var (server1, nic1) = ("5e000000-0000-4000-8000-000000000001", "71c00000-0000-4000-8000-000000000001");
        var (server2, nic2) = ("5e000000-0000-4000-8000-000000000002", "71c00000-0000-4000-8000-000000000002");

        var options = ProfitBricksOptions.Read(configuration.GetSection("FailoverIp:Providers:ionos"));
        var setup = new FailoverGroupSetup(options, httpClientFactory.CreateClient("FailoverIp:ionos"));
        await setup.SetUpAsync(FailoverAddress.Parse("198.51.100.7"),
        [
            new([new("Server", server1), new("Nic", nic1)]),
            new([new("Server", server2), new("Nic", nic2)]),
        ]);

        (await setup.CheckAsync(FailoverAddress.Parse("198.51.100.7"), [new([new("Server", server1), new("Nic", nic1)])])).ShouldBeEmpty();
    }

    private static Dictionary<string, string?> Address(string provider) => new()
    {
        ["FailoverIp:Addresses:web:Address"] = "203.0.113.10", ["FailoverIp:Addresses:web:Provider"] = provider, ["FailoverIp:Addresses:web:Target:Server"] = "s1",
    };
}
