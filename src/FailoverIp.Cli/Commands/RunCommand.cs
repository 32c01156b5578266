using System.CommandLine;
using System.Runtime.InteropServices;
using FailoverIp.Cli.Configuration;
using FailoverIp.Cli.Logging;
using FailoverIp.Cli.Output;
using FailoverIp.Cli.Signals;
using FailoverIp.Cli.Supervision;
using FailoverIp.Node;
using FailoverIp.Vrrp;
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
    private readonly Option<string?> _status = new("--status") { Description = "Serve the status page, /status, /metrics and /healthz at this URL, such as http://127.0.0.1:9112; wins over the file", HelpName = "URL" };

    private readonly Option<bool> _supervised = new("--supervised")
    {
        Description = "Run the node as a child: when it dies, its routers resign at once, its addresses are removed and a new one is started. For ExecStart= of a service",
    };

    private readonly Option<string?> _link = new(NodeProcess.LinkOption) { Hidden = true };

    public RunCommand()
        : base("run", "Run this node in the foreground, until SIGTERM or Ctrl-C; it then resigns (priority 0) and ends with 0. SIGHUP reads the configuration again")
    {
        Add(CommonOptions.ConfigurationFile);
        Add(CommonOptions.KeepalivedFile);
        Add(CommonOptions.ConfigId);
        Add(_control);
        Add(_status);
        Add(_supervised);
        Add(_link);
    }

    public override IReadOnlyList<string> Examples =>
    [
        "failoverip run",
        "failoverip run -c ./failoverip.json --control ./control.sock",
        "failoverip run -k /etc/keepalived/keepalived.conf",
        "failoverip run -k /etc/keepalived/keepalived.conf -c /etc/failoverip/failoverip.json",
        "failoverip run --supervised                 # as a service: also after a crash nothing is left behind",
        "FailoverIp__Node=s2 failoverip run          # the environment overrides the file",
    ];

    protected override async Task<int> RunAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        var files = ConfigurationFiles.Of(arguments);
        (string, string, string?)[] overrides =
        [
            // Beside the caller, not beside the file that it wins over.
            ("FailoverIp__Control__Socket", _control.Name, arguments.GetValue(_control) is { Length: > 0 } socket ? Path.GetFullPath(socket) : arguments.GetValue(_control)),
            ("FailoverIp__Status__Listen", _status.Name, arguments.GetValue(_status)),
        ];
        if (arguments.GetValue(_supervised))
            return await SuperviseAsync(() => UsableConfiguration.Read(files, overrides).Options?.ToEngineOptions(), terminal, cancellationToken);
        using var hangUp = new HangUp(); // before anything takes its time: until then the signal is the end
        using var link = SupervisorLink.Open(arguments.GetValue(_link));
        if (link is not null)
            NodeSession.Begin();
        return await RunNodeAsync(UsableConfiguration.Load(files, overrides), () => UsableConfiguration.Read(files, overrides), hangUp, link, terminal, cancellationToken);
    }

    private static async Task<int> SuperviseAsync(Func<VrrpEngineOptions?> read, Terminal terminal, CancellationToken cancellationToken)
    {
        using var loggers = LoggerFactory.Create(logging => logging.AddPlainLines(terminal.IsVerbose ? LogLevel.Debug : LogLevel.Information));
        var node = Environment.GetCommandLineArgs()[1..].Where(a => !a.StartsWith("--supervised", StringComparison.Ordinal)).ToList();
        var supervisor = new Supervisor(told => NodeProcess.Start(node, told), read, LastWill.Prepare, TimeProvider.System, loggers.CreateLogger("FailoverIp.Supervisor"), ServiceManager.Watchdog);
        ProcessSignals.Handle(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            supervisor.HangUp();
        });
        return await supervisor.RunAsync(cancellationToken);
    }

    private static async Task<int> RunNodeAsync(NodeConfiguration configuration, Func<NodeConfiguration> read, HangUp hangUp, SupervisorLink? link, Terminal terminal, CancellationToken cancellationToken)
    {
        using var host = Build(configuration, link, terminal);
        var logger = host.Services.GetRequiredService<ILoggerFactory>().CreateLogger("FailoverIp.Configuration");
        foreach (var warning in configuration.Problems)
            Warn(logger, warning.ToString());

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (link is not null)
            _ = Task.Run(() => SupervisorLink.WaitForEndAsync(stop), CancellationToken.None);
        var reload = new ReloadOnHangUp(host.Services.GetRequiredService<IFailoverNode>(), read, link, logger);
        try
        {
            await host.StartAsync(stop.Token);
            link?.Tell(SupervisorLink.Started);
            if (link is null)
                ServiceManager.Ready();
            reload.Begin(hangUp);
            GiveBackMemory();
            // Where nobody listens for it, it would do nothing but wake the processor.
            if (link is not null || ServiceManager.Watchdog is not null)
                _ = Beat(host.Services.GetRequiredService<IVrrpEngine>(), link).RunAsync(stop.Token);
            await EndOfAsync(host, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped while it was starting.
        }
        finally
        {
            if (link is null)
                ServiceManager.Stopping();
            // What did start is stopped, also where the start failed half-way.
            await host.StopAsync(CancellationToken.None);
        }
        return stop.IsCancellationRequested ? ExitStatus.Done : ExitStatus.No;
    }

    // An empty builder: the configuration file is the only one, whatever appsettings.json lies nearby.
    private static IHost Build(NodeConfiguration configuration, SupervisorLink? link, Terminal terminal)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddPlainLines(terminal.IsVerbose ? LogLevel.Debug : LogLevel.Information);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = StopTimeout);
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        if (link?.Lifeline is { } lifeline)
            builder.Services.AddSingleton<IVrrpEngine>(services => new VrrpEngine(services.GetRequiredService<ILogger<VrrpEngine>>()) { Lifeline = lifeline });
        builder.Services.AddFailoverIpNode(configuration.Section, configuration.Options!);
        return builder.Build();
    }

    private static Heartbeat Beat(IVrrpEngine engine, SupervisorLink? link)
    {
        var period = ServiceManager.Watchdog / 4 is { } quarter && quarter < Heartbeat.Period ? quarter : Heartbeat.Period;
        return new(engine.ProbeAsync, link is null ? ServiceManager.Alive : () => link.Tell(SupervisorLink.Alive), TimeProvider.System, period);
    }

    // What reading the configuration has left is a multiple of what the node needs from now on, and it allocates too little for a collection ever to be due.
    // Now is the time: no role is held yet.
    private static void GiveBackMemory() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);

    private static async Task EndOfAsync(IHost host, CancellationToken cancellationToken)
    {
        var ended = new TaskCompletionSource();
        await using var signal = cancellationToken.Register(() => ended.TrySetResult());
        await using var stopping = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(() => ended.TrySetResult());
        await ended.Task;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Problem}")]
    private static partial void Warn(ILogger logger, string problem);

    /// <summary>Signals are handled for every command alike, not by the host.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
