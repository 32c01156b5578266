using FailoverIp.Vrrp.Ipvs;

namespace FailoverIp.Lvs;

/// <summary>A virtual server under an engine: its state, its checks, and what is told about it. Owned by the engine's loop but for <see cref="Snapshot"/>.</summary>
internal sealed class ManagedService
{
    private volatile VirtualServerStatus? _snapshot;

    public ManagedService(ServiceState state, bool isSuspended)
    {
        (State, IsSuspended) = (state, isSuspended);
        Table = state.Table;
    }

    public ServiceState State { get; }

    public VirtualServerOptions Options => State.Options;

    /// <summary>The checks it subscribes to, one for each check of its options; shared ones more than once.</summary>
    public List<CheckRun> Runs { get; } = [];

    public bool IsSuspended { get; set; }

    /// <summary>What is wrong with it in the kernel's table.</summary>
    public string? Problem { get; set; }

    /// <summary>What the kernel should have, as of the last <see cref="Settle"/>.</summary>
    public IpvsVirtualServer Table { get; private set; }

    /// <summary>What is told about it; never null once it is published.</summary>
    public VirtualServerStatus Snapshot => _snapshot!;

    /// <summary>True: it is noted for the next <see cref="Settle"/>.</summary>
    public bool IsTouched { get; set; }

    /// <summary>Publishes the state. Returns whether the kernel's table has to follow.</summary>
    public bool Settle(VirtualServerStatus? before, DateTimeOffset now)
    {
        IsTouched = false;
        _snapshot = SnapshotBuilder.Build(this, _snapshot ?? before, now);
        var table = State.Table;
        if (ReferenceEquals(table, Table))
            return false;
        Table = table;
        return true;
    }
}
