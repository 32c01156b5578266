using System.Net;
using System.Net.Sockets;
using FailoverIp.Interop.Lab;
using FailoverIp.Vrrp.Ipvs;

namespace FailoverIp.IpvsInterop.Table;

/// <summary>Counters after real traffic, timeouts, sync daemons.</summary>
public sealed class StateTests
{
    private static readonly IpvsServiceKey Web = IpvsServiceKey.Of(IpvsProtocol.Tcp, IPEndPoint.Parse("203.0.113.10:80"));

    [SkippableFact]
    public async Task Counters_after_real_traffic_are_those_of_ipvsadm_and_can_be_zeroed()
    {
        await using var here = await IpvsNamespace.CreateAsync();
        await Shell.RunAsync("ip", "-n", here.Lab.Name, "addr", "add", "203.0.113.10/32", "dev", "lo");
        await Shell.RunAsync("ip", "-n", here.Lab.Name, "addr", "add", "10.0.0.2/32", "dev", "lo");
        here.Client.AddService(new() { Key = Web, Scheduler = "rr", Flags = IpvsServiceFlags.Persistent, Timeout = TimeSpan.FromSeconds(300) });
        here.Client.AddDestination(Web, new() { Address = IPEndPoint.Parse("10.0.0.2:8080") });
        here.Client.AddService(new() { Key = IpvsServiceKey.OfMark(7) });
        const int clients = 3;
        await here.Lab.RunAsync(() => Converse(IPEndPoint.Parse("10.0.0.2:8080"), IPEndPoint.Parse("203.0.113.10:80"), clients));

        await CountedAsync(here, clients);

        var entry = here.Client.GetTable().Single(t => t.Service.Service.Key == Web);
        var real = entry.Destinations.ShouldHaveSingleItem();
        var listed = (await here.Ipvsadm.ListStatisticsAsync()).Single(s => s.Address == "203.0.113.10:80");

        entry.Service.Statistics.Connections.ShouldBe((ulong)clients);
        entry.Service.Statistics.IncomingBytes.ShouldBeGreaterThan(clients * 100UL);
        Numbers(entry.Service.Statistics).ShouldBe(listed.Numbers);
        Numbers(real.Statistics).ShouldBe(listed.Destinations[0].Numbers);
        (real.ActiveConnections + real.InactiveConnections).ShouldBe((uint)clients);
        real.PersistentConnections.ShouldBe(1U);
        here.Client.GetDestinations(Web)[0].Statistics.Connections.ShouldBe((ulong)clients);

        here.Client.ZeroCounters(IpvsServiceKey.OfMark(7));
        here.Client.GetService(Web)!.Statistics.Connections.ShouldBe((ulong)clients);
        here.Client.ZeroCounters(Web);
        (here.Client.GetService(Web)!.Statistics.Connections, here.Client.GetDestinations(Web)[0].Statistics.Connections).ShouldBe((0UL, 0UL));
        await here.Lab.RunAsync(() => Converse(IPEndPoint.Parse("10.0.0.2:8080"), IPEndPoint.Parse("203.0.113.10:80"), 1));
        await CountedAsync(here, 1);
        here.Client.ZeroAllCounters();
        here.Client.GetService(Web)!.Statistics.Connections.ShouldBe(0UL);
    }

    [SkippableFact]
    public async Task Pitfall_11_timeouts_are_those_of_ipvsadm_and_zero_leaves_one()
    {
        await using var here = await IpvsNamespace.CreateAsync();
        var before = here.Client.GetTimeouts();
        (await here.Ipvsadm.RunAsync("-L --timeout")).ShouldContain($"{before.Tcp.TotalSeconds:0} {before.TcpFin.TotalSeconds:0} {before.Udp.TotalSeconds:0}");

        here.Client.SetTimeouts(new(TimeSpan.FromSeconds(100), TimeSpan.Zero, TimeSpan.FromSeconds(7)));
        here.Client.GetTimeouts().ShouldBe(before with { Tcp = TimeSpan.FromSeconds(100), Udp = TimeSpan.FromSeconds(7) });
        (await here.Ipvsadm.RunAsync("-L --timeout")).ShouldContain($"100 {before.TcpFin.TotalSeconds:0} 7");
        await here.Ipvsadm.RunAsync("--set 0 50 0");
        here.Client.GetTimeouts().TcpFin.ShouldBe(TimeSpan.FromSeconds(50));
        here.Client.SetTimeouts(before);
        here.Client.GetTimeouts().ShouldBe(before);
    }

    [SkippableFact]
    public async Task Pitfall_12_sync_daemons_start_and_stop_each_by_itself()
    {
        await using var here = await IpvsNamespace.CreateAsync();
        var master = new IpvsSyncDaemon { State = IpvsSyncState.Master, Interface = "lo", SyncId = 7, MaxLength = 1000, Group = IPAddress.Parse("224.0.0.99"), Port = 9000, Ttl = 3 };
        var backup = new IpvsSyncDaemon { State = IpvsSyncState.Backup, Interface = "lo", SyncId = 8, Group = IPAddress.Parse("ff02::99") };
        here.Client.GetSyncDaemons().ShouldBeEmpty();

        here.Client.StartSyncDaemon(master);
        here.Client.StartSyncDaemon(backup);

        here.Client.GetSyncDaemons().Single(d => d.State == IpvsSyncState.Master).ShouldBe(master);
        var read = here.Client.GetSyncDaemons().Single(d => d.State == IpvsSyncState.Backup);
        (read.SyncId, read.Group, read.Port, read.Ttl).ShouldBe(((byte)8, IPAddress.Parse("ff02::99"), (ushort)8848, (byte)1)); // the rest is the kernel's choice
        var listed = await here.Ipvsadm.RunAsync("-L --daemon");
        listed.ShouldContain("master sync daemon (mcast=lo, syncid=7, maxlen=1000, group=224.0.0.99, port=9000, ttl=3)");
        listed.ShouldContain("backup sync daemon (mcast=lo, syncid=8");
        Should.Throw<IpvsException>(() => here.Client.StartSyncDaemon(master)).Message.ShouldBe("the master sync daemon runs already");

        here.Client.StopSyncDaemon(IpvsSyncState.Master);
        here.Client.GetSyncDaemons().ShouldHaveSingleItem().State.ShouldBe(IpvsSyncState.Backup);
        await here.Ipvsadm.RunAsync("--stop-daemon backup");
        here.Client.GetSyncDaemons().ShouldBeEmpty();
        Should.Throw<IpvsException>(() => here.Client.StopSyncDaemon(IpvsSyncState.Backup)).Message.ShouldBe("the backup sync daemon does not run");
    }

    [SkippableFact]
    public async Task Pitfall_12_a_sync_daemon_needs_an_interface()
    {
        await using var here = await IpvsNamespace.CreateAsync();

        Should.Throw<IpvsException>(() => here.Client.StartSyncDaemon(new() { State = IpvsSyncState.Master, Interface = "nosuch0" })).Message
            .ShouldBe("sync daemon: there is no interface nosuch0, or it is not up");
        here.Client.GetSyncDaemons().ShouldBeEmpty();
    }

    // The kernel sums its counters up every two seconds.
    private static async Task CountedAsync(IpvsNamespace here, ulong connections) => await Until.TrueAsync(
        () => Task.FromResult(here.Client.GetService(Web)!.Statistics is var s && s.Connections == connections && here.Client.GetDestinations(Web)[0].Statistics.OutgoingBytes == s.OutgoingBytes),
        TimeSpan.FromSeconds(20),
        () => $"{connections} connections are to be counted, not {here.Client.GetService(Web)!.Statistics}");

    private static long[] Numbers(IpvsStatistics s) =>
        [(long)s.Connections, (long)s.IncomingPackets, (long)s.OutgoingPackets, (long)s.IncomingBytes, (long)s.OutgoingBytes];

    // Each client says hello to the virtual address and hears it from the real server.
    private static bool Converse(IPEndPoint server, IPEndPoint service, int clients)
    {
        using var listener = new TcpListener(server);
        listener.Start();
        for (var i = 0; i < clients; i++)
        {
            using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = 5000, SendTimeout = 5000 };
            client.Connect(service);
            using var accepted = listener.AcceptSocket();
            client.Send(new byte[100]);
            accepted.Receive(new byte[100]).ShouldBe(100);
            accepted.Send(new byte[50]);
            client.Receive(new byte[100]).ShouldBe(50);
        }
        return true;
    }
}
