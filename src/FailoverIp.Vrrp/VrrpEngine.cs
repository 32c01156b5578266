using FailoverIp.Vrrp.Linux;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace FailoverIp.Vrrp;

/// <summary>
/// The VRRP engine on Linux: one thread, one epoll set and one timer own every virtual router of the process. It needs CAP_NET_RAW and CAP_NET_ADMIN.
/// </summary>
/// <remarks>One engine starts and stops once.</remarks>
public sealed partial class VrrpEngine : IVrrpEngine
{
    private readonly ILogger _logger;
    private readonly TimeProvider _wallClock;
    private readonly EngineEvents _events;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly EngineCommands _commands = new();
    private volatile LinuxLoop? _loop;
    private Thread? _thread;

    /// <summary>Creates the engine. Nothing is opened before <see cref="StartAsync"/>.</summary>
    /// <param name="logger">Hears notices; none by default.</param>
    /// <param name="wallClock">Tells the time of day of transitions; the system's by default. Elections run on the kernel's monotonic clock.</param>
    public VrrpEngine(ILogger<VrrpEngine>? logger = null, TimeProvider? wallClock = null)
    {
        _logger = logger ?? NullLogger<VrrpEngine>.Instance;
        _wallClock = wallClock ?? TimeProvider.System;
        _events = new(notice => Log.Notice(_logger, notice.Router.Length > 0 ? notice.Router : "vrrp", notice.Message));
    }

    /// <summary>What tells a supervisor of the death of this engine's thread; null where nobody wants to know.</summary>
    public VrrpLifeline? Lifeline { get; init; }

    /// <inheritdoc/>
    public void Subscribe(Action<VrrpTransition> observer) => _events.Subscribe(observer);

    /// <inheritdoc/>
    public void SubscribeIncidents(Action<VrrpIncident> observer) => _events.SubscribeIncidents(observer);

    /// <inheritdoc/>
    public async Task StartAsync(VrrpEngineOptions options, CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux())
            throw new PlatformNotSupportedException("VRRP runs on Linux only: it needs raw sockets, AF_PACKET and rtnetlink");
        if (_thread is not null)
            throw new InvalidOperationException("This engine was started before");
        Capabilities.Demand();

        VrrpProcessor.Demand(options);
        options = GroupTracking.Apply(options);
        _loop = new(options, _commands, _wallClock, _events.Post, _events.Post) { OnIncident = _events.Post };
        _events.Start();
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _thread = new(() => Run(_loop, started)) { Name = "vrrp", IsBackground = true, Priority = ThreadPriority.Highest };
        _thread.Start();
        try
        {
            await started.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            _loop.Stop(); // nobody would stop it later
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_thread is null)
            return;
        if (!_ended.Task.IsCompleted)
            _loop!.Stop();
        await _ended.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        await _events.CompleteAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task ReloadAsync(VrrpEngineOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (_loop is not { } loop || _ended.Task.IsCompleted)
            throw new InvalidOperationException("The VRRP engine does not run");
        VrrpProcessor.Demand(options); // here, where it costs the engine's thread nothing
        var done = _commands.ReloadAsync(GroupTracking.Apply(options));
        loop.Wake();
        return done.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public Task ProbeAsync(CancellationToken cancellationToken)
    {
        if (_loop is not { } loop)
            return Task.CompletedTask;
        var answer = _commands.ProbeAsync();
        loop.Wake();
        return answer.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public void SetTracker(string tracker, TrackerReading reading)
    {
        ArgumentNullException.ThrowIfNull(tracker);
        _commands.Set(tracker, reading);
        _loop?.Wake();
    }

    /// <inheritdoc/>
    public IReadOnlyList<VirtualRouterStatus> GetStatus() => _loop?.GetStatus() ?? [];

    /// <inheritdoc/>
    public VrrpCounters GetCounters() => _loop?.GetCounters() ?? default;

    /// <summary>Stops, where it runs.</summary>
    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None).ConfigureAwait(false);

    private void Run(LinuxLoop loop, TaskCompletionSource started)
    {
        Lifeline?.Hold();
        try
        {
            loop.Run(() => started.TrySetResult());
        }
        catch (Exception e)
        {
            // Whoever is starting it is told. Later, nothing on this thread is expected to throw, and nobody takes part in the election any more.
            if (!started.TrySetException(e))
                Log.Died(_logger, e);
        }
        finally
        {
            End(loop);
        }
    }

    /// <summary>Completes when the thread has ended.</summary>
    internal Task Ended => _ended.Task;

    /// <summary>Gives back what the thread had. Whatever fails of that: whoever waits for the end hears of it, and the process, which may be an application's, goes on.</summary>
    internal void End(IDisposable loop)
    {
        _commands.End();
        try
        {
            loop.Dispose();
            Lifeline?.Release(); // only now: until here a death leaves something behind
        }
        catch (Exception e)
        {
            Log.LeftSomething(_logger, e); // the lifeline falls with this thread, and a supervisor looks after what is left
        }
        _ended.TrySetResult();
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Router}: {Message}")]
        public static partial void Notice(ILogger logger, string router, string message);

        [LoggerMessage(2, LogLevel.Critical, "The VRRP engine has ended: no election takes place any more")]
        public static partial void Died(ILogger logger, Exception exception);

        [LoggerMessage(3, LogLevel.Critical, "The VRRP engine has ended and may have left something behind in the kernel")]
        public static partial void LeftSomething(ILogger logger, Exception exception);
    }
}
