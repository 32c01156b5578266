using System.Net;
using FailoverIp.Simulation;

namespace FailoverIp.Vrrp.Tests;

/// <summary>Hosts on a LAN in memory under virtual time, with everything that the wire showed.</summary>
internal sealed class LanFixture
{
    private int _hosts;

    public LanFixture()
    {
        Lan = new(Time);
        Lan.Sent += packet => Adverts.Add((Time.Elapsed, packet.From, packet.Priority));
    }

    public VirtualTimeProvider Time { get; } = new();

    public SimulatedLan Lan { get; }

    public List<(TimeSpan At, SimulatedHost From, byte Priority)> Adverts { get; } = [];

    public static VirtualRouterOptions Options(int priority = 100, VrrpVersion version = VrrpVersion.V3) => new()
    {
        Name = "VI_1",
        Interface = "eth1",
        VirtualRouterId = 101,
        Priority = priority,
        Version = version,
        VirtualAddresses = [new(IPAddress.Parse("10.132.0.100"), 32)],
    };

    public Task<Router> StartAsync(VirtualRouterOptions options, SimulatedHost? host = null) => StartAsync(new VrrpEngineOptions { Routers = [options] }, host);

    public async Task<Router> StartAsync(VrrpEngineOptions options, SimulatedHost? host = null, Action<Router>? before = null)
    {
        host ??= Lan.AddHost($"s{++_hosts}", IPAddress.Parse($"10.132.0.{10 * _hosts}"));
        var router = new Router(host, host.CreateEngine());
        router.Engine.Subscribe(t => router.Transitions.Add((Time.Elapsed, t)));
        before?.Invoke(router);
        await router.Engine.StartAsync(options, default);
        return router;
    }

    public void Advance(double seconds) => Time.Advance(TimeSpan.FromSeconds(seconds));

    public sealed record Router(SimulatedHost Host, SimulatedVrrpEngine Engine)
    {
        public List<(TimeSpan At, VrrpTransition Transition)> Transitions { get; } = [];

        public VirtualRouterStatus Status => Engine.GetStatus()[0];

        public VrrpState State => Status.State;

        public VrrpState[] States => [.. Engine.GetStatus().Select(s => s.State)];

        public string Last => Transitions[^1].Transition.Detail;
    }
}
