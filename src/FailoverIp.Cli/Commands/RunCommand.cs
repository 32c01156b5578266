using System.CommandLine;
using System.Runtime.InteropServices;
using FailoverIp.Cli.Configuration;
using FailoverIp.Cli.Logging;
using FailoverIp.Cli.Output;
using FailoverIp.Node;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FailoverIp.Cli.Commands;

/// <summary><c>run</c>: the node, in the foreground, until SIGTERM or SIGINT.</summary>
internal sealed partial class RunCommand : ToolCommand
{
    // Longer than the node's own patience with its peers and providers.
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(30);

    private readonly Option<string?> _control = new("--control") { Description = "The path of the control socket; wins over the file", HelpName = "SOCKET" };
    private readonly Option<string?> _status = new("--status") { Description = "Answer /status and /healthz at this URL, such as http://127.0.0.1:9112; wins over the file", HelpName = "URL" };

    public RunCommand()
        : base("run", "Run this node in the foreground, until SIGTERM or Ctrl-C; it then resigns (priority 0) and ends with 0")
    {
        Add(CommonOptions.ConfigurationFile);
        Add(_control);
        Add(_status);
    }

    public override IReadOnlyList<string> Examples =>
    [
        "failoverip run",
        "failoverip run -c ./failoverip.json --control ./control.sock",
        "FailoverIp__Node=s2 failoverip run          # the environment overrides the file",
    ];

    protected override async Task<int> RunAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        var configuration = UsableConfiguration.Load(
            arguments.GetRequiredValue(CommonOptions.ConfigurationFile),
            // Beside the caller, not beside the file that it wins over.
            ("FailoverIp__Control__Socket", _control.Name, arguments.GetValue(_control) is { Length: > 0 } socket ? Path.GetFullPath(socket) : arguments.GetValue(_control)),
            ("FailoverIp__Status__Listen", _status.Name, arguments.GetValue(_status)));
        using var host = Build(configuration, terminal);
        var logger = host.Services.GetRequiredService<ILoggerFactory>().CreateLogger("FailoverIp.Configuration");
        foreach (var warning in configuration.Problems)
            Warn(logger, warning.ToString());

        // A terminal that goes away, or a habit from keepalived, must not end the node.
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            IgnoreHangUp(logger);
        });
        try
        {
            await host.StartAsync(cancellationToken);
            await EndOfAsync(host, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Stopped while it was starting.
        }
        finally
        {
            // What did start is stopped, also where the start failed half-way.
            await host.StopAsync(CancellationToken.None);
        }
        return cancellationToken.IsCancellationRequested ? ExitStatus.Done : ExitStatus.No;
    }

    // An empty builder: the configuration file is the only one, whatever appsettings.json lies nearby.
    private static IHost Build(NodeConfiguration configuration, Terminal terminal)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddPlainLines(terminal.IsVerbose ? LogLevel.Debug : LogLevel.Information);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = StopTimeout);
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.AddFailoverIpNode(configuration.Section, configuration.Options!);
        return builder.Build();
    }

    private static async Task EndOfAsync(IHost host, CancellationToken cancellationToken)
    {
        var ended = new TaskCompletionSource();
        await using var signal = cancellationToken.Register(() => ended.TrySetResult());
        await using var stopping = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(() => ended.TrySetResult());
        await ended.Task;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Problem}")]
    private static partial void Warn(ILogger logger, string problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "SIGHUP: this version does not reload; the node goes on with the configuration it has")]
    private static partial void IgnoreHangUp(ILogger logger);

    /// <summary>Signals are handled for every command alike, not by the host.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
