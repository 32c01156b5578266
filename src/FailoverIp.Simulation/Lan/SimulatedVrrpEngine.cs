using FailoverIp.Vrrp;

namespace FailoverIp.Simulation;

/// <summary>
/// The VRRP engine on a simulated host: the production elections, codec and processor (<see cref="VrrpProcessor"/>), with a LAN in memory in place of
/// sockets and kernel. Observers are called in order, on the thread that moves the clock.
/// </summary>
public sealed class SimulatedVrrpEngine : IVrrpEngine, IVrrpOutput
{
    private readonly Lock _gate = new();
    private readonly SimulatedHost _host;
    private readonly ITimer _timer;
    private readonly long _start;
    private readonly List<Action<VrrpTransition>> _observers = [];
    private readonly Queue<VrrpTransition> _transitions = [];
    private VrrpProcessor? _processor;
    private bool _dispatching;

    internal SimulatedVrrpEngine(SimulatedHost host)
    {
        _host = host;
        _start = Time.GetTimestamp();
        _timer = Time.CreateTimer(static state => ((SimulatedVrrpEngine)state!).Do((p, now) => p.OnTime(now)), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>True between start and stop (or kill).</summary>
    public bool IsRunning { get; private set; }

    private TimeProvider Time => _host.Lan.Time;

    private long Now => Time.GetElapsedTime(_start).Ticks * 100;

    /// <inheritdoc/>
    public void Subscribe(Action<VrrpTransition> observer) => _observers.Add(observer);

    /// <inheritdoc/>
    public Task StartAsync(IReadOnlyList<VirtualRouterOptions> routers, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _processor = new(routers, this, Time, _transitions.Enqueue, _ => { });
            IsRunning = true;
        }
        Do((processor, now) =>
        {
            processor.OnInterface(_host.Interface, now);
            processor.Start(now);
        });
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        Do((processor, now) => processor.Stop(now));
        Kill();
        return Task.CompletedTask;
    }

    /// <summary>Ends the process as SIGKILL does: no priority 0, no transition, and its addresses stay on the host.</summary>
    public void Kill()
    {
        lock (_gate)
        {
            IsRunning = false;
            _timer.Dispose();
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<VirtualRouterStatus> GetStatus() => _processor?.GetStatus() ?? [];

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None).ConfigureAwait(false);

    internal void Deliver(byte[] packet) => Do((processor, now) => processor.OnIPv4Packet(_host.Interface.Index, packet, now));

    internal void InterfaceChanged() => Do((processor, now) => processor.OnInterface(_host.Interface, now));

    bool IVrrpOutput.Send(int interfaceIndex, ReadOnlySpan<byte> packet)
    {
        _host.Lan.Transmit(_host, packet.ToArray());
        return _host.IsCablePlugged;
    }

    void IVrrpOutput.AddAddress(int interfaceIndex, VirtualAddress address) => _host.Add(address);

    void IVrrpOutput.RemoveAddress(int interfaceIndex, VirtualAddress address) => _host.Remove(address);

    void IVrrpOutput.Announce(InterfaceStatus @interface, VirtualAddress address) => _host.CountAnnouncement();

    // One thread at a time drives the processor; observers hear of it afterwards, outside the lock and in order.
    private void Do(Action<VrrpProcessor, long> work)
    {
        lock (_gate)
        {
            if (!IsRunning || _processor is not { } processor)
                return;
            work(processor, Now);
            Arm(processor);
            if (_dispatching)
                return;
            _dispatching = true;
        }

        while (Next() is { } transition)
        {
            foreach (var observer in _observers)
                observer(transition);
        }
    }

    private VrrpTransition? Next()
    {
        lock (_gate)
        {
            if (_transitions.TryDequeue(out var transition))
                return transition;
            _dispatching = false;
            return null;
        }
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
