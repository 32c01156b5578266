using System.Collections.Immutable;
using System.Net;
using FailoverIp.Vrrp.Ipvs;
using Microsoft.Extensions.Logging;

namespace FailoverIp.Node.Tests;

/// <summary>Timeouts, sync daemons and a table that is emptied, on a kernel that notes what it is asked.</summary>
public sealed class KernelBalancingTests : IDisposable
{
    private static readonly NodeOptions Options = TestNode.Options with
    {
        Ipvs = new()
        {
            Timeouts = new(TimeSpan.FromHours(2), TimeSpan.Zero, TimeSpan.FromSeconds(30)),
            SyncDaemon = new("eth1") { Follows = "VI_1", Port = 8849 },
            FlushOnStart = true,
            FlushOnStop = true,
        },
    };

    private readonly NotingKernel _kernel = new();
    private readonly LogLines _log = new();

    public void Dispose()
    {
        _kernel.Dispose();
        _log.Dispose();
    }

    [Fact]
    public void What_is_set_follows_the_role_and_is_put_back_at_the_end()
    {
        using var balancing = Make();

        balancing.Start(Options);
        balancing.Look(Options, _ => true);
        balancing.Look(Options, _ => true);
        balancing.Look(Options, _ => false);
        balancing.Stop(Options);

        _kernel.Asked.ShouldBe(
        [
            "flush", "timeouts 7200 120 30", "start Backup eth1 101 8849", "stop Backup", "start Master eth1 101 8849", "stop Master", "start Backup eth1 101 8849", "timeouts 900 120 300", "stop Backup", "flush",
        ]);
    }

    [Fact]
    public void Without_an_instance_both_run()
    {
        using var balancing = Make();
        var options = TestNode.Options with { Ipvs = new() { SyncDaemon = new("eth1") { SyncId = 7 } } };

        balancing.Start(options);

        _kernel.Asked.ShouldBe(["start Master eth1 7 ", "start Backup eth1 7 "]);
    }

    [Fact]
    public void A_daemon_of_an_earlier_run_is_in_nobody_s_way()
    {
        _kernel.Daemons = [new() { State = IpvsSyncState.Backup, Interface = "eth9" }];
        using var balancing = Make();

        balancing.Start(Options with { Ipvs = Options.Ipvs with { FlushOnStart = false, Timeouts = null } });

        _kernel.Asked.ShouldBe(["stop Backup", "start Backup eth1 101 8849"]);
    }

    [Fact]
    public void A_kernel_that_refuses_is_one_line_and_asked_again()
    {
        using var balancing = Make();
        _kernel.Refuses = "no such device";
        balancing.Start(Options);
        balancing.Look(Options, _ => false);
        _log.Lines.ShouldBe(["Warning: timeouts, sync daemons or flushing of the kernel's load balancer: no such device"]);

        _kernel.Refuses = null;
        balancing.Look(Options, _ => false);
        _kernel.Asked.ShouldBe(["timeouts 7200 120 30", "start Backup eth1 101 8849"]);
    }

    [Fact]
    public void Nothing_said_is_nothing_asked_and_the_kernel_not_even_opened()
    {
        using var balancing = new KernelBalancing(() => throw new InvalidOperationException("it was opened"), Logger());

        balancing.Start(TestNode.Options);
        balancing.Look(TestNode.Options, _ => true);
        balancing.Stop(TestNode.Options);
    }

    private KernelBalancing Make() => new(() => _kernel, Logger());

    private ILogger Logger() => LoggerFactory.Create(b => b.AddProvider(_log)).CreateLogger("test");

    private sealed class NotingKernel : IIpvsClient
    {
        public List<string> Asked { get; } = [];

        public string? Refuses { get; set; }

        public ImmutableArray<IpvsSyncDaemon> Daemons { get; set; } = [];

        public void Flush() => Note("flush");

        public IpvsTimeouts GetTimeouts() => new(TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(5));

        public void SetTimeouts(IpvsTimeouts timeouts) => Note($"timeouts {timeouts.Tcp.TotalSeconds} {timeouts.TcpFin.TotalSeconds} {timeouts.Udp.TotalSeconds}");

        public ImmutableArray<IpvsSyncDaemon> GetSyncDaemons() => Daemons;

        public void StartSyncDaemon(IpvsSyncDaemon daemon)
        {
            Note($"start {daemon.State} {daemon.Interface} {daemon.SyncId} {daemon.Port}");
            Daemons = Daemons.Add(daemon);
        }

        public void StopSyncDaemon(IpvsSyncState state)
        {
            Note($"stop {state}");
            Daemons = Daemons.RemoveAll(d => d.State == state);
        }

        public void Dispose()
        {
            // Nothing was opened.
        }

        public IpvsInfo GetInfo() => throw new NotSupportedException();

        public ImmutableArray<IpvsServiceEntry> GetServices() => throw new NotSupportedException();

        public IpvsServiceEntry? GetService(IpvsServiceKey key) => throw new NotSupportedException();

        public ImmutableArray<IpvsDestinationEntry> GetDestinations(IpvsServiceKey key) => throw new NotSupportedException();

        public ImmutableArray<IpvsTableEntry> GetTable() => throw new NotSupportedException();

        public void AddService(IpvsService service) => throw new NotSupportedException();

        public void SetService(IpvsService service) => throw new NotSupportedException();

        public void DeleteService(IpvsServiceKey key) => throw new NotSupportedException();

        public void AddDestination(IpvsServiceKey key, IpvsDestination destination) => throw new NotSupportedException();

        public void SetDestination(IpvsServiceKey key, IpvsDestination destination) => throw new NotSupportedException();

        public void DeleteDestination(IpvsServiceKey key, IPEndPoint address) => throw new NotSupportedException();

        public void ZeroCounters(IpvsServiceKey key) => throw new NotSupportedException();

        public void ZeroAllCounters() => throw new NotSupportedException();

        private void Note(string what)
        {
            if (Refuses is not null)
                throw new IpvsException(Refuses);
            Asked.Add(what);
        }
    }
}
