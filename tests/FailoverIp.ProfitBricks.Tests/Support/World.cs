using FailoverIp.Simulation;

namespace FailoverIp.ProfitBricks.Tests;

/// <summary>The stateful simulator over real HTTP, on a clock that runs ten times as fast, with a node at each of its two servers.</summary>
internal sealed class World : IAsyncDisposable
{
    public const string Token = "s3cret-token";
    public static readonly Guid Datacenter = Guid.Parse("dc000000-0000-4000-8000-000000000001");
    public static readonly NicId S1 = Nic(1), S2 = Nic(2);
    public static readonly RouteRetry Retry = new() { MaxAttempts = 20, Delay = TimeSpan.FromSeconds(1), RequestTimeout = TimeSpan.FromSeconds(60), TotalTimeout = TimeSpan.FromMinutes(10) };

    private World(ProfitBricksSimulator simulator, FastTime time)
    {
        (Simulator, Time) = (simulator, time);
        Options = new() { BaseAddress = simulator.ApiAddress, Token = Token, DatacenterId = Datacenter.ToString(), LanId = 1, Mode = ProfitBricksMode.NicMove };
    }

    public ProfitBricksSimulator Simulator { get; }

    public FastTime Time { get; }

    public ProfitBricksOptions Options { get; }

    public IReadOnlyList<string> Holders => Simulator.Cloud.HoldersOf(CloudService.Ip);

    public static async Task<World> StartAsync(Func<ProfitBricksState, ProfitBricksState>? change = null)
    {
        var time = new FastTime(10);
        var state = ProfitBricksState.CreateDefault(Token);
        var simulator = await ProfitBricksSimulator.StartAsync(new() { Cloud = new(change?.Invoke(state) ?? state, time) });
        return new(simulator, time);
    }

    /// <summary>A node of its own at a server, with nothing in common with the other but the service.</summary>
    public RouterRig Node(NicId nic, RouteRetry? retry = null) => new(new SocketsHttpHandler(), Options, Time, nic, retry ?? Retry);

    public string[] IpsOf(NicId nic) => [.. Simulator.State.FindDatacenter(Datacenter.ToString())!.FindServer(nic.Server.ToString())!.FindNic(nic.Nic.ToString())!.Ips];

    public int Writes => Simulator.Requests.Of(SimulatedOperation.Write).Count;

    public async ValueTask DisposeAsync()
    {
        await Simulator.DisposeAsync();
        Simulator.Cloud.Dispose();
    }

    private static NicId Nic(int n) => new(Datacenter, Guid.Parse($"5e000000-0000-4000-8000-00000000000{n}"), Guid.Parse($"71c00000-0000-4000-8000-00000000000{n}"));
}
