using System.Net;
using System.Net.Sockets;
using FailoverIp.Vrrp.Kernel;
using FailoverIp.Vrrp.Native;
using FailoverIp.Vrrp.Tests.Kernel.Netlink;
using FsCheck;
using FsCheck.Fluent;

namespace FailoverIp.Vrrp.Tests.Kernel;

public class KernelRequestsTests
{
    private static readonly VirtualAddress Address = new(IPAddress.Parse("10.0.0.1"), 24);
    private static readonly VirtualRoute Route = new() { Destination = IPNetwork.Parse("10.9.0.0/16"), Gateway = IPAddress.Parse("10.0.0.2"), Metric = 7 };
    private static readonly VirtualRule Rule = new() { Family = AddressFamily.InterNetwork, From = IPNetwork.Parse("10.0.0.0/8"), Table = 100, Priority = 1000 };
    private readonly List<string> _refused = [];

    private KernelRequests Requests(ScriptedTransport transport) => new(transport, (subject, change, index, reason, _) => _refused.Add($"{change} {subject}{(index > 0 ? $" at {index}" : "")}: {reason ?? "lost"}"));

    [Fact]
    public void Many_requests_are_few_sends_in_order_and_ask_for_no_answer()
    {
        var transport = new ScriptedTransport(_ => []);
        using var requests = Requests(transport);
        for (var i = 0; i < 1000; i++)
            requests.AddAddress(7, Address);
        requests.AddRoute(Route, [7], again: false);
        requests.AddRule(Rule);
        requests.Flush();
        requests.Flush();

        transport.Sent.Count.ShouldBeInRange(1, 3);
        var headers = transport.Sent.SelectMany(Datagrams.Headers).ToArray();
        headers.Length.ShouldBe(1002);
        headers.ShouldAllBe(h => (h.Flags & 4) == 0);
        headers.Select(h => h.Sequence).ShouldBe(Enumerable.Range(1, 1002).Select(i => (uint)i));
        headers[^2..].Select(h => h.Type).ShouldBe([(ushort)24, (ushort)32]);
    }

    [Fact]
    public void A_refusal_is_told_of_what_it_was_about()
    {
        var transport = new ScriptedTransport(_ => [Datagrams.Ack(2, Errno.EINVAL), Datagrams.Ack(3, Errno.EPERM)]);
        using var requests = Requests(transport);
        requests.AddAddress(7, Address);
        requests.AddRoute(Route, [7], again: false);
        requests.RemoveRule(Rule);
        requests.Flush();
        requests.ReadAnswers();

        _refused.ShouldBe([$"Add {Route}: Invalid argument", $"Remove {Rule}: Operation not permitted"]);
    }

    [Theory]
    [InlineData(Errno.EEXIST, "add")]
    [InlineData(Errno.EADDRNOTAVAIL, "remove")]
    [InlineData(Errno.ENODEV, "remove")]
    [InlineData(Errno.EEXIST, "route again")]
    [InlineData(Errno.ESRCH, "remove route")]
    public void What_is_as_it_should_be_is_no_news(int error, string what)
    {
        using var requests = Requests(new ScriptedTransport(_ => [Datagrams.Ack(1, error)]));
        if (what == "add")
            requests.AddAddress(7, Address);
        else if (what == "remove")
            requests.RemoveAddress(7, Address);
        else if (what == "route again")
            requests.AddRoute(Route, [7], again: true);
        else
            requests.RemoveRoute(Route, [7]);
        requests.Flush();
        requests.ReadAnswers();
        _refused.ShouldBeEmpty();
    }

    [Fact]
    public void Another_route_in_its_place_is_news()
    {
        using var requests = Requests(new ScriptedTransport(_ => [Datagrams.Ack(1, Errno.EEXIST)]));
        requests.AddRoute(Route, [7], again: false);
        requests.Flush();
        requests.ReadAnswers();
        _refused.ShouldBe([$"Add {Route}: File exists"]);
    }

    [Fact]
    public void Removals_that_could_not_be_sent_are_each_told()
    {
        var transport = new ScriptedTransport(_ => []) { SendError = Errno.ENOBUFS };
        using var requests = Requests(transport);
        requests.AddAddress(7, Address);
        requests.RemoveAddress(8, Address);
        requests.RemoveRoute(Route, [7]);
        requests.Flush();
        _refused.ShouldBeEmpty(); // whoever has asked is in the midst of something
        transport.SendError = 0;
        requests.RemoveRule(Rule);
        requests.Flush();
        requests.ReportRefusals();
        requests.ReportRefusals();

        _refused.ShouldBe(["Add requests to the kernel: No buffer space available", $"Remove {Address} at 8: lost", $"Remove {Route}: lost"]);
    }

    [Fact]
    public void Where_answers_were_lost_each_removal_since_the_last_that_was_read_may_have_been_refused()
    {
        var transport = new ScriptedTransport(_ => []);
        using var requests = Requests(transport);
        requests.RemoveAddress(1, Address);
        requests.Flush();
        requests.ReadAnswers(); // silence: it is gone
        for (var i = 2; i < 20_000; i++)
            requests.AddAddress(i, Address);
        requests.RemoveAddress(3, Address);
        requests.Flush();
        requests.RemoveRule(Rule); // not sent yet
        transport.Queue(null, Datagrams.Ack(20_000, Errno.EPERM));
        requests.ReadAnswers();

        _refused.ShouldBe(["Add answers of the kernel: some were lost", $"Remove {Address} at 3: lost", $"Remove {Address} at 3: Operation not permitted"]);
    }

    [Fact]
    public void Of_more_requests_at_once_than_are_remembered_each_refusal_is_told_and_not_while_they_are_being_asked_for()
    {
        var transport = new ScriptedTransport(messages => Datagrams.Headers(messages).Where(h => h.Sequence is 1 or 20_000).Select(h => Datagrams.Ack(h.Sequence, Errno.EPERM)));
        using var requests = Requests(transport);
        for (var i = 1; i <= 20_000; i++)
            requests.RemoveAddress(i, Address);
        requests.Flush();
        _refused.ShouldBeEmpty();

        requests.ReadAnswers();

        _refused.ShouldBe([$"Remove {Address} at 1: Operation not permitted", $"Remove {Address} at 20000: Operation not permitted"]);
    }

    [Fact]
    public void Who_hears_of_a_refusal_may_ask_for_so_much_that_answers_are_read_again()
    {
        var transport = new ScriptedTransport(messages => Datagrams.Headers(messages).Where(h => h.Sequence is 1 or 2 or 3).Select(h => Datagrams.Ack(h.Sequence, Errno.EPERM)));
        KernelRequests? requests = null;
        using var asking = requests = new(transport, (_, _, index, _, _) =>
        {
            _refused.Add($"{index}");
            for (var i = 0; index == 1 && i < 20_000; i++)
                requests!.AddRule(Rule);
        });
        requests.RemoveAddress(1, Address);
        requests.RemoveAddress(2, Address);
        requests.Flush();

        requests.ReadAnswers();
        _refused.ShouldBe(["1", "2"]);
        requests.ReportRefusals();
        _refused.ShouldBe(["1", "2", "0"]); // the first of the rules
    }

    [Fact]
    public void In_the_steady_state_nothing_is_allocated()
    {
        using var requests = Requests(new ScriptedTransport(_ => []));
        for (var round = 0; round < 2; round++)
        {
            requests.Flush();
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 20; i++)
            {
                requests.AddAddress(7, Address);
                requests.AddRoute(Route, [7], again: false);
                requests.AddRule(Rule);
            }
            if (round == 1)
                (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
        }
    }

    [Fact]
    public void What_goes_by_other_hands_is_heard_and_our_own_doing_is_not()
    {
        var route = Written(r => r.RemoveRoute(Route, [7]));
        var rule = Written(r => r.RemoveRule(Rule));
        var events = new Heard();
        var own = route.ToArray();
        own[12] = 9; // nlmsg_pid
        using var watch = new RouteWatch(Holding(own, route, rule), ownPort: 9, events);

        watch.Read();

        events.Routes.ShouldHaveSingleItem().Is(Route).ShouldBeTrue();
        events.Routes[0].Is(Route with { Metric = 8 }).ShouldBeFalse();
        events.Routes[0].Is(Route with { Table = 8 }).ShouldBeFalse();
        events.Routes[0].Is(Route with { Destination = IPNetwork.Parse("10.8.0.0/16") }).ShouldBeFalse();
        events.Rules.ShouldHaveSingleItem().Is(Rule).ShouldBeTrue();
        events.Rules[0].Is(Rule with { Priority = null }).ShouldBeTrue();
        events.Rules[0].Is(Rule with { Priority = 1 }).ShouldBeFalse();
        events.Rules[0].Is(Rule with { From = null }).ShouldBeFalse();
    }

    [Fact]
    public void Lost_answers_are_told_and_those_after_them_are_read()
    {
        var transport = new ScriptedTransport(_ => [null, Datagrams.Ack(2, Errno.EPERM)]);
        using var requests = Requests(transport);
        requests.AddAddress(7, Address);
        requests.AddRoute(Route, [7], again: false);
        requests.Flush();
        requests.ReadAnswers();

        _refused.ShouldBe(["Add answers of the kernel: some were lost", $"Add {Route}: Operation not permitted"]);
    }

    [Fact]
    public void Lost_notifications_are_told_and_those_after_them_are_heard()
    {
        var events = new Heard();
        var tooLong = new byte[64 * 1024 + 4];
        using var watch = new RouteWatch(Holding(null, Written(r => r.RemoveRoute(Route, [7])), tooLong), ownPort: 9, events);

        watch.Read();

        events.Lost.ShouldBe(2);
        events.Routes.ShouldHaveSingleItem().Is(Route).ShouldBeTrue();
    }

    [Fact]
    public void A_damaged_notification_never_throws()
    {
        var sample = Written(r => r.RemoveRoute(Route, [7])).Concat(Written(r => r.RemoveRule(Rule))).ToArray();
        Prop.ForAll(Gen.Choose(0, sample.Length - 1).ToArbitrary(), Gen.Choose(0, 255).ToArbitrary(), Gen.Choose(0, sample.Length).ToArbitrary(), (at, value, length) =>
        {
            var broken = sample.ToArray();
            broken[at] = (byte)value;
            using var watch = new RouteWatch(Holding(broken[..length]), ownPort: 9, new Heard());
            watch.Read();
            return true;
        }).QuickCheckThrowOnFailure();
    }

    private static ScriptedTransport Holding(params byte[]?[] datagrams)
    {
        var transport = new ScriptedTransport(_ => []);
        transport.Queue(datagrams);
        return transport;
    }

    private byte[] Written(Action<KernelRequests> write)
    {
        var transport = new ScriptedTransport(_ => []);
        using var requests = Requests(transport);
        write(requests);
        requests.Flush();
        return transport.Sent[0];
    }

    private sealed class Heard : IRouteEvents
    {
        public List<RouteKey> Routes { get; } = [];

        public List<RuleKey> Rules { get; } = [];

        public void OnRouteRemoved(in RouteKey route) => Routes.Add(route);

        public void OnRuleRemoved(in RuleKey rule) => Rules.Add(rule);

        public int Lost { get; private set; }

        public void OnRoutesLost() => Lost++;
    }
}
