using System.Collections.Concurrent;
using System.Net;
using FailoverIp.Simulation;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using static FailoverIp.Lvs.Tests.Samples;

namespace FailoverIp.Lvs.Tests.Engine;

/// <summary>Real time, real threads: checks that answer from the thread pool while options and presence change.</summary>
public class StressTests
{
    [Fact]
    public async Task Whatever_happens_at_once_the_table_ends_as_the_checks_say()
    {
        var factory = new RandomFactory();
        var table = new SimulatedIpvs();
        await using var engine = new LvsEngine(table, factory, TimeProvider.System, NullLoggerFactory.Instance, new() { Jitter = () => 0 });
        long last = 0;
        var wrong = 0;
        engine.Subscribe(e => wrong += e.Number == ++last ? 0 : 1);
        await engine.StartAsync(Options(0));
        var changes = Task.Run(async () =>
        {
            for (var round = 1; round <= 40; round++)
            {
                engine.SetPresent("web1", round % 2 == 0);
                await engine.ApplyAsync(Options(round));
                if (round % 10 == 0)
                    table.Remove(engine.GetStatus().VirtualServers[0].Key);
            }
        });
        await changes;
        factory.IsCalm = true;
        var shown = SpinWait.SpinUntil(() => engine.GetStatus().VirtualServers.Where(s => !s.Suspended).All(s => s.RealServers.All(Agrees)), TimeSpan.FromSeconds(30));
        shown.ShouldBeTrue();
        foreach (var server in engine.GetStatus().VirtualServers.Where(s => s.Name != "web0"))
            table.Destinations(server.Key).ShouldBe(server.RealServers.Where(r => r.InService).Select(r => $"{r.Address} w{r.Weight}").ToArray(), server.Name);
        await engine.StopAsync();
        table.Table.ShouldBeEmpty();
        SpinWait.SpinUntil(() => factory.Living == 0, TimeSpan.FromSeconds(10)).ShouldBeTrue();
        wrong.ShouldBe(0);
        last.ShouldBeGreaterThan(0);
        factory.Overlaps.ShouldBe(0);
    }

    // Those with an even last byte end well.
    private static bool Agrees(RealServerStatus server) => (server.State == RealServerCondition.Up) == (server.Address.Address.GetAddressBytes()[3] % 2 == 0);

    private static VirtualServerOptions[] Options(int round) => [.. Enumerable.Range(0, 6).Select(i => Service($"web{i}", 80 + i,
        [.. Enumerable.Range(1, 10 + ((round + i) % 3)).Select(j => Server(j, 1 + ((round + j) % 2)))]) with
    {
        HaSuspend = i == 1, Quorum = 1 + (round % 2),
        Timing = new() { DelayLoop = TimeSpan.FromMilliseconds(20), Retry = 1, DelayBeforeRetry = TimeSpan.FromMilliseconds(10), Warmup = TimeSpan.Zero },
    })];

    private sealed class RandomFactory : ICheckProbeFactory
    {
        private readonly ConcurrentDictionary<RandomProbe, bool> _probes = new();

        public volatile bool IsCalm;

        public int Living => _probes.Count;

        public int Overlaps;

        public ICheckProbe Create(CheckOptions check, IPEndPoint target, EffectiveCheckTiming timing)
        {
            var probe = new RandomProbe(this, target.Address.GetAddressBytes()[3]);
            _probes[probe] = true;
            return probe;
        }

        private sealed class RandomProbe(RandomFactory factory, int number) : ICheckProbe
        {
            private int _underWay;

            public async ValueTask<CheckResult> ProbeAsync(CancellationToken cancellationToken)
            {
                if (Interlocked.Increment(ref _underWay) != 1)
                    Interlocked.Increment(ref factory.Overlaps);
                try
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(0, 5)), TimeProvider.System, cancellationToken);
                    var passes = factory.IsCalm ? number % 2 == 0 : Random.Shared.Next(2) == 0;
                    return passes ? CheckResult.Pass : Random.Shared.Next(4) == 0 ? throw new InvalidOperationException("boom") : CheckResult.Fail("no");
                }
                finally
                {
                    Interlocked.Decrement(ref _underWay);
                }
            }

            public ValueTask DisposeAsync()
            {
                factory._probes.TryRemove(this, out _);
                return ValueTask.CompletedTask;
            }
        }
    }
}
