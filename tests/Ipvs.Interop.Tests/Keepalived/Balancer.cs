using System.Net;
using System.Text.Json;
using FailoverIp.Interop.Lab;
using FailoverIp.Interop.Peers;
using FailoverIp.IpvsInterop.Lab;
using FailoverIp.IpvsInterop.Post;

namespace FailoverIp.IpvsInterop.Keepalived;

/// <summary>A load balancer in a namespace of its own, with the web servers that it checks, 10.132.0.21 to 24, beside it.</summary>
internal sealed class Balancer : IAsyncDisposable
{
    public const string Page = "alive\n";

    /// <summary><c>md5sum</c> of the page.</summary>
    public const string Digest = "4e5dc3caa06fa07c79bc3ba5e62ff86b";

    private readonly LabNamespace _namespace;
    private readonly string _folder = Directory.CreateTempSubdirectory(Leftovers.Prefix).FullName;
    private readonly Dictionary<int, WebServer> _running = [];
    private LabProcess? _process;

    private Balancer(LabNamespace @namespace) => _namespace = @namespace;

    public Ipvsadm Ipvsadm => _namespace.Ipvsadm;

    public IReadOnlyList<string> Lines => _process?.Lines ?? [];

    public string Log => string.Join('\n', _process?.Lines ?? []);

    /// <summary>keepalived, its checkers only.</summary>
    public static Task<Balancer> KeepalivedAsync(string configuration) => StartAsync(configuration, null, file =>
        ["keepalived", "-n", "-l", "-D", "-C", "-f", file, "-p", file + ".pid", "-c", file + ".checkers.pid"]);

    /// <summary>Ours.</summary>
    /// <param name="configuration">The configuration file.</param>
    /// <param name="found">What somebody has done with <c>ipvsadm</c> before it starts; null: nothing.</param>
    public static Task<Balancer> OursAsync(string configuration, string? found = null) => StartAsync(configuration, found, file =>
        ["dotnet", Tool.Path, "run", "-c", file, "--control", file + ".sock"]);

    /// <summary>keepalived with everything that it has.</summary>
    public static Task<Balancer> WholeKeepalivedAsync(string configuration) => StartAsync(configuration, null, file =>
        ["keepalived", "-n", "-l", "-D", "-f", file, "-p", file + ".pid", "-c", file + ".checkers.pid", "-r", file + ".vrrp.pid"]);

    /// <summary>Ours, from the same file.</summary>
    public static Task<Balancer> OursOfKeepalivedAsync(string configuration) => StartAsync(configuration, null, file =>
        ["dotnet", Tool.Path, "run", "-k", file, "--control", file + ".sock"]);

    /// <summary>What a script of the configuration has written; FOLDER in a configuration is where it can.</summary>
    public string Said => File.Exists(Path.Combine(_folder, "said")) ? File.ReadAllText(Path.Combine(_folder, "said")) : "";

    /// <summary>The lines that have come through the FIFO of a configuration whose reader is FOLDER/reader.sh.</summary>
    public string[] FifoLines => File.Exists(Path.Combine(_folder, "lines")) ? File.ReadAllLines(Path.Combine(_folder, "lines")) : [];

    public async Task StartWebAsync(int server) =>
        _running.Add(server, await WebServer.StartAsync(_namespace.Name, Root(server), IPAddress.Parse($"10.132.0.{server}")));

    public void StopWeb(int server)
    {
        _running.Remove(server, out var web);
        web!.Dispose();
    }

    public Task WritePageAsync(int server, string page)
    {
        Directory.CreateDirectory(Root(server));
        return File.WriteAllTextAsync(Path.Combine(Root(server), "index.html"), page);
    }

    /// <summary>The table as <c>ipvsadm -Ln</c> shows it, a line for each service and each real server with its weight, in the order of the text.</summary>
    public async Task<string> ReadTableAsync() => string.Join('\n', (await Ipvsadm.ListAsync()).Select(s =>
        $"{s.Protocol} {s.Address} {s.Flags}{string.Concat(s.Destinations.Select(d => $"\n  {d.Address} {d.Forward} {d.Weight}").Order(StringComparer.Ordinal))}").Order(StringComparer.Ordinal));

    /// <summary>The <c>virtualServers</c> of <c>failoverip status --json</c>; of ours only.</summary>
    public async Task<JsonElement> ReadVirtualServersAsync()
    {
        var (status, output, errors) = await _namespace.RunAsync("dotnet", Tool.Path, "status", "--json", "--control", Path.Combine(_folder, "configuration.sock"));
        status.ShouldBe(0, errors);
        return JsonDocument.Parse(output).RootElement.GetProperty("virtualServers");
    }

    /// <summary>Ends it as its user does.</summary>
    public async Task StopAsync()
    {
        await _process!.SignalAsync("TERM");
        await _process.WaitForExitAsync(TimeSpan.FromSeconds(20));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var web in _running.Values)
            web.Dispose();
        if (_process is not null)
            await _process.DisposeAsync();
        await _namespace.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<Balancer> StartAsync(string configuration, string? found, Func<string, string[]> command)
    {
        var balancer = new Balancer(await LabNamespace.CreateAsync());
        await Shell.IpBatchAsync(balancer._namespace.Name, [.. Enumerable.Range(21, 4).Select(n => $"addr add 10.132.0.{n}/32 dev lo"), "route add 203.0.113.0/24 dev lo", "link add eth0 type dummy", "link set eth0 up multicast on arp on", "addr add 10.132.0.10/24 dev eth0"]);
        for (var server = 21; server <= 24; server++)
        {
            await balancer.WritePageAsync(server, Page);
            await balancer.StartWebAsync(server);
        }
        if (found is not null)
            await balancer.Ipvsadm.RunAsync(found);
        var file = Path.Combine(balancer._folder, "configuration");
        await File.WriteAllTextAsync(file, configuration.Replace("FOLDER", balancer._folder, StringComparison.Ordinal));
        await File.WriteAllTextAsync(Path.Combine(balancer._folder, "reader.sh"), $"exec cat \"$1\" >> {balancer._folder}/lines\n");
        var words = command(file);
        balancer._process = LabProcess.Start(words[0], balancer._namespace.Name, words[0], words[1..]);
        return balancer;
    }

    private string Root(int server) => Path.Combine(_folder, $"{server}");
}
