using System.Net;
using System.Text.Json;
using FailoverIp.Interop.Lab;
using FailoverIp.Vrrp;
using Microsoft.Extensions.Logging;

namespace FailoverIp.Interop.Addresses;

/// <summary>A host with the engine of this very process in it: its threads and sockets are in the host's namespace.</summary>
internal sealed class EngineLab : IAsyncDisposable
{
    private readonly NetworkLab _lab;
    private readonly List<VrrpEngine> _engines = [];

    private EngineLab(NetworkLab lab) => _lab = lab;

    public NetworkLab Lab => _lab;

    public LabHost Host => _lab["a"];

    /// <summary>What the engines have told.</summary>
    public Lines Notices { get; } = new();

    /// <summary>An address owner: Active at once.</summary>
    public static VirtualRouterOptions Owner(params VirtualAddress[] addresses) => new()
    {
        Name = "VI_1",
        Interface = "eth1",
        VirtualRouterId = 51,
        Priority = 255,
        Version = VrrpVersion.V3,
        VirtualAddresses = addresses.Length == 0 ? [new(IPAddress.Parse("10.132.0.100"), 32)] : [.. addresses],
    };

    public static async Task<EngineLab> CreateAsync(params string[] hosts) => new(await NetworkLab.CreateAsync(hosts.Length == 0 ? ["a"] : hosts));

    public async Task<VrrpEngine> StartAsync(params VirtualRouterOptions[] routers) => await StartAsync(new VrrpEngineOptions { Routers = [.. routers] });

    public async Task<VrrpEngine> StartAsync(VrrpEngineOptions options)
    {
        var engine = new VrrpEngine(Notices);
        _engines.Add(engine);
        await Within.RunAsync(Host.Namespace, () =>
        {
            engine.StartAsync(options, default).GetAwaiter().GetResult();
            return 0;
        });
        return engine;
    }

    public Task<string> IpAsync(params string[] arguments) => Shell.RunAsync("ip", ["-n", Host.Namespace, .. arguments]);

    /// <summary><c>ip -j</c>, an array.</summary>
    public async Task<JsonElement[]> ReadAsync(params string[] arguments)
    {
        var output = await IpAsync(["-j", "-d", .. arguments]);
        return string.IsNullOrWhiteSpace(output) ? [] : [.. JsonDocument.Parse(output).RootElement.EnumerateArray()];
    }

    /// <summary>An address of an interface as <c>ip</c> shows it; null where it is not there.</summary>
    public async Task<JsonElement?> AddressAsync(string address, string dev = "eth1") =>
        (await ReadAsync("addr", "show", "dev", dev)).SelectMany(l => l.GetProperty("addr_info").EnumerateArray())
            .Where(a => a.GetProperty("local").GetString() == address).Select(a => (JsonElement?)a).FirstOrDefault();

    public async Task UntilAsync(Func<Task<bool>> isSo, string what) =>
        await Until.TrueAsync(isSo, TimeSpan.FromSeconds(10), () => $"{what}\n{string.Join('\n', Notices.All)}\n{_lab.Describe()}");

    public async ValueTask DisposeAsync()
    {
        foreach (var engine in _engines)
            await engine.DisposeAsync();
        await _lab.DisposeAsync();
    }

    internal sealed class Lines : ILogger<VrrpEngine>
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<string> _lines = new();

        public IReadOnlyCollection<string> All => _lines;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _lines.Enqueue(formatter(state, exception) + exception);
    }
}
