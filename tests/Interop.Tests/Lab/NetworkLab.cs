using System.Collections.Concurrent;
using FailoverIp.Interop.Wire;

namespace FailoverIp.Interop.Lab;

/// <summary>
/// A LAN made of network namespaces: a switch with the bridges br0 (the election's LAN, 10.132.0.0/24) and br1 (management, 10.99.0.0/24), and hosts on
/// them. Everything, processes too, goes away with it.
/// </summary>
internal sealed class NetworkLab : IAsyncDisposable
{
    private static int _labs;

    private readonly string _prefix = $"{Leftovers.Prefix}{Environment.ProcessId}-{Interlocked.Increment(ref _labs)}-";
    private readonly List<LabHost> _hosts = [];
    private readonly ConcurrentBag<LabProcess> _processes = [];
    private readonly List<Capture> _captures = [];

    private NetworkLab() => Folder = Directory.CreateTempSubdirectory(_prefix).FullName;

    /// <summary>A folder for configurations and sockets.</summary>
    public string Folder { get; }

    public string Switch => NamespaceOf("sw");

    /// <summary>What the switch sees on the election's LAN.</summary>
    public Capture Capture => _captures[0];

    public IReadOnlyList<LabHost> Hosts => _hosts;

    /// <summary>When a cable, a port or a participant was last changed: since then the network is as it is now.</summary>
    public DateTime LastChange { get; private set; } = DateTime.UtcNow;

    /// <summary>Makes a switch and hosts with the numbers 10, 20, 30…</summary>
    public static async Task<NetworkLab> CreateAsync(params string[] hosts)
    {
        Requirements.Demand();
        await Leftovers.RemoveAsync();
        var lab = new NetworkLab();
        try
        {
            await lab.BuildAsync(hosts);
            return lab;
        }
        catch
        {
            await lab.DisposeAsync();
            throw;
        }
    }

    public LabHost this[string name] => _hosts.Single(h => h.Name == name);

    public string NamespaceOf(string host) => _prefix + host;

    public void Add(LabProcess process) => _processes.Add(process);

    /// <summary>Notes that something has changed now.</summary>
    public void Touch() => LastChange = DateTime.UtcNow;

    /// <summary>Captures on another interface of the switch.</summary>
    public async Task<Capture> CaptureAsync(string networkInterface)
    {
        var capture = await Capture.StartAsync(this, networkInterface);
        _captures.Add(capture);
        return capture;
    }

    public async Task ChangeSwitchAsync(params string[] arguments)
    {
        await Shell.RunAsync("ip", ["-n", Switch, .. arguments]);
        Touch();
    }

    /// <summary>Makes the interface of the election's LAN again, as it was before it was deleted.</summary>
    public async Task MakeInterfaceAsync(LabHost host)
    {
        await Shell.IpBatchAsync(Switch, Wire(host, "eth1", "br0"));
        await Shell.IpBatchAsync(host.Namespace, SettingsOf(host));
        Touch();
    }

    /// <summary>The last frames and the last lines of every process: what one wants to read where a test has failed.</summary>
    public string Describe() =>
        string.Join('\n', _captures.Select(c => c.Describe(30)))
        + string.Concat(_processes.Select(p => $"\n--- {p.Name} ({(p.HasExited ? $"ended, {p.ExitCode}" : "runs")})\n  {string.Join("\n  ", p.Lines.TakeLast(25))}"));

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
            await process.DisposeAsync();
        foreach (var capture in _captures)
            await capture.DisposeAsync();
        foreach (var name in _hosts.Select(h => h.Namespace).Append(Switch))
            await Leftovers.DeleteAsync(name);
        Directory.Delete(Folder, recursive: true);
        // Also where the test has failed: for this reason, perhaps.
        if (_captures.Select(c => c.Losses).OfType<string>().FirstOrDefault() is { } losses)
            throw new InvalidOperationException(losses);
    }

    private async Task BuildAsync(string[] names)
    {
        _hosts.AddRange(names.Select((name, i) => new LabHost(this, name, 10 * (i + 1))));
        await Shell.IpBatchAsync(null, ["netns add " + Switch, .. _hosts.Select(h => "netns add " + h.Namespace)]);
        await Shell.IpBatchAsync(Switch,
        [
            "link set lo up",
            "link add br0 type bridge mcast_snooping 0",
            "link add br1 type bridge mcast_snooping 0",
            "link set br0 up",
            "link set br1 up",
            .. _hosts.SelectMany(h => Wires(h)),
        ]);
        foreach (var host in _hosts)
        {
            await Shell.IpBatchAsync(host.Namespace,
            [
                "link set lo up",
                .. SettingsOf(host),
                $"link set eth0 address {host.ManagementMac} up",
                $"addr add {host.ManagementAddress}/24 dev eth0",
            ]);
        }
        await CaptureAsync("br0");
        Touch();
    }

    private static IEnumerable<string> Wires(LabHost host) => [.. Wire(host, "eth1", "br0"), .. Wire(host, "eth0", "br1")];

    private static IEnumerable<string> Wire(LabHost host, string networkInterface, string bridge) =>
    [
        $"link add {host.PortOf(networkInterface)} type veth peer name {networkInterface} netns {host.Namespace}",
        $"link set {host.PortOf(networkInterface)} master {bridge} up",
    ];

    private static IEnumerable<string> SettingsOf(LabHost host) =>
    [
        // Its link-local address at once: keepalived does not come back from one that duplicate address detection still looks at.
        $"link set eth1 address {host.Mac} addrgenmode none",
        "link set eth1 up",
        $"addr add {host.LinkLocalAddress}/64 dev eth1 nodad",
        $"addr add {host.Address}/24 dev eth1",
    ];
}
