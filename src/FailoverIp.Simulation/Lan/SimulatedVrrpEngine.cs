using FailoverIp.Vrrp;

namespace FailoverIp.Simulation;

/// <summary>
/// The VRRP engine on a simulated host: the production elections, codec and processor (<see cref="VrrpProcessor"/>), with a LAN in memory in place of
/// sockets and kernel. Observers are called in order, on the thread that moves the clock.
/// </summary>
public sealed class SimulatedVrrpEngine : IVrrpEngine, IVrrpOutput
{
    private const int FirstLinkIndex = 1_000_000;

    private readonly Lock _gate = new();
    private readonly SimulatedHost _host;
    private readonly ITimer _timer;
    private readonly long _start;
    private readonly List<Action<VrrpTransition>> _observers = [];
    private readonly List<Action<VrrpIncident>> _incidentObservers = [];
    private readonly Dictionary<string, TrackerReading> _readings = new(StringComparer.Ordinal);
    private readonly Dictionary<VirtualLink, int> _links = [];
    private readonly Queue<Action> _work = [];
    private readonly Queue<(VrrpTransition Transition, VrrpIncident Incident)> _told = [];
    private VrrpProcessor? _processor;
    private bool _busy;
    private volatile bool _isRunning;

    internal SimulatedVrrpEngine(SimulatedHost host)
    {
        _host = host;
        _start = Time.GetTimestamp();
        _timer = Time.CreateTimer(static state => ((SimulatedVrrpEngine)state!).Do(static (p, now) => p.OnTime(now)), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>True between start and stop (or kill).</summary>
    public bool IsRunning => _isRunning;

    private TimeProvider Time => _host.Lan.Time;

    private long Now => Time.GetElapsedTime(_start).Ticks * 100;

    /// <inheritdoc/>
    public void Subscribe(Action<VrrpTransition> observer) => _observers.Add(observer);

    /// <inheritdoc/>
    public void SubscribeIncidents(Action<VrrpIncident> observer) => _incidentObservers.Add(observer);

    /// <inheritdoc/>
    public Task StartAsync(VrrpEngineOptions options, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_processor is not null)
                throw new InvalidOperationException("This engine was started before");
            _processor = new(options, this, Time, t => _told.Enqueue((t, default)), _ => { }) { OnIncident = i => _told.Enqueue((default, i)) };
            _isRunning = true;
        }
        return DoAsync((processor, now) =>
        {
            foreach (var (tracker, reading) in _readings)
                processor.SetTracker(tracker, reading, now);
            ReportInterfaces(processor, now);
            processor.Start(now);
        });
    }

    /// <inheritdoc/>
    public async Task ReloadAsync(VrrpEngineOptions options, CancellationToken cancellationToken)
    {
        if (!_isRunning)
            throw new InvalidOperationException("The VRRP engine does not run");
        VrrpException? refused = null;
        await DoAsync((processor, now) =>
        {
            try
            {
                processor.Reload(options, now, status => status.Index == _host.Interface.Index ? processor.WithSources(status, _host.OwnAddresses) : status);
                ReportInterfaces(processor, now); // sources may be others
            }
            catch (VrrpException e)
            {
                refused = e;
            }
        }).ConfigureAwait(false);
        if (refused is not null)
            throw refused;
    }

    /// <inheritdoc/>
    public void SetTracker(string tracker, TrackerReading reading)
    {
        lock (_gate)
        {
            if (!_isRunning)
            {
                _readings[tracker] = reading;
                return;
            }
        }
        Do((processor, now) => processor.SetTracker(tracker, reading, now));
    }

    /// <summary>Tells the engine that its process stood still for so long, as a Linux engine finds out by itself.</summary>
    public void Pause(TimeSpan pause) => Do((processor, now) => processor.OnPaused(pause.Ticks * 100, now));

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await DoAsync((processor, now) => processor.Stop(now)).ConfigureAwait(false);
        End();
    }

    /// <summary>Ends the process as SIGKILL does: no priority 0, no transition, and its addresses stay on the host.</summary>
    public void Kill()
    {
        End();
        lock (_gate)
            _told.Clear();
    }

    /// <inheritdoc/>
    public IReadOnlyList<VirtualRouterStatus> GetStatus() => _processor?.GetStatus() ?? [];

    /// <inheritdoc/>
    public VrrpCounters GetCounters() => _processor?.GetCounters() ?? default;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None).ConfigureAwait(false);

    internal void Deliver(byte[] packet) => Do((processor, now) =>
    {
        processor.OnPacket(_host.Interface.Index, packet, now);
        foreach (var index in _links.Values)
            processor.OnPacket(index, packet, now);
    });

    internal void InterfaceChanged() => Do(ReportInterfaces);

    // A link of a virtual router's own shares the cable of the interface below.
    private void ReportInterfaces(VrrpProcessor processor, long now)
    {
        var status = processor.WithSources(_host.Interface, _host.OwnAddresses);
        processor.OnInterface(status, now);
        foreach (var other in _host.OtherInterfaces)
            processor.OnInterface(other, now);
        foreach (var (link, index) in _links)
            processor.OnInterface(new(index, link.Name, status.IsUp, link.Address ?? status.HardwareAddress, null), now);
    }

    string? IVrrpOutput.MakeLink(InterfaceStatus parent, VirtualLink link)
    {
        _links.TryAdd(link, FirstLinkIndex + _links.Count);
        return null;
    }

    bool IVrrpOutput.Send(int interfaceIndex, ReadOnlySpan<byte> packet)
    {
        if (_isRunning)
            _host.Lan.Transmit(_host, packet.ToArray());
        return _host.IsCablePlugged;
    }

    void IVrrpOutput.AddAddress(int interfaceIndex, VirtualAddress address) => _host.Add(address);

    void IVrrpOutput.RemoveAddress(int interfaceIndex, VirtualAddress address) => _host.Remove(address);

    void IVrrpOutput.BeginRole(VirtualRouterOptions router, UInt128 source)
    {
    }

    void IVrrpOutput.EndRole(VirtualRouterOptions router)
    {
    }

    void IVrrpOutput.AddRoute(VirtualRoute route, ReadOnlySpan<int> interfaces, bool again) => _host.Add(route);

    void IVrrpOutput.RemoveRoute(VirtualRoute route, ReadOnlySpan<int> interfaces) => _host.Remove(route);

    void IVrrpOutput.AddRule(VirtualRule rule) => _host.Add(rule);

    void IVrrpOutput.RemoveRule(VirtualRule rule) => _host.Remove(rule);

    void IVrrpOutput.Flush()
    {
    }

    void IVrrpOutput.Announce(InterfaceStatus @interface, VirtualAddress address) => _host.CountAnnouncement();

    private void End()
    {
        _isRunning = false;
        _timer.Dispose();
    }

    private async Task DoAsync(Action<VrrpProcessor, long> work)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!Do(work, done.SetResult))
            return;
        await done.Task.ConfigureAwait(false);
    }

    // One piece of work at a time, whoever brings it, and observers hear of it before the next: what a callback of the LAN or an observer asks for is done
    // afterwards, not inside. No lock is held meanwhile, so two hosts cannot wait for one another.
    private bool Do(Action<VrrpProcessor, long> work, Action? done = null)
    {
        lock (_gate)
        {
            if (!_isRunning || _processor is not { } processor)
                return false;
            _work.Enqueue(() => Run(processor, work, done));
            if (_busy)
                return true;
            _busy = true;
        }
        while (Next() is { } next)
            next();
        return true;
    }

    private Action? Next()
    {
        lock (_gate)
        {
            if (_work.TryDequeue(out var next))
                return next;
            _busy = false;
            return null;
        }
    }

    private void Run(VrrpProcessor processor, Action<VrrpProcessor, long> work, Action? done)
    {
        if (_isRunning)
        {
            work(processor, Now);
            Arm(processor);
        }
        while (Told() is var (transition, incident))
        {
            if (incident.Router is null)
                _observers.ForEach(o => o(transition));
            else
                _incidentObservers.ForEach(o => o(incident));
        }
        done?.Invoke();
    }

    private (VrrpTransition Transition, VrrpIncident Incident)? Told()
    {
        lock (_gate)
            return _told.TryDequeue(out var told) ? told : null;
    }

    private void Arm(VrrpProcessor processor)
    {
        var deadline = processor.NextDeadline;
        if (deadline == long.MaxValue)
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        else
            _timer.Change(new TimeSpan(Math.Max(0, (deadline - Now + 99) / 100)), Timeout.InfiniteTimeSpan);
    }
}
