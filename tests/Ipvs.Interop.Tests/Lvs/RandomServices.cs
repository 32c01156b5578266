using System.Net;
using FailoverIp.Lvs;
using FailoverIp.Vrrp.Ipvs;

namespace FailoverIp.IpvsInterop.Lvs;

/// <summary>Virtual servers by chance, each with the ports that its checks ask.</summary>
internal sealed class RandomServices
{
    public const int FirstPort = 20_000;

    private static readonly TimeSpan DelayLoop = TimeSpan.FromMilliseconds(500);

    public RandomServices(Random random, int count)
    {
        var port = FirstPort;
        for (var i = 1; i <= count; i++)
        {
            var ports = new List<int>();
            Options.Add(Make(random, i, () =>
            {
                ports.Add(port);
                return port++;
            }));
            Ports.Add(ports);
        }
    }

    public List<VirtualServerOptions> Options { get; } = [];

    public List<List<int>> Ports { get; } = [];

    private static VirtualServerOptions Make(Random random, int number, Func<int> nextPort)
    {
        var weights = Enumerable.Range(0, random.Next(1, 5)).Select(_ => random.Next(0, 4)).ToArray();
        if (weights.Sum() == 0)
            weights[0] = 1; // keepalived lowers a quorum that cannot be reached
        var quorum = random.Next(1, weights.Sum() + 1);
        // A sorry server that is one of the real servers goes without inhibit: keepalived 2.2.7 stumbles over its own entry there.
        var (sorry, inhibits) = (random.Next(4), random.Next(4) == 0);
        var duplicates = sorry == 3;
        return new()
        {
            Name = $"web{number}",
            Key = IpvsServiceKey.Of(IpvsProtocol.Tcp, IPEndPoint.Parse($"10.1.0.{number}:80")),
            Scheduler = "rr",
            Quorum = quorum,
            Hysteresis = random.Next(0, quorum),
            Alpha = random.Next(3) == 0,
            InhibitOnFailure = inhibits && !duplicates,
            SorryServer = sorry == 0 ? null : new() { Address = IPEndPoint.Parse(duplicates ? "10.9.0.1:80" : "10.9.0.99:80"), Inhibit = sorry == 2 },
            Timing = new() { DelayLoop = DelayLoop, Retry = 0, Warmup = TimeSpan.Zero, ConnectTimeout = TimeSpan.FromSeconds(1) },
            RealServers = [.. weights.Select((weight, j) => new RealServerOptions
            {
                Address = IPEndPoint.Parse($"10.9.0.{j + 1}:80"),
                Weight = weight,
                InhibitOnFailure = !duplicates && random.Next(4) == 0 ? true : null,
                Checks = [.. Enumerable.Range(0, random.Next(1, 3)).Select(_ => new TcpCheckOptions { ConnectAddress = IPAddress.Loopback, ConnectPort = nextPort() })],
            })],
        };
    }
}
