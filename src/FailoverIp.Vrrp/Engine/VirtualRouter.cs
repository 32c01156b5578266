using System.Net;

namespace FailoverIp.Vrrp;

/// <summary>One virtual router at run time. Everything is written by the processor's thread alone; other threads read <see cref="GetStatus"/>.</summary>
internal sealed class VirtualRouter
{
    private volatile RoleSnapshot _role;
    private volatile IPAddress? _activeRouter;
    private long _sent;
    private long _received;

    public VirtualRouter(VirtualRouterOptions options, DateTimeOffset now)
    {
        Options = options;
        Parameters = new(options.Version, (byte)options.Priority, options.AdvertisementInterval.Ticks * 100, options.Preempt, default);
        Addresses = [.. options.VirtualAddresses, .. options.ExcludedAddresses];
        Wire = new(options, now);
        AddressInterfaces = [.. Addresses.Select(a => a.Interface ?? Wire.LinkName ?? options.Interface)];
        IsShared = new bool[Addresses.Length];
        _role = new(VrrpState.Initialize, now, 0, null);
    }

    public VirtualRouterOptions Options { get; }

    public ElectionParameters Parameters { get; set; }

    public ElectionState Election { get; set; } = ElectionState.Initial;

    /// <summary>The interface as last seen; null while it does not exist.</summary>
    public InterfaceStatus? Interface { get; set; }

    /// <summary>How it speaks and listens.</summary>
    public RouterWire Wire { get; }

    /// <summary>The announcements still to be sent.</summary>
    public AnnouncementSchedule Announcements = new();

    /// <summary>When lost addresses are put back.</summary>
    public RepairSchedule Repair = new();

    /// <summary>Every address that moves with the role, advertised or not.</summary>
    public VirtualAddress[] Addresses { get; }

    /// <summary>The name of the interface of each of <see cref="Addresses"/>.</summary>
    public string[] AddressInterfaces { get; }

    /// <summary>Which of <see cref="Addresses"/> another virtual router carries too, on the same interface.</summary>
    public bool[] IsShared { get; }

    public DiscardCounters Discarded { get; } = new();

    /// <summary>The place in the <see cref="DeadlineHeap"/>.</summary>
    public int HeapIndex { get; set; } = -1;

    /// <summary>When something is to be done: the election's timer, the next announcements or a repair.</summary>
    public long Deadline => Math.Min(Election.Deadline, Math.Min(Announcements.Due, Repair.Due));

    /// <summary>The source address of the router that is Active; null where none is known.</summary>
    public IPAddress? ActiveRouter { get => _activeRouter; set => _activeRouter = value; }

    public RoleSnapshot Role { get => _role; set => _role = value; }

    /// <summary>Sets the priority that adverts carry from now on, 1 to 255; the resignation's is always 0.</summary>
    public void SetAdvertisedPriority(byte priority) => Wire.Priority = priority;

    public void CountSent() => Volatile.Write(ref _sent, _sent + 1);

    public void CountReceived() => Volatile.Write(ref _received, _received + 1);

    public VirtualRouterStatus GetStatus()
    {
        var role = _role;
        return new()
        {
            Options = Options,
            State = role.State,
            Since = role.Since,
            Epoch = role.Epoch,
            EffectivePriority = Options.Priority,
            ActiveRouter = ActiveRouter,
            Sent = Volatile.Read(ref _sent),
            Received = Volatile.Read(ref _received),
            Discarded = Discarded.ToDictionary(),
            Fault = role.Fault,
            Peers = Wire.Peers.ToStatus(),
        };
    }

    /// <summary>What changes with a transition, published as one.</summary>
    internal sealed record RoleSnapshot(VrrpState State, DateTimeOffset Since, long Epoch, string? Fault);
}
