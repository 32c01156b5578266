using System.Net;

namespace FailoverIp.Vrrp;

/// <summary>One virtual router at run time. Everything is written by the processor's thread alone; other threads read <see cref="GetStatus"/>.</summary>
internal sealed class VirtualRouter
{
    private volatile RoleSnapshot _role;
    private uint _activeRouter;
    private long _sent;
    private long _received;

    public VirtualRouter(VirtualRouterOptions options, DateTimeOffset now)
    {
        Options = options;
        Parameters = new(options.Version, (byte)options.Priority, options.AdvertisementInterval.Ticks * 100, options.Preempt, default);
        Addresses = [.. options.VirtualAddresses, .. options.ExcludedAddresses];
        AddressInterfaces = [.. Addresses.Select(a => a.Interface ?? options.Interface)];
        IsShared = new bool[Addresses.Length];
        Holdings = new(options, Addresses.Length);
        _role = new(VrrpState.Initialize, now, 0, null);
    }

    public VirtualRouterOptions Options { get; }

    public ElectionParameters Parameters { get; set; }

    public ElectionState Election { get; set; } = ElectionState.Initial;

    /// <summary>The interface as last seen; null while it does not exist.</summary>
    public InterfaceStatus? Interface { get; set; }

    /// <summary>The adverts to send, built for the current source address; null while there is none.</summary>
    public AdvertBuffers? Adverts { get; set; }

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

    /// <summary>What it has in the kernel, and what of that is missing.</summary>
    public RouterHoldings Holdings { get; }

    public DiscardCounters Discarded { get; } = new();

    /// <summary>The place in the <see cref="DeadlineHeap"/>.</summary>
    public int HeapIndex { get; set; } = -1;

    /// <summary>When something is to be done: the election's timer, the next announcements or a repair.</summary>
    public long Deadline => Math.Min(Election.Deadline, Math.Min(Announcements.Due, Repair.Due));

    /// <summary>The source address of the router that is Active, as a number; 0 where none is known.</summary>
    public uint ActiveRouter
    {
        get => Volatile.Read(ref _activeRouter);
        set => Volatile.Write(ref _activeRouter, value);
    }

    public RoleSnapshot Role { get => _role; set => _role = value; }

    public void CountSent() => Volatile.Write(ref _sent, _sent + 1);

    public void CountReceived() => Volatile.Write(ref _received, _received + 1);

    public VirtualRouterStatus GetStatus()
    {
        var role = _role;
        var activeRouter = ActiveRouter;
        return new()
        {
            Options = Options,
            State = role.State,
            Since = role.Since,
            Epoch = role.Epoch,
            EffectivePriority = Options.Priority,
            ActiveRouter = activeRouter == 0 ? null : VrrpProcessor.ToAddress(activeRouter),
            Sent = Volatile.Read(ref _sent),
            Received = Volatile.Read(ref _received),
            Discarded = Discarded.ToDictionary(),
            Fault = role.Fault,
            Repairs = Holdings.Repairs,
            AddressProblems = Holdings.Problems,
        };
    }

    /// <summary>What changes with a transition, published as one.</summary>
    internal sealed record RoleSnapshot(VrrpState State, DateTimeOffset Since, long Epoch, string? Fault);
}
