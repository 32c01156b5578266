using FailoverIp.Vrrp.Ipvs;
using FailoverIp.Vrrp.Tests.Ipvs.Fakes;
using static FailoverIp.Vrrp.Tests.Ipvs.Samples;

namespace FailoverIp.Vrrp.Tests.Ipvs;

public sealed class IpvsReconcilerTests : IDisposable
{
    private static readonly IpvsDestination A = Real("10.0.0.1:80");
    private static readonly IpvsDestination B = Real("10.0.0.2:80");
    private static readonly IpvsDestination C = Real("10.0.0.3:80");

    private readonly FakeIpvsKernel _kernel = new();
    private readonly IpvsMemoryManagedSet _managed = new();
    private readonly IpvsClient _client;
    private readonly IpvsReconciler _reconciler;

    public IpvsReconcilerTests()
    {
        _client = _kernel.NewClient();
        _reconciler = new(_client, _managed);
    }

    private IEnumerable<IpvsCommand> Commands => _kernel.Requests.Select(r => r.Command);

    public void Dispose() => _client.Dispose();

    [Fact]
    public void A_new_table_is_written_once_and_then_left_alone()
    {
        IpvsVirtualServer[] desired = [Server(Service(), A, B), Server(Service(IpvsServiceKey.OfMark(7)), C)];

        Reconcile(desired).ShouldBe((5, 0));
        Reconcile(desired).ShouldBe((0, 0));
        _kernel.Requests.Clear();
        Reconcile([.. desired.Select(d => Server(d.Service with { }, [.. d.Destinations.Select(r => r with { })]))]).ShouldBe((0, 0));
        _kernel.Requests.ShouldBeEmpty();
        Reconcile(desired, reread: true).ShouldBe((0, 0));
        Table().ShouldBe(["FWM 7 rr 10.0.0.3:80*1", "TCP 203.0.113.10:80 rr 10.0.0.1:80*1 10.0.0.2:80*1"]);
    }

    [Fact]
    public void One_change_is_one_request_and_nothing_is_read()
    {
        Reconcile([Server(Service(), A, B)]);
        _kernel.Requests.Clear();
        var (sends, changes) = (_kernel.Sends, _kernel.Changes);

        Reconcile([Server(Service(), A, B with { Weight = 0 })]).ShouldBe((1, 0));

        Commands.ShouldBe([IpvsCommand.SetDestination]);
        (_kernel.Sends - sends, _kernel.Changes - changes).ShouldBe((1, 1));
    }

    [Fact]
    public void New_real_servers_come_before_old_ones_go_and_weights_rise_before_they_fall()
    {
        Reconcile([Server(Service(), A, B)]);
        _kernel.Requests.Clear();

        Reconcile([Server(Service(scheduler: "wrr"), A with { Weight = 0 }, C with { Weight = 5 })]);
        Commands.ShouldBe([IpvsCommand.SetService, IpvsCommand.NewDestination, IpvsCommand.SetDestination, IpvsCommand.DeleteDestination]);
        _kernel.Requests.Clear();

        Reconcile([Server(Service(scheduler: "wrr"), C with { Weight = 0 }, A with { Weight = 9 })]);
        _kernel.Requests.Select(r => (int)r.Destination![4][0]).ShouldBe([9, 0]);
    }

    [Fact]
    public void Where_the_new_real_server_is_refused_the_old_one_stays_until_it_is_taken()
    {
        Reconcile([Server(Service(), A)]);
        _kernel.Refuses = r => r.Command == IpvsCommand.NewDestination;
        Reconcile([Server(Service(), B)]).ShouldBe((0, 1));
        Table().ShouldBe(["TCP 203.0.113.10:80 rr 10.0.0.1:80*1"]);

        _kernel.Refuses = null;
        Reconcile([Server(Service(), B)]).ShouldBe((2, 0));
        Table().ShouldBe(["TCP 203.0.113.10:80 rr 10.0.0.2:80*1"]);
    }

    [Fact]
    public void A_service_that_a_list_has_left_out_is_not_forgotten()
    {
        Reconcile([Server(Service(), A)]);
        _kernel.Skips = _ => true;

        Reconcile([], reread: true).ShouldBe((0, 1));
        _managed.Keys.ShouldBe([Service().Key]);

        _kernel.Skips = null;
        Reconcile([]).ShouldBe((1, 0));
        _managed.Keys.ShouldBeEmpty();
    }

    [Fact]
    public void Another_key_is_a_new_service_before_the_old_one_goes()
    {
        Reconcile([Server(Service(), A)]);
        _kernel.Requests.Clear();

        Reconcile([Server(Service(Tcp("203.0.113.11:80")), A)]).ShouldBe((3, 0));

        Commands.ShouldBe([IpvsCommand.NewService, IpvsCommand.NewDestination, IpvsCommand.DeleteService]);
        _managed.Keys.ShouldBe([Tcp("203.0.113.11:80")]);
    }

    [Fact]
    public void What_is_the_kernels_own_is_no_difference()
    {
        var service = Service() with { Flags = IpvsServiceFlags.Scheduler1, PersistencePrefixLength = 32 };
        var tunnelled = A with { Forwarding = IpvsForwarding.Tunnel, Tunnel = new() };
        Reconcile([Server(service, tunnelled)]).ShouldBe((2, 0));

        Reconcile([Server(service with { Flags = IpvsServiceFlags.Scheduler1 | IpvsServiceFlags.Hashed, PersistencePrefixLength = null }, tunnelled with { Tunnel = null })], reread: true)
            .ShouldBe((0, 0));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("sh")]
    public void A_scheduler_that_somebody_took_away_is_put_back(string scheduler)
    {
        Reconcile([Server(Service(), A)]);
        _kernel.ByAnotherHand(IpvsCommand.SetService, Service(scheduler: scheduler));

        Reconcile([Server(Service(), A)]).ShouldBe((0, 0)); // not seen without reading
        Reconcile([Server(Service(), A)], reread: true).ShouldBe((1, 0));

        Table().ShouldBe(["TCP 203.0.113.10:80 rr 10.0.0.1:80*1"]);
    }

    [Fact]
    public void Somebody_elses_service_is_left_alone_and_named_and_taken_when_it_is_gone()
    {
        _kernel.ByAnotherHand(IpvsCommand.NewService, Service(scheduler: "sh"));

        foreach (var reread in new[] { true, false })
        {
            var result = _reconciler.Reconcile([Server(Service(), A), Server(Service(IpvsServiceKey.OfMark(7)), B)], reread);
            result.Problems.ShouldHaveSingleItem().ShouldBe(new(Web, null, "TCP 203.0.113.10:80 is in the kernel's table already and is not this node's: "
                + "it is left as it is; where nobody needs it, remove it with `ipvsadm -D -t 203.0.113.10:80`"));
            Table().ShouldBe(["FWM 7 rr 10.0.0.2:80*1", "TCP 203.0.113.10:80 sh"]);
        }
        _managed.Keys.ShouldBe([IpvsServiceKey.OfMark(7)]);
        _kernel.ByAnotherHand(IpvsCommand.DeleteService, Service());

        Reconcile([Server(Service(), A), Server(Service(IpvsServiceKey.OfMark(7)), B)]).ShouldBe((2, 0));
    }

    [Fact]
    public void A_service_that_somebody_adds_in_the_same_moment_gets_none_of_our_real_servers()
    {
        Reconcile([]);
        _kernel.Before = request =>
        {
            if (request.Command != IpvsCommand.NewService)
                return;
            _kernel.Before = null;
            _kernel.ByAnotherHand(IpvsCommand.NewService, Service(scheduler: "sh"));
        };

        Reconcile([Server(Service(), A)]).ShouldBe((0, 1));

        Table().ShouldBe(["TCP 203.0.113.10:80 sh"]);
        _managed.Keys.ShouldBeEmpty();
        Reconcile([]).ShouldBe((0, 0));
        Table().ShouldBe(["TCP 203.0.113.10:80 sh"]);
    }

    [Fact]
    public void Keys_are_noted_before_the_kernel_is_written_to_and_forgotten_after()
    {
        var inSet = new List<(IpvsCommand, bool)>();
        _kernel.Before = request => inSet.Add((request.Command, _managed.Contains(Web)));

        Reconcile([Server(Service())]);
        Reconcile([]);

        inSet.ShouldBe([(IpvsCommand.GetService, false), (IpvsCommand.NewService, true), (IpvsCommand.DeleteService, true)]);
        _managed.Keys.ShouldBeEmpty();
    }

    [Fact]
    public void The_next_run_knows_what_a_killed_one_has_left()
    {
        Reconcile([Server(Service(), A), Server(Service(IpvsServiceKey.OfMark(7)), B)]);
        var next = new IpvsReconciler(_client, _managed);

        var result = next.Reconcile([Server(Service(), A, C)]);

        (result.Writes, result.Problems.Length).ShouldBe((2, 0));
        Table().ShouldBe(["TCP 203.0.113.10:80 rr 10.0.0.1:80*1 10.0.0.3:80*1"]);
    }

    [Fact]
    public void A_service_that_vanished_is_read_again_and_repaired()
    {
        Reconcile([Server(Service(), A, B)]);
        _kernel.ByAnotherHand(IpvsCommand.DeleteService, Service());

        Reconcile([Server(Service(), A, B with { Weight = 5 })]).ShouldBe((3, 0));

        Table().ShouldBe(["TCP 203.0.113.10:80 rr 10.0.0.1:80*1 10.0.0.2:80*5"]);
    }

    [Fact]
    public void A_service_that_vanishes_each_time_is_given_up_and_named()
    {
        Reconcile([Server(Service(), A)]);
        _kernel.Before = request =>
        {
            if (request.Destination is not null && request.Command != IpvsCommand.GetDestination && _kernel.Services.Count > 0)
                _kernel.ByAnotherHand(IpvsCommand.DeleteService, Service());
        };
        _kernel.Requests.Clear();

        var result = _reconciler.Reconcile([Server(Service(), A with { Weight = 5 })]);

        result.Problems.ShouldHaveSingleItem().Message.ShouldBe("TCP 203.0.113.10:80 is not in the kernel's table");
        Commands.Count(c => c is IpvsCommand.NewDestination or IpvsCommand.SetDestination).ShouldBe(IpvsReconciler.Rounds);
        _kernel.Before = null;
        Reconcile([Server(Service(), A)]).ShouldBe((2, 0));
    }

    [Fact]
    public void Lost_answers_are_made_up_for_by_reading_again()
    {
        Reconcile([Server(Service(), A)]);
        _kernel.LoseAnswersFrom = 1;

        var result = Reconcile([Server(Service(), A, B, C)]);

        result.Problems.ShouldBe(0);
        Table().ShouldBe(["TCP 203.0.113.10:80 rr 10.0.0.1:80*1 10.0.0.2:80*1 10.0.0.3:80*1"]);
    }

    [Fact]
    public void What_fails_is_named_and_tried_again_and_the_rest_is_done()
    {
        IpvsVirtualServer[] desired = [Server(Service(scheduler: "nosuch"), A), Server(Service(IpvsServiceKey.OfMark(7)), B, A with { Weight = -1 })];

        var result = _reconciler.Reconcile(desired);

        result.Writes.ShouldBe(2);
        result.Problems.Select(p => p.Message).ShouldBe(
        [
            "FWM 7, real server 10.0.0.1:80: its weight is 0 to 2147483647, not -1",
            "TCP 203.0.113.10:80: the kernel knows no scheduler nosuch (module ip_vs_nosuch)",
        ]);
        Table().ShouldBe(["FWM 7 rr 10.0.0.2:80*1"]);
        _kernel.Schedulers.Add("nosuch");
        Reconcile(desired).ShouldBe((2, 1));
        Table().ShouldBe(["FWM 7 rr 10.0.0.2:80*1", "TCP 203.0.113.10:80 nosuch 10.0.0.1:80*1"]);
    }

    [Fact]
    public void A_wish_that_makes_no_sense_leaves_what_is_there()
    {
        Reconcile([Server(Service(), A, B)]);

        Reconcile([Server(Service(scheduler: ""), A with { Weight = -5 }, B with { Weight = 3 })]).ShouldBe((1, 2));

        Table().ShouldBe(["TCP 203.0.113.10:80 rr 10.0.0.1:80*1 10.0.0.2:80*3"]);
    }

    [Fact]
    public void What_is_wanted_twice_counts_once()
    {
        Reconcile([Server(Service(), A, A with { Weight = 9 }), Server(Service(scheduler: "sh"), B)]).ShouldBe((2, 2));
        Reconcile([Server(Service(), A, A with { Weight = 9 }, B)]).ShouldBe((1, 1));
        Reconcile([Server(Service(), B, B)]).ShouldBe((1, 1));

        Table().ShouldBe(["TCP 203.0.113.10:80 rr 10.0.0.2:80*1"]);
    }

    [Fact]
    public void A_kernel_that_wraps_in_IP_only_is_not_asked_again_and_again_for_more()
    {
        _kernel.IsOld = true;
        var gue = A with { Forwarding = IpvsForwarding.Tunnel, Tunnel = new(IpvsTunnelType.Gue, 6080) };
        Reconcile([Server(Service(), gue)]);

        for (var i = 0; i < 2; i++)
        {
            var result = _reconciler.Reconcile([Server(Service(), gue)], reread: true);
            result.Writes.ShouldBe(0);
            result.Problems.ShouldHaveSingleItem().Message.ShouldContain("this kernel wraps in IP only");
        }
    }

    [Fact]
    public void A_set_that_cannot_be_written_keeps_new_services_out_of_the_kernel()
    {
        Reconcile([Server(Service(), A)]);
        var reconciler = new IpvsReconciler(_client, new ReadOnlySet(_managed));

        var result = reconciler.Reconcile([Server(Service(), A, B), Server(Service(IpvsServiceKey.OfMark(7)), C)]);

        result.Writes.ShouldBe(1);
        result.Problems.ShouldHaveSingleItem().Message.ShouldBe("FWM 7 was not added: the disk is full");
        Table().ShouldBe(["TCP 203.0.113.10:80 rr 10.0.0.1:80*1 10.0.0.2:80*1"]);
    }

    [Fact]
    public void Without_IPVS_nothing_is_done()
    {
        _kernel.HasIpvs = false;

        Should.Throw<IpvsException>(() => _reconciler.Reconcile([Server(Service(), A)]));

        _managed.Keys.ShouldBeEmpty();
    }

    private sealed class ReadOnlySet(IIpvsManagedSet inner) : IIpvsManagedSet
    {
        public IReadOnlyCollection<IpvsServiceKey> Keys => inner.Keys;

        public bool Contains(IpvsServiceKey key) => inner.Contains(key);

        public void Add(IReadOnlyCollection<IpvsServiceKey> keys) => throw new IpvsException("the disk is full");

        public void Remove(IReadOnlyCollection<IpvsServiceKey> keys) => throw new IpvsException("the disk is full");
    }

    private (int Writes, int Problems) Reconcile(IReadOnlyCollection<IpvsVirtualServer> desired, bool reread = false) =>
        _reconciler.Reconcile(desired, reread) is var result ? (result.Writes, result.Problems.Length) : default;

    private IEnumerable<string> Table()
    {
        using var client = _kernel.NewClient();
        return client.GetTable()
            .Select(t => string.Join(' ', [$"{t.Service.Service.Key} {t.Service.Service.Scheduler}", .. t.Destinations.Select(d => $"{d.Destination.Address}*{d.Destination.Weight}").Order(StringComparer.Ordinal)]))
            .Order(StringComparer.Ordinal);
    }
}
