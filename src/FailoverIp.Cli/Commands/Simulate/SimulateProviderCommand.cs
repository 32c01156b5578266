using System.CommandLine;
using FailoverIp.Cli.Output;
using FailoverIp.Simulation;

namespace FailoverIp.Cli.Commands.Simulate;

/// <summary>A provider simulator as a server: it says first what to configure, then one line for each request and each address that moved.</summary>
/// <typeparam name="TWorld">What the simulator shows, and a state file keeps.</typeparam>
internal abstract class SimulateProviderCommand<TWorld> : ToolCommand
    where TWorld : IDisposable
{
    private readonly Option<string> _listen = new("--listen") { Description = "Where to listen, such as http://127.0.0.1:8080 (port 0: a free one)", HelpName = "URL", Required = true };
    private readonly Option<string?> _state = new("--state") { Description = "The account, kept in this file (JSON, with faults to inject); made with a default account where it is missing", HelpName = "FILE" };

    private string? _saveError;

    protected SimulateProviderCommand(string name, string description)
        : base(name, description)
    {
        Add(_listen);
        Add(_state);
    }

    /// <summary>Makes the default world, or opens the one of a state file; what moves is shown.</summary>
    protected abstract TWorld Open(string? stateFile, Terminal terminal);

    /// <summary>Why the last change could not be saved; null where it could.</summary>
    protected abstract string? SaveErrorOf(TWorld world);

    /// <summary>Starts the server.</summary>
    protected abstract Task<HttpSimulator> StartAsync(SimulatorOptions options, TWorld world, CancellationToken cancellationToken);

    /// <summary>The lines that say what to configure, after "listening on …; ".</summary>
    protected abstract IEnumerable<string> Describe(HttpSimulator simulator, TWorld world, SecretFiles secrets);

    protected override async Task<int> RunAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        var stateFile = arguments.GetValue(_state);
        using var world = OpenOrTell(stateFile, terminal);
        var options = new SimulatorOptions { Listen = arguments.GetRequiredValue(_listen), Answered = request => Show(request, world, terminal) };
        await using var simulator = await ListenAsync(options, world, cancellationToken);
        using var secrets = new SecretFiles(stateFile);
        terminal.WriteLine($"listening on {simulator.BaseAddress}; {string.Join(Environment.NewLine, Describe(simulator, world, secrets))}");
        var ended = new TaskCompletionSource();
        await using var stop = cancellationToken.Register(ended.SetResult);
        await ended.Task;
        return ExitStatus.Done;
    }

    private void Show(RecordedRequest request, TWorld world, Terminal terminal)
    {
        terminal.WriteLine(OneLine.From(request.ToString()));
        var error = SaveErrorOf(world);
        if (Interlocked.Exchange(ref _saveError, error) != error && error is not null)
            terminal.Note($"the state could not be saved: {error}");
    }

    private TWorld OpenOrTell(string? stateFile, Terminal terminal)
    {
        try
        {
            return Open(stateFile, terminal);
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

    private async Task<HttpSimulator> ListenAsync(SimulatorOptions options, TWorld world, CancellationToken cancellationToken)
    {
        try
        {
            return await StartAsync(options, world, cancellationToken);
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
