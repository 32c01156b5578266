using FailoverIp;
using FailoverIp.Node;
using FailoverIp.Simulation;
using FailoverIp.Vrrp;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Samples.Tests.Guides;

/// <summary>The blocks of docs/guides/embedding.md that are not those of samples/WebApi, run.</summary>
public class EmbeddingGuide
{
    private const string Section = """
        { "FailoverIp": { "Node": "s1", "Vrrp": { "Instances": { "VI_1": { "Interface": "eth1", "VirtualRouterId": 101, "Priority": 200, "VirtualAddresses": [ "10.132.0.100" ] } } } } }
        """;

    private readonly VirtualTimeProvider _time = new();

    [Fact]
    public async Task Work_is_begun_by_hand_and_taken_back()
    {
        using var host = Build(builder => builder.Services.AddFailoverIpNode(builder.Configuration.GetSection("FailoverIp")));
        await host.StartAsync();
        var node = host.Services.GetRequiredService<IFailoverNode>();
        var runs = 0;
        Task PollAsync(CancellationToken token)
        {
            Interlocked.Increment(ref runs);
            return Task.Delay(Timeout.Infinite, token);
        }

        var work = node.WhileActive("VI_1", async token => await PollAsync(token));
        await UntilAsync(() => runs == 1);
        await work.DisposeAsync();

        await host.StopAsync();
    }

    [Fact]
    public async Task A_health_check_counts_and_a_reload_goes_over()
    {
        var healthy = true;
        using var host = Build(builder =>
        {
            builder.Services.AddHealthChecks().AddCheck("store", () => healthy ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("full"));

            builder.Services.AddFailoverIpNode(builder.Configuration.GetSection("FailoverIp"))
                .TrackHealthCheck("VI_1", "store", weight: 0, check => check with { Interval = TimeSpan.FromSeconds(5), Timeout = TimeSpan.FromSeconds(3) });
        });
        await host.StartAsync();
        var node = host.Services.GetRequiredService<IFailoverNode>();
        await UntilAsync(() => node.GetStatus().Instances[0].State == VrrpState.Active);
        healthy = false;
        await UntilAsync(() => node.GetStatus().Instances[0].State == VrrpState.Fault);

        var configuration = (IConfigurationRoot)host.Services.GetRequiredService<IConfiguration>();
        configuration["FailoverIp:Vrrp:Instances:VI_1:Priority"] = "150";

        await node.ReloadAsync();

        node.GetStatus().Instances[0].Priority.ShouldBe(150);
        configuration["FailoverIp:Vrrp:Instances:VI_1:Priority"] = "300";
        (await Should.ThrowAsync<FailoverIpException>(() => node.ReloadAsync())).Message.ShouldContain("300 is not between 1 and 255");
        node.GetStatus().Instances[0].Priority.ShouldBe(150);
        await host.StopAsync();
    }

    private IHost Build(Action<HostApplicationBuilder> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration.AddJsonStream(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Section)));
        var engine = new SimulatedLan(_time).AddHost("s1", System.Net.IPAddress.Parse("10.132.0.10")).CreateEngine();
        builder.Services.AddSingleton<TimeProvider>(_time).AddSingleton<IVrrpEngine>(engine);
        configure(builder);
        return builder.Build();
    }

    private async Task UntilAsync(Func<bool> condition) => (await _time.AdvanceUntilAsync(condition, limit: TimeSpan.FromHours(1))).ShouldBeTrue();
}
