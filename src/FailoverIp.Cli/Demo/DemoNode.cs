using System.Net;
using FailoverIp.Node;
using FailoverIp.Simulation;
using FailoverIp.Vrrp;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FailoverIp.Cli.Demo;

/// <summary>One complete node, as an application would host it; only its wire is the LAN in memory.</summary>
internal sealed class DemoNode : IAsyncDisposable
{
    public const string Instance = "VI_1";
    public const string AddressName = "web";
    public static readonly FailoverAddress FailoverIp = FailoverAddress.Parse("203.0.113.10");
    public static readonly VirtualAddress Virtual = new(IPAddress.Parse("10.132.0.100"), 32);

    private readonly PowerSwitch _power = new();
    private readonly SimulatedHost _machine;
    private readonly SimulatedVrrpEngine _engine;
    private readonly IHost _host;

    public DemoNode(SimulatedHost machine, int priority, string server, NetcupRestSimulator netcup, Timeline timeline)
    {
        (_machine, Server, _engine) = (machine, server, machine.CreateEngine());
        var options = new NodeOptions
        {
            Name = machine.Name,
            Instances = [new() { Name = Instance, Interface = machine.InterfaceName, VirtualRouterId = 101, Priority = priority, VirtualAddresses = [Virtual] }],
            Addresses = [new(new(AddressName, FailoverIp, "netcup", RouteTarget.ForServer(server))) { Follows = Instance }],
        };
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddProvider(new TimelineLogger(timeline, Name, () => IsAlive)).AddFilter("Microsoft", LogLevel.Error).AddFilter("System", LogLevel.Error);
        builder.Services.AddSingleton<IVrrpEngine>(_engine);
        builder.Services.AddHttpClient("FailoverIp:netcup").AddHttpMessageHandler(() => _power);
        builder.Services.AddFailoverIpNode(options).AddNetcupRest("netcup", account =>
        {
            account.BaseAddress = netcup.BaseAddress;
            account.RefreshToken = netcup.State.RefreshTokens[0].Token;
        });
        _host = builder.Build();
    }

    public string Name => _machine.Name;

    /// <summary>The server that the failover IP is routed to while this node is Active.</summary>
    public string Server { get; }

    public bool IsAlive { get; private set; } = true;

    public InstanceStatus Election => Status.Instances[0];

    public AddressStatus Route => Status.Addresses[0];

    /// <summary>True where the virtual address is on this machine.</summary>
    public bool HoldsVirtualAddress => _machine.Addresses.Contains(Virtual);

    private NodeStatus Status => _host.Services.GetRequiredService<IFailoverNode>().GetStatus();

    public Task StartAsync(CancellationToken cancellationToken) => _host.StartAsync(cancellationToken);

    /// <summary>Ends the node as SIGKILL does: no priority 0, no goodbye to anybody; nothing of it gets out any more.</summary>
    public void Kill()
    {
        IsAlive = false;
        _engine.Kill();
        _power.Cut();
    }

    public async ValueTask DisposeAsync()
    {
        // The demo is over: stopping is not part of what it shows.
        IsAlive = false;
        await _host.StopAsync(CancellationToken.None);
        _host.Dispose();
    }
}
