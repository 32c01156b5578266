using System.Net.Sockets;
using FailoverIp.Vrrp.Ipvs;
using FailoverIp.Vrrp.Kernel.Netlink;
using FailoverIp.Vrrp.Native;
using FailoverIp.Vrrp.Tests.Ipvs.Fakes;

namespace FailoverIp.Vrrp.Tests.Ipvs;

/// <summary>What others have stumbled over, one by one, as far as bytes show it; what a real kernel shows is in Ipvs.Interop.Tests.</summary>
public sealed class PitfallTests : IDisposable
{
    private readonly FakeIpvsKernel _kernel = new();
    private readonly IpvsClient _client;

    public PitfallTests() => _client = _kernel.NewClient();

    public void Dispose() => _client.Dispose();

    [Fact]
    public void Pitfall_1_a_whole_service_and_a_whole_real_server_are_sent_also_to_change_them()
    {
        _client.AddService(Samples.Service());
        _client.SetService(Samples.Service(scheduler: "wrr"));
        _client.AddDestination(Samples.Web, Samples.Real("10.0.0.2:80"));
        _client.SetDestination(Samples.Web, Samples.Real("10.0.0.2:80", weight: 7));

        foreach (var request in _kernel.Requests.Where(r => r.Command is IpvsCommand.NewService or IpvsCommand.SetService))
            Keys(request.Service).ShouldBe([1, 2, 3, 4, 6, 7, 8, 9]);
        foreach (var request in _kernel.Requests.Where(r => r.Destination is not null))
            Keys(request.Destination).ShouldBe([1, 2, 11, 3, 4, 5, 6]);
        _client.GetDestinations(Samples.Web).ShouldHaveSingleItem().Destination.Weight.ShouldBe(7);
    }

    [Fact]
    public void Pitfall_2_a_service_by_mark_is_known_by_family_and_mark()
    {
        _client.AddService(Samples.Service(IpvsServiceKey.OfMark(7)));
        _client.AddService(Samples.Service(IpvsServiceKey.OfMark(7, AddressFamily.InterNetworkV6)));

        Keys(_kernel.Requests[0].Service).ShouldBe([1, 5, 6, 7, 8, 9]);
        _client.GetServices().Select(s => s.Service.Key.ToString()).ShouldBe(["FWM 7", "FWM 7 IPv6"]);
        _client.GetServices()[0].Service.Key.Protocol.ShouldBe(IpvsProtocol.Tcp);
    }

    [Fact]
    public void Pitfall_3_each_refusal_says_what_it_is()
    {
        var real = Samples.Real("10.0.0.2:80");
        Refusal(() => _client.SetService(Samples.Service())).ShouldBe((Errno.ESRCH, "TCP 203.0.113.10:80 is not in the kernel's table"));
        Refusal(() => _client.AddDestination(Samples.Web, real)).ShouldBe((Errno.ESRCH, "TCP 203.0.113.10:80 is not in the kernel's table"));
        Refusal(() => _client.AddService(Samples.Service(scheduler: "nosuch"))).ShouldBe((Errno.ENOENT, "TCP 203.0.113.10:80: the kernel knows no scheduler nosuch (module ip_vs_nosuch)"));
        _client.AddService(Samples.Service());
        Refusal(() => _client.AddService(Samples.Service())).ShouldBe((Errno.EEXIST, "TCP 203.0.113.10:80 is in the kernel's table already"));
        Refusal(() => _client.SetDestination(Samples.Web, real)).ShouldBe((Errno.ENOENT, "TCP 203.0.113.10:80: the real server 10.0.0.2:80 is not in the kernel's table"));
        Refusal(() => _client.DeleteDestination(Samples.Web, real.Address)).Number.ShouldBe(Errno.ENOENT);
        _client.AddDestination(Samples.Web, real);
        Refusal(() => _client.AddDestination(Samples.Web, real)).ShouldBe((Errno.EEXIST, "TCP 203.0.113.10:80: the real server 10.0.0.2:80 is in the kernel's table already"));
        _kernel.HasCapability = false;
        var (number, message) = Refusal(() => _client.GetTable());
        number.ShouldBe(Errno.EPERM);
        message.ShouldContain("CAP_NET_ADMIN");
    }

    [Fact]
    public void Pitfall_4_real_servers_of_no_service_are_none_and_no_error()
    {
        _client.GetDestinations(Samples.Web).ShouldBeEmpty();
        _client.GetService(Samples.Web).ShouldBeNull();
    }

    [Fact]
    public void Pitfall_5_a_real_server_without_a_family_has_its_services_family()
    {
        _kernel.IsOld = true;
        var key = Samples.Tcp("[2001:db8::1]:80");
        _client.AddService(Samples.Service(key));
        // Twelve zeros at its end: taken for IPv4 by those who guess.
        _client.AddDestination(key, Samples.Real("[2001:db8::]:80"));

        _client.GetDestinations(key).ShouldHaveSingleItem().Destination.Address.ToString().ShouldBe("[2001:db8::]:80");
    }

    [Fact]
    public void Pitfall_5_a_real_server_of_the_other_family_says_so()
    {
        _client.AddService(Samples.Service());
        _client.AddDestination(Samples.Web, Samples.Real("[2001:db8::2]:80", forwarding: IpvsForwarding.Tunnel));

        _client.GetDestinations(Samples.Web).ShouldHaveSingleItem().Destination.Address.ToString().ShouldBe("[2001:db8::2]:80");
        Should.Throw<IpvsException>(() => _client.AddDestination(Samples.Web, Samples.Real("[2001:db8::3]:80")))
            .Message.ShouldBe("TCP 203.0.113.10:80, real server [2001:db8::3]:80: a real server of the other address family is reached by a tunnel only");
    }

    [Fact]
    public void Pitfall_6_every_flag_is_in_the_mask_and_the_kernels_own_is_not_sent()
    {
        _client.AddService(Samples.Service() with { Flags = IpvsServiceFlags.Hashed | IpvsServiceFlags.Scheduler1 });

        _kernel.Requests[0].Service![7].ShouldBe(BitConverter.IsLittleEndian ? [8, 0, 0, 0, 255, 255, 255, 255] : [0, 0, 0, 8, 255, 255, 255, 255]);
        _client.GetServices()[0].Service.Flags.ShouldBe(IpvsServiceFlags.Hashed | IpvsServiceFlags.Scheduler1);
    }

    [Fact]
    public void Pitfall_7_a_service_without_a_scheduler_comes_back_as_none()
    {
        _kernel.ByAnotherHand(IpvsCommand.NewService, Samples.Service(scheduler: "none"));

        _client.GetServices()[0].Service.Scheduler.ShouldBe("none");
    }

    [Fact]
    public void Pitfall_8_ports_that_no_packet_could_reach_are_refused_before_they_are_sent()
    {
        var mark = IpvsServiceKey.OfMark(7);
        string[] refused =
        [
            Refusal(() => _client.AddDestination(Samples.Web, Samples.Real("10.0.0.2:8080", forwarding: IpvsForwarding.DirectRoute))).Message,
            Refusal(() => _client.AddDestination(Samples.Web, Samples.Real("10.0.0.2:8080", forwarding: IpvsForwarding.Tunnel))).Message,
            Refusal(() => _client.AddDestination(mark, Samples.Real("10.0.0.2:80", forwarding: IpvsForwarding.DirectRoute))).Message,
            Refusal(() => _client.AddService(Samples.Service(Samples.Tcp("203.0.113.10:0")))).Message,
        ];

        refused.ShouldBe(
        [
            "TCP 203.0.113.10:80, real server 10.0.0.2:8080: with direct routing its port is the service's, 80: only NAT changes ports",
            "TCP 203.0.113.10:80, real server 10.0.0.2:8080: with a tunnel its port is the service's, 80: only NAT changes ports",
            "FWM 7, real server 10.0.0.2:80: with direct routing and a firewall mark its port is 0: only NAT changes ports",
            "TCP 203.0.113.10:0: port 0, all ports, is for persistent services only",
        ]);
        _kernel.Requests.ShouldBeEmpty();
        _client.AddService(Samples.Service());
        _client.AddDestination(Samples.Web, Samples.Real("10.0.0.2:8080"));
    }

    [Fact]
    public void Pitfall_9_only_Flush_flushes_and_zero_of_one_names_it()
    {
        _client.AddService(Samples.Service());
        _client.ZeroCounters(Samples.Web);
        _client.ZeroAllCounters();
        Refusal(() => _client.ZeroCounters(Samples.Tcp("203.0.113.99:80"))).Number.ShouldBe(Errno.ESRCH);

        _kernel.Requests.Where(r => r.Command == IpvsCommand.Zero).Select(r => r.Service is null).ShouldBe([false, true, false]);
        _kernel.Services.Count.ShouldBe(1);
        _client.Flush();
        _kernel.Services.ShouldBeEmpty();
        _kernel.Requests.Count(r => r.Command == IpvsCommand.Flush).ShouldBe(1);
    }

    [Fact]
    public void Pitfall_10_dumps_begin_again_and_nested_attributes_come_with_and_without_their_flag()
    {
        _client.AddService(Samples.Service());
        foreach (var isOld in new[] { false, true })
        {
            _kernel.IsOld = isOld;
            _kernel.InterruptedDumps = 2;

            _client.GetServices().ShouldHaveSingleItem().Service.Key.ShouldBe(Samples.Web);
        }
        _kernel.Requests.Count(r => r.Command == IpvsCommand.GetService).ShouldBe(6);
    }

    [Fact]
    public void Pitfall_11_timeouts_are_seconds_and_zero_leaves_one_as_it_is()
    {
        var before = _client.GetTimeouts();
        _client.SetTimeouts(new(TimeSpan.FromSeconds(100), TimeSpan.Zero, TimeSpan.Zero));

        before.ShouldBe(new(TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(5)));
        _client.GetTimeouts().ShouldBe(before with { Tcp = TimeSpan.FromSeconds(100) });
        Refusal(() => _client.SetTimeouts(before with { Udp = TimeSpan.FromMilliseconds(1500) })).Message.ShouldContain("whole seconds");
    }

    [Fact]
    public void Pitfall_12_a_sync_daemon_sends_what_was_set_and_leaves_the_rest_to_the_kernel()
    {
        _client.StartSyncDaemon(new() { State = IpvsSyncState.Master, Interface = "eth0", SyncId = 5 });
        Refusal(() => _client.StopSyncDaemon(IpvsSyncState.Backup)).Message.ShouldBe("the backup sync daemon does not run");

        Keys(_kernel.Requests[0].Daemon).ShouldBe([1, 2, 3]); // kernels before 4.3 know no more
        Keys(_kernel.Requests[1].Daemon).ShouldBe([1]);
        foreach (var daemon in new IpvsSyncDaemon[]
        {
            new() { State = IpvsSyncState.Master, Interface = "a-name-too-long-" }, new() { State = IpvsSyncState.Master, Interface = "" },
            new() { State = IpvsSyncState.Master, Interface = "eth0", Port = 0 }, new() { State = IpvsSyncState.Master, Interface = "eth0", Ttl = 0 },
            new() { State = IpvsSyncState.Master, Interface = "eth0", Group = System.Net.IPAddress.Parse("10.0.0.1") },
            new() { State = IpvsSyncState.Master, Interface = "eth0", MaxLength = 70_000 }, new() { State = (IpvsSyncState)3, Interface = "eth0" },
        })
            Refusal(() => _client.StartSyncDaemon(daemon)).Number.ShouldBe(0);
        _kernel.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public void Pitfall_12_a_sync_daemon_that_is_stopped_before_it_has_run_is_stopped_without_an_answer()
    {
        _kernel.StopsBeforeTheyRun = true;
        _client.StartSyncDaemon(new() { State = IpvsSyncState.Master, Interface = "eth0" });

        _client.StopSyncDaemon(IpvsSyncState.Master);

        _client.GetSyncDaemons().ShouldBeEmpty();
        _client.StartSyncDaemon(new() { State = IpvsSyncState.Master, Interface = "eth0" });
        _kernel.StopsBeforeTheyRun = false;
        _kernel.LoseAnswersFrom = 1; // it has run, and the answer is lost
        _client.StopSyncDaemon(IpvsSyncState.Master);
    }

    [Fact]
    public void Pitfall_13_weights_are_whole_tunnels_have_kinds_and_counters_sixty_four_bits()
    {
        var real = Samples.Real("10.0.0.2:80", weight: int.MaxValue, IpvsForwarding.Tunnel) with { Tunnel = new(IpvsTunnelType.Gre, 0, IpvsTunnelChecksum.Checksum) };
        _client.AddService(Samples.Service());
        _client.AddDestination(Samples.Web, real);

        var entry = _client.GetTable().ShouldHaveSingleItem().Destinations.ShouldHaveSingleItem();
        entry.Destination.ShouldBe(real);
        (entry.ActiveConnections, entry.InactiveConnections, entry.PersistentConnections).ShouldBe((3U, 2U, 1U));
        entry.Statistics.ShouldBe(Counters(1UL << 32));
        _client.GetInfo().ShouldBe(new(new(1, 2, 1), 4096));
    }

    [Fact]
    public void Pitfall_13_old_kernels_have_smaller_counters()
    {
        _kernel.IsOld = true;
        _client.AddService(Samples.Service());

        _client.GetServices().ShouldHaveSingleItem().Statistics.ShouldBe(Counters(0));
    }

    [Fact]
    public void Pitfall_14_a_batch_is_few_sends_and_a_lost_answer_is_noticed()
    {
        _client.AddService(Samples.Service());
        var changes = Enumerable.Range(0, 1000).Select(i => IpvsChange.Add(Samples.Web, Samples.Real($"10.0.{i / 250}.{i % 250}:80"))).ToArray();
        var errors = new NetlinkError[changes.Length];
        var before = _kernel.Sends;

        _client.Send(changes, errors);

        errors.ShouldAllBe(e => e.Number == 0);
        (_kernel.Sends - before).ShouldBeLessThan(5);
        _kernel.Services[0].Destinations.Count.ShouldBe(1000);

        // The same again: each is refused, and the answers are lost from the third on.
        _kernel.LoseAnswersFrom = 3;
        _client.Send(changes, errors);
        errors.Select(e => e.Number).Distinct().ShouldBe([Errno.EEXIST, Errno.ENOBUFS]);
        errors[1].Number.ShouldBe(Errno.EEXIST);
        errors[^1].Number.ShouldBe(Errno.ENOBUFS);
    }

    [Fact]
    public void Pitfall_15_what_others_have_put_there_survives()
    {
        var foreign = Samples.Service(Samples.Udp("203.0.113.10:53"));
        _kernel.ByAnotherHand(IpvsCommand.NewService, foreign);
        var reconciler = new IpvsReconciler(_client, new IpvsMemoryManagedSet());

        reconciler.Reconcile([Samples.Server(Samples.Service())]).Problems.ShouldBeEmpty();
        reconciler.RemoveAll().Writes.ShouldBe(1);

        _client.GetServices().ShouldHaveSingleItem().Service.Key.ShouldBe(foreign.Key);
        _kernel.Requests.ShouldNotContain(r => r.Command == IpvsCommand.Flush);
    }

    private static IEnumerable<int> Keys(Dictionary<ushort, byte[]>? attributes) => attributes!.Keys.Select(k => (int)k);

    private static IpvsStatistics Counters(ulong more) => new(more + 1, more + 2, more + 3, more + 4, more + 5, more + 6, more + 7, more + 8, more + 9, more + 10);

    private static (int Number, string Message) Refusal(Action action) => Should.Throw<IpvsException>(action) is var e ? (e.ErrorNumber, e.Message) : default;
}
