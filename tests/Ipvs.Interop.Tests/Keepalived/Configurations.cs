namespace FailoverIp.IpvsInterop.Keepalived;

/// <summary>The same virtual servers, once in each language: the post's; one with weights, quorum, hysteresis and a sorry server; one that inhibits on failure; one of a firewall mark. What happens to them goes through a FIFO.</summary>
internal static class Configurations
{
    public static string Keepalived => $$"""
        global_defs {
          router_id LAB
          script_user root
          lvs_notify_fifo FOLDER/lvs.fifo
          lvs_notify_fifo_script "/bin/sh FOLDER/reader.sh"
        }
        virtual_server 203.0.113.10 80 {
          delay_loop 1
          lb_algo rr
          lb_kind DR
          persistence_timeout 50
          protocol TCP
          {{RealServers(80, (21, 1), (22, 1))}}
        }
        virtual_server 203.0.113.10 81 {
          delay_loop 1
          lb_algo wrr
          lb_kind DR
          protocol TCP
          quorum 3
          hysteresis 1
          sorry_server 10.132.0.24 81
          {{RealServers(81, (21, 1), (22, 2), (23, 3))}}
        }
        virtual_server 203.0.113.10 82 {
          delay_loop 1
          lb_algo wlc
          lb_kind DR
          protocol TCP
          {{RealServers(82, (21, 5), (22, 7))}}
        }
        virtual_server fwmark 7 {
          delay_loop 1
          lb_algo rr
          lb_kind NAT
          {{RealServers(83, (21, 1))}}
        }

        """;

    public static string Ours => $$"""
        { "FailoverIp": { "Node": "lab", "VirtualServers": {
          "http": {
            "Address": "203.0.113.10:80", "Scheduler": "rr", "Method": "DR", "Persistence": "00:00:50", "DelayLoop": "00:00:01",
            "RealServers": [ {{OurRealServers(80, (21, 1), (22, 1))}} ] },
          "quorum": {
            "Address": "203.0.113.10:81", "Scheduler": "wrr", "Method": "DR", "DelayLoop": "00:00:01", "Quorum": 3, "Hysteresis": 1, "SorryServer": "10.132.0.24:81",
            "RealServers": [ {{OurRealServers(81, (21, 1), (22, 2), (23, 3))}} ] },
          "inhibit": {
            "Address": "203.0.113.10:82", "Scheduler": "wlc", "Method": "DR", "DelayLoop": "00:00:01", "InhibitOnFailure": true,
            "RealServers": [ {{OurRealServers(82, (21, 5), (22, 7))}} ] },
          "mark": {
            "FirewallMark": 7, "Scheduler": "rr", "Method": "NAT", "DelayLoop": "00:00:01",
            "RealServers": [ {{OurRealServers(83, (21, 1))}} ] }
        }, "Notify": { "LvsFifo": "FOLDER/lvs.fifo", "LvsFifoCommand": "/bin/sh FOLDER/reader.sh" } } }
        """;

    private static string RealServers(int port, params (int Server, int Weight)[] servers) => string.Join("\n  ", servers.Select(s => $$"""
        real_server 10.132.0.{{s.Server}} {{port}} {
            weight {{s.Weight}}
            {{(port == 82 ? "inhibit_on_failure" : "")}}
            HTTP_GET {
              url {
                path /index.html
                digest {{Balancer.Digest}}
              }
              connect_port 80
              connect_timeout 1
              retry 1
              delay_before_retry 1
            }
          }
        """));

    private static string OurRealServers(int port, params (int Server, int Weight)[] servers) => string.Join(",\n    ", servers.Select(s => $$"""
        { "Address": "10.132.0.{{s.Server}}:{{port}}", "Weight": {{s.Weight}}, "Checks": [ { "Type": "HttpGet", "Path": "/index.html",
              "Digest": "{{Balancer.Digest}}", "ConnectPort": 80, "ConnectTimeout": "00:00:01", "Retry": 1, "DelayBeforeRetry": "00:00:01" } ] }
        """));
}
