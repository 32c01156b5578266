using System.Text.Json.Nodes;
using FailoverIp.Interop.Lab;
using FailoverIp.Interop.Peers;

namespace FailoverIp.Interop.Failover;

/// <summary>
/// The netcup tutorial's two servers, s1 and s2, with its keepalived.conf values in JSON: VRID 101, priorities 255 and 254, advert_int 2, PASS with a
/// password that is cut to eight characters. Both follow the election with one failover address, each with its own server as target.
/// </summary>
internal sealed class NetcupNodes : IAsyncDisposable
{
    public const string FailoverIp = "203.0.113.10";
    public const string Server1 = "v2200000000000000001";
    public const string Server2 = "v2200000000000000002";
    public const int Server1Id = 111001;
    public const int Server2Id = 111002;

    public static readonly VrrpPlan Tutorial = new() { Version = 2, Interval = TimeSpan.FromSeconds(2), Password = "CUSTOM_PASSWORD" };

    private NetcupNodes(NetworkLab lab, NetcupSimulator simulator, Node s1, Node s2) => (Lab, Simulator, S1, S2) = (lab, simulator, s1, s2);

    public NetworkLab Lab { get; }

    public NetcupSimulator Simulator { get; }

    public Node S1 { get; }

    public Node S2 { get; }

    /// <summary>Makes the network and starts the simulator; the nodes are not started.</summary>
    /// <param name="plan">The election.</param>
    /// <param name="networkInterface">The interface that holds the failover address while Active.</param>
    public static async Task<NetcupNodes> CreateAsync(VrrpPlan plan, string? networkInterface = null)
    {
        var lab = await NetworkLab.CreateAsync("s1", "s2", "netcup");
        try
        {
            var simulator = await NetcupSimulator.StartAsync(lab, lab["netcup"]);
            return new(lab, simulator, NodeOn("s1", 255, Server1), NodeOn("s2", 254, Server2));

            Node NodeOn(string name, int priority, string server) =>
                new(lab, lab[name], plan, priority) {
                    Providers = simulator.RestProviders(name),
                    Addresses = Addresses(server, networkInterface),
                };
        }
        catch
        {
            await lab.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until the failover address is routed to a server.</summary>
    public Task WaitForOwnerAsync(string server, TimeSpan? timeout = null) => Simulator.WaitForOwnerAsync(Lab, FailoverIp, server, timeout ?? TimeSpan.FromSeconds(30));

    /// <summary>Waits until a node's status shows an address in a state.</summary>
    public Task WaitForAddressStateAsync(Node node, string state) => Until.TrueAsync(
        async () => (await node.ReadStatusAsync()).GetProperty("addresses")[0].GetProperty("state").GetString() == state,
        TimeSpan.FromSeconds(10),
        () => $"{node.Host.Name} is to show {state}\n{Lab.Describe()}");

    public async ValueTask DisposeAsync()
    {
        Simulator.Dispose();
        await Lab.DisposeAsync();
    }

    /// <summary>The "Addresses" section.</summary>
    public static JsonObject Addresses(string server, string? networkInterface = null)
    {
        var web = new JsonObject
        {
            ["Address"] = FailoverIp,
            ["Provider"] = "netcup",
            ["Follows"] = "VI_1",
            ["Target"] = new JsonObject { ["Server"] = server },
            ["VerifyInterval"] = "00:00:02",
            ["Retry"] = new JsonObject { ["Delay"] = "00:00:01" },
        };
        if (networkInterface is not null)
            web["Interface"] = networkInterface;
        return new() { ["web"] = web };
    }
}
