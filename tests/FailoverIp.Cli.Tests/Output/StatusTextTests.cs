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
}
