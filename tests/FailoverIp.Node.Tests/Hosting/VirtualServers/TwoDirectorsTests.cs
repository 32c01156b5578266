using System.Net;
using FailoverIp.Lvs;
using FailoverIp.Simulation;
using FailoverIp.Vrrp;
using FailoverIp.Vrrp.Ipvs;
using FailoverIp.Vrrp.Netfilter;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FailoverIp.Node.Tests;

/// <summary>Two directors that are web servers as well, on one LAN in memory, in virtual time: the elections are real, the kernels are not.</summary>
public class TwoDirectorsTests
{
    private const string Redirected = "203.0.113.10 tcp 80";
    private const string Established = "203.0.113.10 tcp 80 (established)";

    private static readonly IpvsServiceKey Http = IpvsServiceKey.Of(IpvsProtocol.Tcp, IPEndPoint.Parse("203.0.113.10:80"));

    [Fact]
    public async Task Both_have_the_table_one_has_the_bypass_and_only_the_Active_one_checks()
    {
        var time = new VirtualTimeProvider();
        var lan = new SimulatedLan(time);
        var webServers = new WebServers();
        await using var a = new Director(lan, webServers, "s1", "10.132.0.10", 100);
        await using var b = new Director(lan, webServers, "s2", "10.132.0.11", 50);
        await a.StartAsync();
        await b.StartAsync();

        // The election.
        await time.UntilAsync(() => a.Is(VrrpState.Active) && b.Is(VrrpState.Backup));
        await time.UntilAsync(() => a.Rules is [Established] && b.Rules is [Redirected]);
        string[] both = ["10.132.0.10:80 w1", "10.132.0.11:80 w1"];
        await time.UntilAsync(() => a.Pool.SequenceEqual(both) && b.Pool.SequenceEqual(both));
        await time.UntilAsync(() => webServers.AskedBy("s1") > 2);
        webServers.AskedBy("s2").ShouldBe(0, "it is Backup: its checks rest");

        // A web server dies and comes back.
        webServers.Kill("10.132.0.11:80");
        await time.UntilAsync(() => a.Pool.SequenceEqual(["10.132.0.10:80 w1"]));
        b.Pool.ShouldBe(both, "it has not asked");
        webServers.Revive("10.132.0.11:80");
        await time.UntilAsync(() => a.Pool.SequenceEqual(both));

        // A director dies: the other one has the table already, and the bypass ends.
        await a.KillAsync();
        await time.UntilAsync(() => b.Is(VrrpState.Active));
        await time.UntilAsync(() => b.Rules is [Established]);
        b.Pool.ShouldBe(both);
        await time.UntilAsync(() => webServers.AskedBy("s2") > 2);
    }

    private sealed class WebServers
    {
        private readonly Lock _gate = new();
        private readonly HashSet<string> _dead = [];
        private readonly Dictionary<string, int> _asked = [];

        public void Kill(string address)
        {
            lock (_gate)
                _dead.Add(address);
        }

        public void Revive(string address)
        {
            lock (_gate)
                _dead.Remove(address);
        }

        public int AskedBy(string director)
        {
            lock (_gate)
                return _asked.GetValueOrDefault(director);
        }

        public CheckResult Ask(string director, string address)
        {
            lock (_gate)
            {
                _asked[director] = _asked.GetValueOrDefault(director) + 1;
                return _dead.Contains(address) ? CheckResult.Fail("connection refused") : CheckResult.Pass;
            }
        }
    }

    private sealed class Director : IAsyncDisposable
    {
        private readonly SimulatedVrrpEngine _engine;
        private readonly SimulatedIpvs _ipvs = new();
        private readonly FakeRedirects _redirects = new();
        private readonly IHost _host;
        private bool _runs;

        public Director(SimulatedLan lan, WebServers webServers, string name, string address, int priority)
        {
            _engine = lan.AddHost(name, IPAddress.Parse(address)).CreateEngine();
            var builder = Host.CreateEmptyApplicationBuilder(new() { DisableDefaults = true });
            builder.Services.AddSingleton(lan.Time).AddSingleton<IVrrpEngine>(_engine).AddSingleton<IIpvsReconciler>(_ipvs).AddSingleton<IRedirectRules>(_redirects);
            builder.Services.AddFailoverIpNode(new NodeOptions
            {
                Name = name,
                Sysctls = SysctlHandling.Ignore,
                Instances = [new() { Name = "VI_1", Interface = "eth1", VirtualRouterId = 1, Priority = priority, VirtualAddresses = [new(IPAddress.Parse("203.0.113.10"), 32)] }],
                VirtualServers =
                [
                    new(new()
                    {
                        Name = "http", Key = Http, Scheduler = "rr", Method = IpvsForwarding.DirectRoute, Persistence = TimeSpan.FromSeconds(50), HaSuspend = true,
                        Timing = new() { DelayLoop = TimeSpan.FromSeconds(3), Warmup = TimeSpan.Zero },
                        RealServers = [RealServer("10.132.0.10:80"), RealServer("10.132.0.11:80")],
                    })
                    {
                        Bypass = true,
                    },
                ],
            });
            _host = builder.Build();

            RealServerOptions RealServer(string server) =>
                new() { Address = IPEndPoint.Parse(server), Checks = [new DelegateCheckOptions { Check = _ => new(webServers.Ask(name, server)) }] };
        }

        public string[] Rules => _redirects.Rules;

        public string[] Pool => _ipvs.Destinations(Http) ?? [];

        public bool Is(VrrpState state) => _host.Services.GetRequiredService<IFailoverNode>().GetStatus().Instances[0].State == state;

        public Task StartAsync()
        {
            _runs = true;
            return _host.StartAsync();
        }

        /// <summary>As by SIGKILL: nothing is said, nothing is cleaned up.</summary>
        public Task KillAsync()
        {
            _engine.Kill();
            return Task.CompletedTask;
        }

        public async ValueTask DisposeAsync()
        {
            if (_runs)
                await _host.StopAsync();
            _host.Dispose();
        }
    }
}
