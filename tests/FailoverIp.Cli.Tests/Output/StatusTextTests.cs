using FailoverIp.Cli.Output;
using FailoverIp.Node;

namespace FailoverIp.Cli.Tests.Output;

public class StatusTextTests
{
    [Fact]
    public void Virtual_servers_are_a_table_with_a_line_for_whatever_is_not_as_usual()
    {
        var status = new NodeStatus
        {
            Node = "s1", Version = "1.0.0", UptimeSeconds = 61,
            VirtualServers =
            [
                new()
                {
                    Name = "http", Address = "203.0.113.10:80", Protocol = "Tcp", Scheduler = "rr", Method = "DR", Quorum = true, Bypass = true,
                    RealServers = [new("10.132.0.10:80", 1, "Up", "it was refused once"), new("10.132.0.11:80", 10, "Down", "connection\nrefused"), new("10.132.0.12:80", 1, "Down", "no") { InService = true },
                        new("10.132.0.13:80", 1, "Up", null) { InService = false }],
                },
                new()
                {
                    Name = "mark", Address = "FWM 7", Protocol = "Tcp", Scheduler = "wlc", Method = "NAT", Quorum = false, SorryServer = new("10.132.0.9:0", true), Problem = "no IPVS", Suspended = true,
                },
            ],
        };

        StatusText.ToLines(status).ShouldBe(
        [
            "node s1, version 1.0.0, up 00:01:01",
            "",
            "VIRTUAL SERVER  ADDRESS          PROTOCOL  SCHEDULER  METHOD  QUORUM  REAL SERVER     WEIGHT  STATE",
            "http            203.0.113.10:80  Tcp       rr         DR      yes     10.132.0.10:80  1       Up",
            "                                                                      10.132.0.11:80  10      Down",
            "                                                                      10.132.0.12:80  1       Down",
            "                                                                      10.132.0.13:80  1       Up",
            "mark            FWM 7            Tcp       wlc        NAT     no      -               -       -",
            "http: not Active here; what arrives for 203.0.113.10:80 is redirected to this machine",
            "http: 10.132.0.11:80: connection refused",
            "http: 10.132.0.12:80: no; kept in service all the same, because no more may be out at once",
            "http: 10.132.0.13:80: up, and not in the kernel's table",
            "mark: no IPVS",
            "mark: the sorry server 10.132.0.9:0 stands in",
            "mark: not Active here; checks rest",
        ]);
    }

    [Fact]
    public void Packets_that_belong_to_no_instance_are_named_by_kind()
    {
        var status = new NodeStatus { Node = "s1", Version = "1.0.0", UptimeSeconds = 61, Ignored = new(3, 2) };

        StatusText.ToLines(status).Skip(2).ShouldBe(["ignored: 3 adverts of virtual routers that this node does not have", "ignored: 2 packets of CARP"]);
        StatusText.ToLines(status with { Ignored = new(0, 1) }).Skip(2).ShouldBe(["ignored: 1 packets of CARP"]);
    }

    [Fact]
    public void An_instance_says_why_and_trackers_are_a_table()
    {
        var at = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var status = new NodeStatus
        {
            Node = "s1", Version = "1.0.0", UptimeSeconds = 61,
            Instances =
            [
                new()
                {
                    Name = "VI_1", Interface = "eth1", Family = "IPv4", Version = 2, VirtualRouterId = 7, State = Vrrp.VrrpState.Backup, Since = at, Priority = 100, EffectivePriority = 80,
                    ActiveRouter = "10.0.0.2", Addresses = ["10.0.0.9/32"], Epoch = 1, Sent = 0, Received = 1, Discarded = System.Collections.Immutable.ImmutableSortedDictionary<string, long>.Empty,
                    Group = "G", Reason = "a router of higher priority is there",
                    Peers = [new("10.0.0.2", 120, "PseudoHeader", at.AddSeconds(59)), new("10.0.0.3", 0, "MessageOnly", at)],
                },
            ],
            Trackers =
            [
                new() { Name = "check", Kind = "script", Well = false, Value = null, Detail = "/bin/check: exit status 1", Since = at },
                new() { Name = "load", Kind = "file", Well = true, Value = -4, Detail = null, Since = at },
                new() { Name = "db", Kind = "health check", Well = null, Value = null, Detail = "not looked at yet", Since = null },
                new() { Name = "web", Kind = "process", Well = true, Value = null, Detail = "2 of nginx; there have to be 1", Since = at },
            ],
        };

        StatusText.ToLines(status).Skip(2).ShouldBe(
        [
            "INSTANCE  STATE   SINCE                 PRIORITY   ACTIVE ROUTER  INTERFACE  VRID  ADDRESSES",
            "VI_1      Backup  2026-01-01T00:00:00Z  80 of 100  10.0.0.2       eth1       7     10.0.0.9/32",
            "VI_1: a router of higher priority is there",
            "VI_1: changes with the group G",
            "VI_1: peer 10.0.0.2, priority 120, last heard 2026-01-01T00:00:59Z",
            "VI_1: peer 10.0.0.3, priority 0, last heard 2026-01-01T00:00:00Z",
            "",
            "TRACKER  KIND          STATE   SINCE",
            "check    script        unwell  2026-01-01T00:00:00Z",
            "load     file          -4      2026-01-01T00:00:00Z",
            "db       health check  -       -",
            "web      process       well    2026-01-01T00:00:00Z",
            "check: /bin/check: exit status 1",
            "db: not looked at yet",
        ]);
    }
}
