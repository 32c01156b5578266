using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using FailoverIp.Interop.Lab;

namespace FailoverIp.Interop.Peers;

/// <summary><c>failoverip simulate</c> on a host of the management network.</summary>
internal sealed class NetcupSimulator : IDisposable
{
    private const int Port = 8080;

    private readonly LabHost _host;
    private readonly string _stateFile;
    private readonly HttpClient _client;

    private NetcupSimulator(LabHost host, string stateFile)
    {
        (_host, _stateFile) = (host, stateFile);
        _client = new(new SocketsHttpHandler { ConnectCallback = ConnectAsync }) { BaseAddress = new($"http://{host.ManagementAddress}:{Port}/") };
    }

    /// <summary>Starts "netcup-rest" or "netcup-soap" with the default account.</summary>
    /// <param name="lab">The network.</param>
    /// <param name="host">Where it runs.</param>
    /// <param name="kind">Which of the two.</param>
    /// <param name="routingInterval">How long an address may not be routed by SOAP again; null for netcup's own five minutes.</param>
    public static async Task<NetcupSimulator> StartAsync(NetworkLab lab, LabHost host, string kind = "netcup-rest", TimeSpan? routingInterval = null)
    {
        var simulator = new NetcupSimulator(host, Path.Combine(lab.Folder, $"{host.Name}.netcup.json"));
        var process = await simulator.RunAsync(kind);
        if (routingInterval is not { } interval)
            return simulator;
        await process.SignalAsync("TERM");
        await process.WaitForExitAsync(TimeSpan.FromSeconds(30));
        var state = JsonNode.Parse(await File.ReadAllTextAsync(simulator._stateFile))!;
        state["settings"]!["soapRoutingInterval"] = interval.ToString("c");
        await File.WriteAllTextAsync(simulator._stateFile, state.ToJsonString());
        await simulator.RunAsync(kind);
        return simulator;
    }

    private async Task<LabProcess> RunAsync(string kind)
    {
        var process = Tool.Start(_host, "simulate", kind, "--listen", $"http://{_host.ManagementAddress}:{Port}", "--state", _stateFile);
        await process.WaitForLineAsync("listening on", TimeSpan.FromSeconds(30));
        return process;
    }

    /// <summary>The "Providers" section of one node; it keeps a token file of its own, as on a machine of its own.</summary>
    public JsonObject RestProviders(string node)
    {
        var token = $"{_stateFile}.{node}.token";
        File.Copy(_stateFile + ".refresh-token", token);
        return new() { ["netcup"] = new JsonObject { ["Type"] = "NetcupRest", [nameof(BaseAddress)] = BaseAddress.ToString(), ["RefreshTokenFile"] = token } };
    }

    /// <summary>The "Providers" section with the SOAP web service.</summary>
    public JsonObject SoapProviders() => new()
    {
        ["netcup"] = new JsonObject
        {
            ["Type"] = "NetcupSoap",
            ["Endpoint"] = $"{_client.BaseAddress}WSEndUser",
            ["LoginName"] = "12345",
            ["PasswordFile"] = _stateFile + ".password",
        },
    };

    /// <summary>Where its API is.</summary>
    public Uri BaseAddress => _client.BaseAddress!;

    /// <summary>Agrees to a login, as its person does in a browser.</summary>
    public async Task ApproveAsync(string code)
    {
        using var form = new FormUrlEncodedContent([new("user_code", code), new("action", "approve")]);
        using var answer = await _client.PostAsync(new Uri("realms/scp/device", UriKind.Relative), form);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
    }

    /// <summary>The name of the server that an address is routed to; empty for none.</summary>
    public async Task<string> ReadOwnerAsync(string address)
    {
        var routes = await _client.GetFromJsonAsync<Dictionary<string, string?>>("_simulator/routes");
        return routes!.Single(r => r.Key.StartsWith(address, StringComparison.Ordinal)).Value ?? "";
    }

    /// <summary>Waits until an address is routed to a server.</summary>
    public Task WaitForOwnerAsync(NetworkLab lab, string address, string server, TimeSpan timeout) =>
        Until.TrueAsync(async () => await ReadOwnerAsync(address) == server, timeout, () => $"{address} is to be routed to {server}\n{lab.Describe()}");

    /// <summary>Every write so far: when it came and the id of the server it asked for.</summary>
    public async Task<IReadOnlyList<(DateTime At, int Server)>> ReadWritesAsync()
    {
        var requests = await _client.GetFromJsonAsync<JsonElement[]>("_simulator/requests");
        return
        [
            .. requests!.Where(r => r.GetProperty("method").GetString() == "PATCH")
                .Select(r => (r.GetProperty("at").GetDateTimeOffset().UtcDateTime, JsonNode.Parse(r.GetProperty("body").GetString()!)!["serverId"]!.GetValue<int>())),
        ];
    }

    /// <summary>Adds a fault; see the simulator's fault plan.</summary>
    public async Task AddFaultAsync(JsonObject fault)
    {
        using var answer = await _client.PostAsJsonAsync("_simulator/faults", fault);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
    }

    public void Dispose() => _client.Dispose();

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = await Within.RunAsync(_host.Namespace, () => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        await socket.ConnectAsync(_host.ManagementAddress, Port, cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }
}
