using FailoverIp.Lvs;
using FailoverIp.Vrrp.Ipvs;
using FailoverIp.Vrrp.Netfilter;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FailoverIp.Node.Tests;

/// <summary>A node whose configuration has lost its virtual servers since it was killed.</summary>
public class LeftoverTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Where_an_earlier_run_has_left_its_list_the_engine_runs_to_clear_the_table_and_otherwise_it_does_not(bool left)
    {
        using var folder = new TempFolder();
        var options = new NodeOptions { Name = "s1", ControlSocket = folder["c.sock"] };
        using var table = new KernelTable("s1", folder["s1.ipvs.json"]);
        if (left)
            folder.Write("s1.ipvs.json", "{}");
        var (engine, redirects) = (new IdleEngine(), new FakeRedirects());
        var builder = Host.CreateEmptyApplicationBuilder(new() { DisableDefaults = true });
        builder.Services.AddSingleton<ILvsEngine>(engine).AddSingleton<IRedirectRules>(redirects).AddSingleton<IIpvsReconciler>(table);
        builder.Services.AddFailoverIpNode(options);
        using var host = builder.Build();

        await host.StartAsync();
        await host.StopAsync();

        engine.Calls.ShouldBe(left ? ["start 0", "stop"] : []);
    }

    private sealed class IdleEngine : ILvsEngine
    {
        public List<string> Calls { get; } = [];

        public Task StartAsync(IReadOnlyCollection<VirtualServerOptions> virtualServers, CancellationToken cancellationToken = default)
        {
            Calls.Add($"start {virtualServers.Count}");
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken = default)
        {
            Calls.Add("stop");
            return Task.CompletedTask;
        }

        public Task ApplyAsync(IReadOnlyCollection<VirtualServerOptions> virtualServers, CancellationToken cancellationToken = default) => Task.CompletedTask;

        public void SetPresent(string virtualServer, bool isPresent)
        {
        }

        public LvsStatus GetStatus() => new([], null);

        public void Subscribe(Action<LvsEvent> observer)
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
