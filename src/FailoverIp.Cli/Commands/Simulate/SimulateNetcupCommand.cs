using System.CommandLine;
using FailoverIp.Cli.Output;
using FailoverIp.Simulation;

namespace FailoverIp.Cli.Commands.Simulate;

/// <summary>A netcup simulator as a server: one line to begin with that says what to configure, then one for each request and each route that changed.</summary>
internal abstract class SimulateNetcupCommand : ToolCommand
{
    private readonly Option<string> _listen = new("--listen") { Description = "Where to listen, such as http://127.0.0.1:8080 (port 0: a free one)", HelpName = "URL", Required = true };
    private readonly Option<string?> _state = new("--state") { Description = "The account, kept in this file (JSON, with faults to inject); made with a default account where it is missing", HelpName = "FILE" };

    private string? _saveError;

    protected SimulateNetcupCommand(string name, string description)
        : base(name, description + ", until Ctrl-C. The default account has the servers v2200000000000000001 to …3 and the addresses 203.0.113.10, 203.0.113.11 and 2001:db8:a:20::/64.")
    {
        Add(_listen);
        Add(_state);
    }

    public override IReadOnlyList<string> Examples =>
    [
        $"failoverip simulate {Name} --listen http://127.0.0.1:8080",
        $"failoverip simulate {Name} --listen http://127.0.0.1:8080 --state ./netcup.json   # keeps the account, reads \"faults\"",
        "curl -X PUT http://127.0.0.1:8080/_simulator/routes -d '{\"address\": \"203.0.113.10\", \"server\": null}'   # behind everyone's back",
    ];

    /// <summary>Starts the server.</summary>
    protected abstract Task<NetcupSimulator> StartAsync(NetcupSimulatorOptions options, CancellationToken cancellationToken);

    /// <summary>What to write below <c>Providers:NAME</c>.</summary>
    protected abstract string DescribeProvider(NetcupSimulator simulator, SecretFiles secrets);

    protected override async Task<int> RunAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        var stateFile = arguments.GetValue(_state);
        using var scp = Open(stateFile, change => terminal.WriteLine($"{change.Address}: {change.From ?? "nowhere"} → {change.To ?? "nowhere"}"));
        var options = new NetcupSimulatorOptions { Listen = arguments.GetRequiredValue(_listen), Scp = scp, Answered = request => Show(request, scp, terminal) };
        await using var simulator = await ListenAsync(options, cancellationToken);
        using var secrets = new SecretFiles(stateFile);
        terminal.WriteLine($"listening on {simulator.BaseAddress}; below Providers: \"netcup\": {{ {DescribeProvider(simulator, secrets)} }}");
        var ended = new TaskCompletionSource();
        await using var stop = cancellationToken.Register(ended.SetResult);
        await ended.Task;
        return ExitStatus.Done;
    }

    private void Show(RecordedRequest request, NetcupScp scp, Terminal terminal)
    {
        terminal.WriteLine(OneLine.From(request.ToString()));
        var error = scp.SaveError;
        if (Interlocked.Exchange(ref _saveError, error) != error && error is not null)
            terminal.Note($"the state could not be saved: {error}");
    }

    private static NetcupScp Open(string? stateFile, Action<NetcupRouteChange> rerouted)
    {
        try
        {
            return stateFile is null ? new(rerouted: rerouted) : NetcupScp.Open(stateFile, rerouted: rerouted);
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException)
        {
            throw new ToolException(FailoverErrorKind.Configuration, e.Message, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ToolException(FailoverErrorKind.Configuration, $"{stateFile}: {e.Message}", e);
        }
    }

    private async Task<NetcupSimulator> ListenAsync(NetcupSimulatorOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return await StartAsync(options, cancellationToken);
        }
        catch (ArgumentException e)
        {
            throw new ToolException(FailoverErrorKind.Configuration, e.Message.Split(" (Parameter ")[0], e);
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException)
        {
            throw new ToolException(FailoverErrorKind.Unavailable, $"cannot listen on {options.Listen}: {e.Message}", e);
        }
    }
}
