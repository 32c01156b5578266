using System.Globalization;
using System.Net;
using FailoverIp.Interop.Lab;
using FailoverIp.Interop.Peers;
using FailoverIp.Vrrp.Ipvs;
using FailoverIp.Vrrp.Netfilter;

namespace FailoverIp.Interop.Netfilter;

/// <summary>
/// A client and a Backup, wired to each other. The client sends what is for the virtual addresses to the Backup, as a Director would. The Backup has them too, so that
/// who answers tells whether traffic was redirected: servers on its own addresses say "here", servers on the virtual addresses say "virtual".
/// </summary>
internal sealed class RedirectedLab : IAsyncDisposable
{
    public const string Here = "here", Virtual = "virtual";

    public static readonly IPAddress Vip4 = IPAddress.Parse("203.0.113.10"), Vip6 = IPAddress.Parse("2001:db8:a::10");

    private static int _labs;

    private readonly string _prefix = string.Create(CultureInfo.InvariantCulture, $"{Leftovers.Prefix}{Environment.ProcessId}-r{Interlocked.Increment(ref _labs)}");
    private readonly List<IDisposable> _servers = [];

    private RedirectedLab()
    {
    }

    public string Client => _prefix + "c";

    public string Backup => _prefix + "b";

    public static async Task<RedirectedLab> CreateAsync()
    {
        Requirements.Demand();
        await Leftovers.RemoveAsync();
        var lab = new RedirectedLab();
        try
        {
            await lab.BuildAsync();
            return lab;
        }
        catch
        {
            await lab.DisposeAsync();
            throw;
        }
    }

    public static RedirectRule Rule(IPAddress address, ushort? port = 80, IpvsProtocol protocol = IpvsProtocol.Tcp) => new(address, protocol, port);

    /// <summary>Applies rules in the Backup's namespace.</summary>
    public Task<RedirectChange> ApplyAsync(IRedirectRules redirects, params RedirectRule[] rules) => Within.RunAsync(Backup, () => redirects.Apply(rules));

    /// <summary>A connection from the client.</summary>
    public Task<EchoClient> ConnectAsync(IPAddress address, int port, bool udp = false) => EchoClient.ConnectAsync(Client, new(address, port), udp);

    /// <summary>Who answers a new connection: <see cref="Here"/> or <see cref="Virtual"/>.</summary>
    public async Task<string> WhoAnswersAsync(IPAddress address, int port)
    {
        using var client = await ConnectAsync(address, port);
        return await client.AskAsync();
    }

    /// <summary>Runs a command on the Backup.</summary>
    public Task<string> RunAsync(string command, params string[] arguments) => Shell.RunAsync("ip", ["netns", "exec", Backup, command, .. arguments]);

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
            server.Dispose();
        foreach (var name in new[] { Client, Backup })
            await Leftovers.DeleteAsync(name);
    }

    private async Task BuildAsync()
    {
        await Shell.IpBatchAsync(null, ["netns add " + Client, "netns add " + Backup]);
        await Shell.IpBatchAsync(Client,
        [
            "link set lo up", $"link add eth0 type veth peer name eth0 netns {Backup}", "addr add 10.9.0.1/24 dev eth0", "addr add fd00:9::1/64 dev eth0 nodad", "link set eth0 up",
        ]);
        await Shell.IpBatchAsync(Backup,
        [
            "link set lo up", "addr add 10.9.0.2/24 dev eth0", "addr add fd00:9::2/64 dev eth0 nodad", "link set eth0 up", $"addr add {Vip4}/32 dev lo", $"addr add {Vip6}/128 dev lo nodad",
        ]);
        await Shell.IpBatchAsync(Client, [$"route add {Vip4} via 10.9.0.2", $"route add {Vip6} via fd00:9::2"]);
        foreach (var (name, addresses) in new[] { (Here, new[] { IPAddress.Parse("10.9.0.2"), IPAddress.Parse("fd00:9::2") }), (Virtual, [Vip4, Vip6]) })
        {
            foreach (var endPoint in addresses.SelectMany(a => new IPEndPoint[] { new(a, 80), new(a, 81) }))
                _servers.Add(await EchoServer.StartAsync(Backup, endPoint, name));
        }
    }
}
