using System.Globalization;
using System.Text;
using FailoverIp.Interop.Lab;
using FailoverIp.IpvsInterop.Lab;
using FailoverIp.Lvs;

namespace FailoverIp.IpvsInterop.Lvs;

/// <summary>keepalived's checker with the same virtual servers, at 10.0.… where ours are at 10.1.….</summary>
internal static class KeepalivedServices
{
    public static async Task<LabProcess> StartAsync(LabNamespace lab, IEnumerable<VirtualServerOptions> services)
    {
        var folder = Directory.CreateTempSubdirectory("keepalived-lvs-").FullName;
        var configuration = Path.Combine(folder, "keepalived.conf");
        await File.WriteAllTextAsync(configuration, Configuration(services));
        return LabProcess.Start("keepalived", lab.Name, "keepalived", "-C", "-n", "-l", "-f", configuration, "-p", Path.Combine(folder, "pid"), "-c", Path.Combine(folder, "checkers.pid"));
    }

    public static string Address(VirtualServerOptions service) => service.Key.Address!.Address.ToString().Replace("10.1.", "10.0.", StringComparison.Ordinal);

    private static string Configuration(IEnumerable<VirtualServerOptions> services)
    {
        var text = new StringBuilder();
        foreach (var service in services)
            Write(text, service);
        return text.ToString();
    }

    private static void Write(StringBuilder text, VirtualServerOptions service)
    {
        Line($"virtual_server {Address(service)} {service.Key.Address!.Port} {{");
        Line($"delay_loop {service.Timing.DelayLoop!.Value.TotalSeconds}");
        Line($"lvs_sched {service.Scheduler}");
        Line($"lvs_method NAT");
        Line($"protocol TCP");
        Line($"quorum {service.Quorum}");
        Line($"hysteresis {service.Hysteresis}");
        If(service.Alpha, "alpha");
        If(service.InhibitOnFailure, "inhibit_on_failure");
        If(service.SorryServer is not null, $"sorry_server {service.SorryServer?.Address.Address} 80");
        If(service.SorryServer is { Inhibit: true }, "sorry_server_inhibit");
        foreach (var server in service.RealServers)
        {
            Line($"real_server {server.Address.Address} {server.Address.Port} {{");
            Line($"weight {server.Weight}");
            If(server.InhibitOnFailure == true, "inhibit_on_failure");
            foreach (var check in server.Checks)
                Line($"TCP_CHECK {{\nconnect_ip {check.ConnectAddress}\nconnect_port {check.ConnectPort}\nretry 0\nwarmup 0\nconnect_timeout 1\n}}");
            Line($"}}");
        }
        Line($"}}");

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

        void If(bool condition, string line)
        {
            if (condition)
                text.Append(line).Append('\n');
        }
    }
}
