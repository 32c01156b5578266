using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Runtime.CompilerServices;
using FailoverIp.Simulation;
using FailoverIp.Vrrp;
using FailoverIp.Vrrp.Ipvs;
using FailoverIp.Vrrp.Kernel;
using FailoverIp.Vrrp.Netfilter;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FailoverIp.Node.Tests;

/// <summary>A node in a host on virtual time, with an engine and a provider that the test drives.</summary>
internal sealed class TestNode : IAsyncDisposable
{
    private readonly IHost _host;
    private bool _runs;

    private TestNode(NodeOptions options, FakeEngine engine, Func<IRedirectRules, IRedirectRules> wrap, Action<IFailoverIpBuilder>? more)
    {
        Engine = engine;
        var builder = Host.CreateEmptyApplicationBuilder(new() { DisableDefaults = true });
        builder.Logging.AddProvider(Log).SetMinimumLevel(LogLevel.Debug);
        builder.Services.AddSingleton<TimeProvider>(Time).AddSingleton<IVrrpEngine>(engine);
        builder.Services.AddSingleton<IIpvsReconciler>(Ipvs).AddSingleton(wrap(Redirects)).AddSingleton<SysctlSource>(LookAtSysctls);
        builder.Services.AddSingleton<LocalAddressSource>(() => LocalAddresses);
        var node = builder.Services.AddFailoverIpNode(options).AddProvider("fake", _ => Provider);
        more?.Invoke(node);
        _host = builder.Build();
    }

    public VirtualTimeProvider Time { get; } = new();

    public FakeEngine Engine { get; }

    public FakeProvider Provider { get; } = new();

    public SimulatedIpvs Ipvs { get; } = new();

    public FakeRedirects Redirects { get; } = new();

    /// <summary>The kernel settings that are wrong; those that are required can be set.</summary>
    public ImmutableList<SysctlProblem> Sysctls { get; set; } = [];

    /// <summary>What every look at them throws; null for nothing.</summary>
    public Exception? SysctlsThrow { get; set; }

    /// <summary>How the settings were asked for: true to set them.</summary>
    public ConcurrentQueue<bool> SysctlCalls { get; } = [];

    /// <summary>The addresses of the machine, as far as somebody asks for them.</summary>
    public ImmutableHashSet<IPAddress> LocalAddresses { get; set; } = [];

    public LogLines Log { get; } = new();

    public IFailoverNode Node => _host.Services.GetRequiredService<IFailoverNode>();

    public AddressStatus Web => Node.GetStatus().Addresses[0];

    public static NodeOptions Options { get; } = new()
    {
        Name = "s1",
        Instances =
        [
            new()
            {
                Name = "VI_1", Interface = "eth1", VirtualRouterId = 101, Priority = 255, AdvertisementInterval = TimeSpan.FromSeconds(2),
                VirtualAddresses = [new(IPAddress.Parse("10.132.0.100"), 32)],
            },
        ],
        Addresses =
        [
            new(new FailoverRoute("web", FailoverAddress.Parse("203.0.113.10"), "fake", RouteTarget.ForServer("v1"))) { Follows = "VI_1", Interface = "eth0" },
            new(new FailoverRoute("free", FailoverAddress.Parse("203.0.113.11"), "fake", RouteTarget.ForServer("v1"))),
        ],
    };

    public static TestNode Create(NodeOptions? options = null, FakeEngine? engine = null, Func<IRedirectRules, IRedirectRules>? wrap = null, Action<IFailoverIpBuilder>? more = null) =>
        new(options ?? Options, engine ?? new(), wrap ?? (r => r), more);

    public static async Task<TestNode> StartAsync(NodeOptions? options = null, FakeEngine? engine = null, Action<IFailoverIpBuilder>? more = null)
    {
        var node = Create(options, engine, more: more);
        node.Provider.SetOwner("203.0.113.10", "v2");
        await node.StartHostAsync();
        return node;
    }

    public async Task StartHostAsync()
    {
        await _host.StartAsync();
        _runs = true;
    }

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    public IEnumerable<T> All<T>() => _host.Services.GetServices<T>();

    /// <summary>The servers that answer for it, once they have come up: where a place is taken for a moment they are tried again.</summary>
    public async Task<IReadOnlyList<IStatusServer>> ServersAsync()
    {
        var servers = All<IHostedService>().OfType<StatusService>().Single().StartedAsync();
        await UntilAsync(() => servers.IsCompleted);
        return await servers;
    }

    /// <inheritdoc cref="VirtualTimeExtensions.UntilAsync"/>
    public Task UntilAsync(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string? what = null) => Time.UntilAsync(condition, what);

    /// <summary>Lets virtual time pass, in which nothing is expected to happen.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        for (var step = 0; step < 20; step++)
        {
            await Task.Delay(1);
            Time.Advance(time / 20);
        }
    }

    public async Task StopAsync()
    {
        _runs = false;
        await _host.StopAsync().WaitAsync(TimeSpan.FromSeconds(60));
    }

    /// <summary>Lets go of the host without stopping it.</summary>
    public void Drop()
    {
        _runs = false;
        _host.Dispose();
    }

    private IReadOnlyList<SysctlProblem> LookAtSysctls(SysctlFacts facts, bool set)
    {
        SysctlCalls.Enqueue(set);
        if (SysctlsThrow is { } failure)
            throw failure;
        if (set)
            Sysctls = Sysctls.RemoveAll(p => p.IsRequired);
        return Sysctls;
    }

    public async ValueTask DisposeAsync()
    {
        if (_runs)
        {
            var stop = StopAsync();
            // It needs no time to pass, but where it ends processes: those go when they like, and between two looks at them lies a moment.
            if (await Task.WhenAny(stop, Task.Delay(TimeSpan.FromSeconds(2))) != stop)
                await Time.UntilAsync(() => stop.IsCompleted);
            await stop;
        }
        _host.Dispose();
    }
}
