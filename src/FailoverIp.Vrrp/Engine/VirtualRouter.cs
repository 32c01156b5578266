using System.Collections.Immutable;
using System.Net;

namespace FailoverIp.Vrrp;

/// <summary>One virtual router at run time. Everything is written by the processor's thread alone; other threads read <see cref="GetStatus"/>.</summary>
internal sealed class VirtualRouter
{
    private volatile RoleSnapshot _role;
    private volatile VirtualRouterOptions _options;
    private volatile Standing _standing;
    private volatile IPAddress? _activeRouter;
    private volatile ImmutableList<string> _lingering = [];
    private volatile ImmutableList<string> _linkProblems = [];
    private volatile bool _isLowerTold;
    private long _sent;
    private long _received;

    public VirtualRouter(VirtualRouterOptions options, DateTimeOffset now, long epoch = 0, ulong? signed = null)
    {
        _options = options;
        _role = new(VrrpState.Initialize, now, epoch, null);
        _standing = new(options.Priority, options.Priority.ToString(System.Globalization.CultureInfo.InvariantCulture), null);
        Wire = new(options, now, signed);
        (Addresses, AddressInterfaces, AddressLinks, IsShared, Links) = ([], [], [], [], []);
        Holdings = new(options, 0);
        Take(options);
        Parameters = ParametersOf(options, options.Priority);
    }

    public VirtualRouterOptions Options => _options;

    public ElectionParameters Parameters { get; set; }

    public ElectionState Election { get; set; } = ElectionState.Initial;

    /// <summary>The interface as last seen; null while it does not exist.</summary>
    public InterfaceStatus? Interface { get; set; }

    /// <summary>True while an observer has yet to hear of an advert of lower priority: a second one would tell it nothing.</summary>
    public bool IsLowerTold { get => _isLowerTold; set => _isLowerTold = value; }

    /// <summary>How it speaks and listens.</summary>
    public RouterWire Wire { get; }

    /// <summary>The announcements still to be sent.</summary>
    public AnnouncementSchedule Announcements = new();

    /// <summary>How they are sent. The RFC has none after an advert of lower priority.</summary>
    public AnnouncementOptions Announcing { get; private set; } = new();

    /// <summary>When the addresses on other interfaces are announced again; <see cref="ElectionState.NoDeadline"/> for never.</summary>
    public long ExtraDue { get; set; } = ElectionState.NoDeadline;

    /// <summary>When lost addresses are put back.</summary>
    public RepairSchedule Repair = new();

    /// <summary>Until when it is no Fault that its own interface, which is being made, is not up; 0 where it is.</summary>
    public long LinkAwaitedUntil { get; set; }

    /// <summary>True where it begins when that interface is up.</summary>
    public bool BeginsWithLink { get; set; }

    /// <summary>When another checksum, other addresses and another owner may be told again.</summary>
    public NoticePause ChecksumNotices = new();

    public NoticePause AddressNotices = new();

    public NoticePause OwnerNotices = new();

    /// <summary>When it may be told again that a clock goes wrong: that may last.</summary>
    public NoticePause ClockNotices = new(TimeSpan.FromMinutes(10));

    /// <summary>Every address that moves with the role, advertised or not.</summary>
    public VirtualAddress[] Addresses { get; private set; }

    /// <summary>The name of the interface of each of <see cref="Addresses"/>.</summary>
    public string[] AddressInterfaces { get; private set; }

    /// <summary>The interfaces that are made for <see cref="Addresses"/> alone.</summary>
    public IReadOnlyList<AddressLink> AddressLinks { get; private set; }

    /// <summary>Why some of them cannot be made, each one line.</summary>
    public ImmutableList<string> LinkProblems { get => _linkProblems; set => _linkProblems = value; }

    /// <summary>Which of <see cref="Addresses"/> another virtual router carries too, on the same interface.</summary>
    public bool[] IsShared { get; private set; }

    /// <summary>Its own interface, and after it those that it tracks, in the order of the options.</summary>
    public TrackedLink[] Links { get; private set; }

    /// <summary>The sync group that it is in; null for none.</summary>
    public SyncGroup? Group { get; set; }

    /// <summary>What tracking makes of it.</summary>
    public Standing Standing { get => _standing; set => _standing = value; }

    /// <summary>Why it cannot take part, by itself; null where it can.</summary>
    public FaultCause? OwnFault { get; set; }

    /// <summary>Why it is, or is about to be, in Fault: by itself or with its group.</summary>
    public FaultCause? FaultCause { get; set; }

    /// <summary>The priority of the last advert, where it was lower than this router's; 0 otherwise.</summary>
    public byte LowerHeard { get; set; }

    /// <summary>How many addresses no advert has room for, as far as that was told.</summary>
    public int SurplusTold { get; set; }

    /// <summary>The source of the last advert of another address owner that was told; 0 for none.</summary>
    public UInt128 OtherOwner { get; set; }

    /// <summary>What it cannot put back, and is in Fault for; null where there is nothing.</summary>
    public PutBack? PutBack { get; set; }

    /// <summary>True where it has been Active since it was created: what is left of that is this node's.</summary>
    public bool HasHeld { get; set; }

    /// <summary>What is in the kernel although the role is over, each one line.</summary>
    public ImmutableList<string> Lingering { get => _lingering; set => _lingering = value; }

    /// <summary>What it has in the kernel, and what of that is missing.</summary>
    public RouterHoldings Holdings { get; private set; }

    public DiscardCounters Discarded { get; } = new();

    /// <summary>The place in the <see cref="DeadlineHeap"/>.</summary>
    public int HeapIndex { get; set; } = -1;

    /// <summary>The place among those that are due at the same time.</summary>
    public int HeapOrder { get; set; }

    /// <summary>The number of the takeover whose addresses are still to be added; 0 for none.</summary>
    public long Takeover { get; set; }

    /// <summary>When one of <see cref="Links"/> has been up or down for long enough to count.</summary>
    public long LinkDue { get; private set; } = ElectionState.NoDeadline;

    /// <summary>When something is to be done: the election's timer, a link that counts, the next announcements, a repair or a probe.</summary>
    public long Deadline => Math.Min(
        Math.Min(Math.Min(Election.Deadline, LinkDue), Math.Min(Announcements.Due, ExtraDue)), Math.Min(Repair.Due, PutBack?.Due ?? ElectionState.NoDeadline));

    /// <summary>The source address of the router that is Active; null where none is known.</summary>
    public IPAddress? ActiveRouter { get => _activeRouter; set => _activeRouter = value; }

    public RoleSnapshot Role { get => _role; set => _role = value; }

    /// <summary>Goes over to other options, without doing anything about them. What is known of its links stays.</summary>
    public void Take(VirtualRouterOptions options)
    {
        _options = options;
        Addresses = [.. options.VirtualAddresses, .. options.ExcludedAddresses];
        AddressInterfaces = [.. Addresses.Select(options.InterfaceOf)];
        AddressLinks = VirtualLink.ForAddresses(options);
        IsShared = new bool[Addresses.Length];
        Announcing = options.Strict ? options.Announcements with { LowerPriorityRepeat = options.Announcements.LowerPriorityRepeat ?? 0 } : options.Announcements;
        Holdings = new(options, Addresses.Length, Holdings);
        var before = Links;
        Links = [.. options.TrackedInterfaces.Select(t => t.Name).Prepend(options.Interface)
            .Select(name => Array.Find(before, l => string.Equals(l.Name, name, StringComparison.Ordinal)) ?? new TrackedLink(name))];
        FindLinkDue();
    }

    /// <summary>The options as numbers, with the priority that tracking leaves.</summary>
    public ElectionParameters ParametersOf(VirtualRouterOptions options, int priority) =>
        new(options.Version, (byte)priority, options.AdvertisementInterval.Ticks * 100, options.Preempt, Parameters.LocalAddress)
        {
            DownTimerAdverts = options.DownTimerAdverts,
            PreemptDelay = options.PreemptDelay.Ticks * 100,
            // RFC 3768 lets a lower priority pass in silence, RFC 9568 wants an answer.
            LowerPriorityNoAdvert = options.LowerPriorityNoAdvert || (options.Strict && options.Version == VrrpVersion.V2),
            HigherPrioritySendAdvert = options.HigherPrioritySendAdvert,
            OwnerIgnoresAdverts = options.OwnerIgnoresAdverts || options.Strict,
            InGroup = Group is { IsOwners: false, Members.Length: > 1 },
        };

    /// <summary>Whether an address stands on another interface than the router's own.</summary>
    public bool IsElsewhere(int address) => !string.Equals(AddressInterfaces[address], Options.AddressInterface, StringComparison.Ordinal);

    public void FindLinkDue()
    {
        LinkDue = ElectionState.NoDeadline;
        foreach (var link in Links)
            LinkDue = Math.Min(LinkDue, link.Due);
    }

    /// <summary>Sets the priority that adverts carry from now on, 1 to 255; the resignation's is always 0.</summary>
    public void SetAdvertisedPriority(byte priority) => Wire.Priority = priority;

    public void CountSent() => Volatile.Write(ref _sent, _sent + 1);

    public void CountReceived() => Volatile.Write(ref _received, _received + 1);

    public VirtualRouterStatus GetStatus()
    {
        var role = _role;
        var standing = _standing;
        return new()
        {
            Options = Options,
            State = role.State,
            Since = role.Since,
            Epoch = role.Epoch,
            EffectivePriority = standing.Priority,
            PriorityArithmetic = standing.Arithmetic,
            ActiveRouter = ActiveRouter,
            Sent = Volatile.Read(ref _sent),
            Received = Volatile.Read(ref _received),
            Discarded = Discarded.ToDictionary(),
            Fault = role.Fault,
            Peers = Wire.Peers.ToStatus(),
            Repairs = Holdings.Repairs,
            AddressProblems = Holdings.Problems.AddRange(Lingering).AddRange(LinkProblems),
        };
    }

    /// <summary>What changes with a transition, published as one.</summary>
    internal sealed record RoleSnapshot(VrrpState State, DateTimeOffset Since, long Epoch, string? Fault);
}
