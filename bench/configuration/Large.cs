using System.Globalization;
using System.Text;

namespace FailoverIp.ConfigurationBench;

/// <summary>The largest configuration that is told of in keepalived's release notes (2.3.0): 2,277 virtual servers with 37,205 real servers, all of them checked.</summary>
internal static class Large
{
    public const int VirtualServers = 2277;

    public const int RealServers = 37205;

    /// <summary>As keepalived.conf.</summary>
    public static string Keepalived()
    {
        var text = new StringBuilder("global_defs {\n    router_id large\n}\n\n");
        foreach (var (number, address, port) in Services())
        {
            Append(text, $"virtual_server {address} {port} {{\n    delay_loop 6\n    lvs_sched wrr\n    lvs_method DR\n    protocol TCP\n    persistence_timeout 50\n\n");
            foreach (var server in Servers(number))
            {
                Append(text, $"    real_server {server} {port} {{\n        weight {(server[^1] - '0') + 1}\n        TCP_CHECK {{\n            connect_timeout 3\n            retry 3\n");
                Append(text, $"            delay_before_retry 3\n        }}\n    }}\n");
            }
            text.Append("}\n\n");
        }
        return text.ToString();
    }

    /// <summary>The same as failoverip.json.</summary>
    public static string Json()
    {
        var text = new StringBuilder("{\n  \"FailoverIp\": {\n    \"VirtualServers\": {\n");
        foreach (var (number, address, port) in Services())
        {
            Append(text, $"      \"{address} {port}\": {{ \"Address\": \"{address}:{port}\", \"Protocol\": \"Tcp\", \"Scheduler\": \"wrr\", \"Method\": \"DR\", \"Persistence\": \"00:00:50\", \"DelayLoop\": \"00:00:06\",\n");
            text.Append("        \"RealServers\": [\n");
            foreach (var server in Servers(number))
            {
                Append(text, $"          {{ \"Address\": \"{server}:{port}\", \"Weight\": {(server[^1] - '0') + 1},\n");
                text.Append("            \"Checks\": [ { \"Type\": \"Tcp\", \"ConnectTimeout\": \"00:00:03\", \"Retry\": 3, \"DelayBeforeRetry\": \"00:00:03\" } ] },\n");
            }
            text.Append("        ] },\n");
        }
        return text.Append("    }\n  }\n}\n").ToString();
    }

    private static IEnumerable<(int Number, string Address, int Port)> Services() =>
        from number in Enumerable.Range(0, VirtualServers)
        select (number, $"10.{100 + number / 512}.{number / 2 % 256}.1", number % 2 == 0 ? 80 : 443);

    /// <summary>Real servers are shared by the services, as they are in a farm; the first ones have one more.</summary>
    private static IEnumerable<string> Servers(int service)
    {
        var count = RealServers / VirtualServers + (service < RealServers % VirtualServers ? 1 : 0);
        return from server in Enumerable.Range(0, count)
               let number = service / 2 * 7 + server
               select $"10.{number / 65025 + 200}.{number / 255 % 255}.{number % 255 + 1}";
    }

    private static void Append(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture));
}
