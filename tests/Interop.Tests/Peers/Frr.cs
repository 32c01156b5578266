using System.Globalization;
using System.Net;
using System.Text.Json;
using FailoverIp.Interop.Lab;

namespace FailoverIp.Interop.Peers;

/// <summary>FRR's zebra and vrrpd. FRR wants a macvlan with the virtual MAC and addresses, which is there for good; it takes it down while it is Backup.</summary>
internal sealed class Frr(NetworkLab lab, LabHost host, VrrpPlan plan, int priority) : VrrpPeer(lab, host, plan, priority)
{
    private const string Daemons = "/usr/lib/frr/";

    private LabProcess? _zebra;
    private LabProcess? _process;

    /// <summary>What is missing on this machine; null where nothing is.</summary>
    public static string? Missing => File.Exists(Daemons + "vrrpd") ? null : "not installed: frr";

    public override IPAddress Source => Plan.IsIPv6 ? IPAddress.Parse($"fe80::ff:fe02:{Host.Number:x}") : Host.Address;

    public override string AdvertMac => AddressMac;

    public override string AddressMac => $"00:00:5e:00:0{(Plan.IsIPv6 ? 2 : 1)}:{Plan.VirtualRouterId:x2}";

    private string Interface => $"vrrp{(Plan.IsIPv6 ? 6 : 4)}-eth1-1";

    // The daemons give up root; what they write goes here.
    private string Folder => Path.Combine("/tmp", "frr-" + Host.Namespace);

    public override async Task StartAsync()
    {
        if (_zebra is null)
        {
            await PrepareAsync();
            _zebra = Start("zebra");
            await Until.TrueAsync(() => Task.FromResult(File.Exists(Path.Combine(Folder, "zserv"))), Plan.Patience, () => $"zebra listens\n{Lab.Describe()}");
        }
        _process = Start("vrrpd", "--log-level", "debug");
        await _process.WaitForLineAsync("Initialize -> Backup", Plan.Patience);
        Lab.Touch();
    }

    public override async Task KillAsync()
    {
        await _process!.SignalAsync("KILL");
        Lab.Touch();
        await _process.WaitForExitAsync(Plan.Patience);
    }

    public override async Task StopAsync()
    {
        await _process!.SignalAsync("TERM");
        await _process.WaitForExitAsync(Plan.Patience);
        Lab.Touch();
    }

    public override async Task WaitForAddressesAsync(bool present) => await Until.TrueAsync(
        async () =>
        {
            using var links = JsonDocument.Parse((await Host.RunAsync("ip", "-j", "link", "show", "dev", Interface)).Output);
            return links.RootElement[0].GetProperty("operstate").GetString() == "UP" == present;
        },
        TimeSpan.FromSeconds(2),
        () => $"{Interface} of {Host.Name} is to be {(present ? "up" : "down")}\n{Lab.Describe()}");

    private LabProcess Start(string daemon, params string[] more) => Host.Start(
        Daemons + daemon,
        ["-N", Host.Namespace, "-z", Path.Combine(Folder, "zserv"), "-f", Path.Combine(Folder, daemon + ".conf"), "-i", Path.Combine(Folder, daemon + ".pid"), "--vty_socket", Folder, "--log", "stdout", .. more]);

    private async Task PrepareAsync()
    {
        Directory.CreateDirectory(Folder);
        await File.WriteAllTextAsync(Path.Combine(Folder, "zebra.conf"), "\n");
        await File.WriteAllTextAsync(Path.Combine(Folder, "vrrpd.conf"), Configuration());
        await Shell.RunAsync("mkdir", "-p", "/run/frr/" + Host.Namespace);
        await Shell.RunAsync("chown", "-R", "frr:frr", "/run/frr", Folder);
        await Shell.IpBatchAsync(Host.Namespace,
        [
            $"link add {Interface} link eth1 type macvlan mode bridge",
            // A link-local address of its own: made of the virtual MAC it would be that of the other too.
            $"link set {Interface} address {AddressMac} addrgenmode none",
            .. Plan.IsIPv6 ? [$"addr add {Source}/64 dev {Interface} nodad"] : Array.Empty<string>(),
            .. Plan.Addresses.Select(a => $"addr add {a}/{(Plan.IsIPv6 ? "64 nodad" : "24")} dev {Interface}"),
            $"link set {Interface} up",
        ]);
    }

    private string Configuration() => string.Create(CultureInfo.InvariantCulture, $"""
        debug vrrp
        interface eth1
         vrrp {Plan.VirtualRouterId} version {Plan.Version}
         vrrp {Plan.VirtualRouterId} priority {Priority}
         vrrp {Plan.VirtualRouterId} advertisement-interval {(int)Plan.Interval.TotalMilliseconds}
         {string.Join("\n ", Plan.Addresses.Select(a => $"vrrp {Plan.VirtualRouterId} {(Plan.IsIPv6 ? "ipv6" : "ip")} {a}"))}

        """);
}
