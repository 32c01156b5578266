using System.Net;
using FailoverIp.Vrrp;

namespace FailoverIp.Node.Tests;

/// <summary>An engine whose elections are decided by the test.</summary>
internal sealed class FakeEngine : IVrrpEngine
{
    private readonly List<Action<VrrpTransition>> _observers = [];
    private readonly Dictionary<string, VirtualRouterStatus> _status = [];

    public IReadOnlyList<VirtualRouterOptions> Started { get; private set; } = [];

    public VrrpException? Refuses { get; init; }

    /// <summary>What a reload throws; null for nothing.</summary>
    public VrrpException? RefusesReload { get; set; }

    /// <summary>Set to hold a stop until it is set.</summary>
    public TaskCompletionSource? HoldStop { get; set; }

    public VrrpCounters Counters { get; set; }

    /// <summary>Called while a reload is under way.</summary>
    public Action Reloading { get; set; } = static () => { };

    /// <summary>Called when it is started.</summary>
    public Action Starting { get; set; } = static () => { };

    /// <summary>Called when it is asked to stop.</summary>
    public Action Stopping { get; set; } = static () => { };

    /// <summary>What a stop throws; null for nothing.</summary>
    public Exception? StopThrows { get; set; }

    /// <summary>What happened, in order; the test adds its own.</summary>
    public List<string> Events { get; } = [];

    public DateTimeOffset Now { get; init; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public VrrpCounters GetCounters() => Counters;

    public void Subscribe(Action<VrrpTransition> observer) => _observers.Add(observer);

    public Task StartAsync(VrrpEngineOptions options, CancellationToken cancellationToken)
    {
        if (Refuses is not null)
            throw Refuses;
        Starting();
        Started = options.Routers;
        foreach (var router in options.Routers)
            _status[router.Name] = Status(router, VrrpState.Initialize, 0);
        return Task.CompletedTask;
    }

    public Task ReloadAsync(VrrpEngineOptions options, CancellationToken cancellationToken)
    {
        Reloading();
        if (RefusesReload is not null)
            throw RefusesReload;
        Started = options.Routers;
        foreach (var gone in _status.Keys.Except(options.Routers.Select(r => r.Name)).ToList())
            _status.Remove(gone);
        foreach (var router in options.Routers)
            _status[router.Name] = _status.TryGetValue(router.Name, out var status) ? status with { Options = router } : Status(router, VrrpState.Initialize, 0);
        // As the real one: what was asked for happens, and only the wait for it can be given up. A node does not: it would be left apart from its engine.
        return cancellationToken.IsCancellationRequested ? Task.FromCanceled(cancellationToken) : Task.CompletedTask;
    }

    public void SetTracker(string tracker, TrackerReading reading)
    {
        lock (Events)
            Events.Add($"{tracker} {(reading.Value is { } value ? value : reading.IsWell ? "well" : "unwell")}");
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        Stopping();
        if (HoldStop is { } hold)
            await hold.Task;
        if (StopThrows is { } failure)
            throw failure;
        lock (Events)
            Events.Add("engine stopped");
        foreach (var (name, status) in _status.Where(s => s.Value.State == VrrpState.Active).ToList())
            Move(name, VrrpState.Initialize, TransitionReason.Stopped);
    }

    public IReadOnlyList<VirtualRouterStatus> GetStatus() => [.. _status.Values];

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>A transition: the snapshot changes, then the observers hear of it.</summary>
    public void Move(string router, VrrpState to, TransitionReason reason = TransitionReason.ActiveDown, string? fault = null) => Tell(Change(router, to, reason, fault));

    /// <summary>The snapshot changes; nobody has heard of it yet.</summary>
    public VrrpTransition Change(string router, VrrpState to, TransitionReason reason = TransitionReason.ActiveDown, string? fault = null)
    {
        var before = _status[router];
        _status[router] = Status(before.Options, to, before.Epoch + 1) with { Fault = fault };
        return new(router, before.State, to, before.Epoch + 1, Now, reason);
    }

    public void Tell(VrrpTransition transition) => _observers.ForEach(o => o(transition));

    private VirtualRouterStatus Status(VirtualRouterOptions options, VrrpState state, long epoch) => new()
    {
        Options = options,
        State = state,
        Since = Now,
        Epoch = epoch,
        EffectivePriority = options.Priority,
        ActiveRouter = state == VrrpState.Active ? IPAddress.Parse("10.132.0.10") : null,
        Sent = state == VrrpState.Active ? 4711 : 0,
        Received = 12,
        Discarded = Enum.GetValues<VrrpDiscardReason>().Where(r => r != VrrpDiscardReason.None).ToDictionary(r => r, _ => 0L),
        Fault = null,
    };
}
