using System.Net;
using System.Net.Sockets;
using FailoverIp.Simulation;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using static FailoverIp.Lvs.Tests.Samples;

namespace FailoverIp.Lvs.Tests.Engine;

/// <summary>The engine with real probes, whose answers arrive on their own thread, against a real listener.</summary>
public class RealProbesTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_listener_that_goes_and_comes_leaves_the_table_and_returns()
    {
        var port = Free();
        using var factory = new CheckProbeFactory { AnswersOnThreadPool = false };
        var table = new SimulatedIpvs();
        await using var engine = new LvsEngine(table, factory, TimeProvider.System, NullLoggerFactory.Instance, new() { Jitter = () => 0 });
        using var events = new SemaphoreSlim(0);
        engine.Subscribe(e =>
        {
            if (e.Kind is LvsEventKind.RealServerUp or LvsEventKind.RealServerDown)
                events.Release();
        });
        var web = Service(Server(1) with
        {
            Checks = [new TcpCheckOptions { ConnectAddress = IPAddress.Loopback, ConnectPort = port }], Alpha = true,
            Timing = new() { DelayLoop = TimeSpan.FromMilliseconds(50), DelayBeforeRetry = TimeSpan.FromMilliseconds(20), Retry = 2, Warmup = TimeSpan.Zero },
        });
        await engine.StartAsync([web]);
        table.Destinations(web.Key).ShouldBe([]);
        for (var round = 0; round < 2; round++)
        {
            using (var listener = new TcpListener(IPAddress.Loopback, port))
            {
                listener.Start(1000);
                (await events.WaitAsync(Patience)).ShouldBeTrue("it comes");
                SpinWait.SpinUntil(() => table.Destinations(web.Key)!.Length == 1, Patience).ShouldBeTrue();
            }
            (await events.WaitAsync(Patience)).ShouldBeTrue("it goes");
            SpinWait.SpinUntil(() => table.Destinations(web.Key)!.Length == 0, Patience).ShouldBeTrue();
        }
        engine.GetStatus().VirtualServers[0].RealServers[0].LastFailure.ShouldNotBeNull().ShouldNotContain("\n");
        await engine.StopAsync();
        table.Table.ShouldBeEmpty();
    }

    private static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
