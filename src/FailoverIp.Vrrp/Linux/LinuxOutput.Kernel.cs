using System.Net;
using FailoverIp.Vrrp.Kernel;
using FailoverIp.Vrrp.Native;
using FailoverIp.Vrrp.Netfilter.NoAccept;
using FailoverIp.Vrrp.State;
using FailoverIp.Vrrp.Wire;

namespace FailoverIp.Vrrp.Linux;

/// <summary>What the processor wants in the kernel, and announced.</summary>
internal sealed partial class LinuxOutput
{
    private const uint SequencesAhead = 64;

    private readonly AnnouncementSocket _announcements = new();
    private readonly PromotedSecondaries _promoted = new(message => onNotice(new("", message)));
    private readonly RefusedPackets _refused = new(NoAcceptTable.NameFor(statePath), onNotice);
    private readonly Dictionary<VirtualRouterOptions, HeldState> _roles = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<VirtualRouterOptions, int> _slots = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, uint> _lastSequences = new(StringComparer.Ordinal);
    private readonly Dictionary<string, uint> _sequences = new(StringComparer.Ordinal);
    private readonly Action<string> _stateFailed = message => onNotice(new("", message));
    private readonly Dictionary<VirtualRouterOptions, IReadOnlyList<VirtualAddress>> _lent = new(ReferenceEqualityComparer.Instance);
    private HeldState[] _left = [];
    private IReadOnlyList<ChangedSetting> _settings = [];
    private StateFile? _state;
    private bool _isCleaned;

    /// <summary>Who hears what the kernel has refused to add.</summary>
    public Action<object, string, bool>? OnRefused { get; set; }

    /// <summary>Who hears what the kernel has not removed, or perhaps has not.</summary>
    public Action<object, int, string?>? OnNotRemoved { get; set; }

    public KernelRequests Kernel => field ??= new(Report);

    /// <summary>Finds out whether this kernel can do what the routers want, before anything is touched.</summary>
    /// <exception cref="VrrpException">It cannot; one line.</exception>
    public void Demand(IEnumerable<VirtualRouterOptions> routers)
    {
        if (routers.FirstOrDefault(RefusedPackets.Concerns) is { } router)
            _refused.Demand(router);
    }

    /// <summary>
    /// Removes what an earlier run has left, and notes from now on what this one has in the kernel. Called again with other routers, it goes on with those that are
    /// held now, also where they are no longer among them.
    /// </summary>
    /// <exception cref="VrrpException">Another process that still runs notes there.</exception>
    public void NoteState(string? path, IReadOnlyList<VirtualRouterOptions> routers)
    {
        var isFirst = !_isCleaned;
        _isCleaned = true;
        if (isFirst && path is not null)
            RemoveLeftovers(path);
        if (isFirst)
            _refused.Claim();
        if (path is null)
            return;
        if (!isFirst && path != _state?.Path)
            Leftovers.DemandNoOther(path);
        var all = new HashSet<VirtualRouterOptions>(routers, ReferenceEqualityComparer.Instance);
        all.UnionWith(_roles.Keys);
        foreach (var gone in _lent.Keys.Where(r => !all.Contains(r)).ToArray())
            _lent.Remove(gone);
        if (_state is not null && path == _state.Path && all.SetEquals(_slots.Keys))
            return;
        WriteState(path, [.. all]);
    }

    /// <inheritdoc/>
    public void NoteLeft(IReadOnlyList<KernelLeftover> left)
    {
        _left = [.. left.GroupBy(l => l.Router, StringComparer.Ordinal).Select(g => new HeldState(HeldRouter.Left(g.Key, g.Select(l => l.Subject)), true, false, 0, false))];
        if (_state is not null)
            WriteState(_state.Path, [.. _slots.Keys]);
    }

    /// <inheritdoc/>
    public void NoteLent(VirtualRouterOptions router, IReadOnlyList<VirtualAddress> lent)
    {
        if (_lent.GetValueOrDefault(router, []).SequenceEqual(lent))
            return;
        _lent[router] = lent;
        if (_state is not null && _slots.ContainsKey(router))
            WriteState(_state.Path, [.. _slots.Keys]);
    }

    private HeldRouter Held(VirtualRouterOptions router) => HeldRouter.Of(router, _lent.GetValueOrDefault(router, []));

    private void NoteSettings(IReadOnlyList<ChangedSetting> settings)
    {
        _settings = settings;
        if (_state is not null)
            WriteState(_state.Path, [.. _slots.Keys]);
    }

    private void WriteState(string path, VirtualRouterOptions[] all)
    {
        HeldState[] settings = _settings.Count == 0 ? [] : [new(HeldRouter.Changed(_settings), true, false, 0, false)];
        try
        {
            var state = StateFile.Create(path, [.. all.Select(Describe), .. _left, .. settings], _stateFailed);
            _state?.Dispose();
            _state = state;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            onNotice(new("", $"{path} cannot be written: {e.Message}; what a crash would leave in the kernel is not recognised later"));
            return;
        }
        _slots.Clear();
        foreach (var router in all)
            _slots[router] = _slots.Count;
    }

    /// <inheritdoc/>
    public uint LastSequence(string router) => _sequences.GetValueOrDefault(router);

    // Noted ahead, so that few adverts write: a gap is none to whoever compares.
    public void NoteSequence(VirtualRouterOptions router, uint sequence)
    {
        _lastSequences[router.Name] = sequence;
        if (_state is null || sequence <= _sequences.GetValueOrDefault(router.Name))
            return;
        var ahead = (uint)Math.Min(sequence + (ulong)SequencesAhead, uint.MaxValue);
        _sequences[router.Name] = ahead;
        if (_slots.TryGetValue(router, out var slot))
            _state.Sign(slot, ahead);
    }

    // Peers take no number below the last one that they have heard, and the next run begins with the seconds since 1970: where the last one is ahead of those, the file has to
    // stay for it.
    private bool NoteLastSequences()
    {
        var isAhead = false;
        foreach (var (router, slot) in _slots)
        {
            if (!_lastSequences.TryGetValue(router.Name, out var last))
                continue;
            _state?.Sign(slot, last);
            isAhead |= last >= (uint)TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        }
        return isAhead;
    }

    // Once: later what stands there is our own.
    private void RemoveLeftovers(string path)
    {
        foreach (var left in Leftovers.RemoveOf(path, onNotice, (subject, index, reason) => OnNotRemoved?.Invoke(subject, index, reason)))
            _sequences[left.Router.Name] = left.Sequence;
    }

    private HeldState Describe(VirtualRouterOptions router) =>
        (_roles.GetValueOrDefault(router) ?? new HeldState(Held(router), false, false, 0, false)) with { Sequence = LastSequence(router.Name) };

    public void BeginRole(VirtualRouterOptions router, UInt128 source)
    {
        var isNew = !_roles.TryGetValue(router, out var held);
        if (isNew || held!.Source != source)
        {
            held = new(held?.Router ?? Held(router), true, held?.WasPromoted ?? false, source, OwnsSource(router, source));
            _roles[router] = held;
            if (_slots.TryGetValue(router, out var slot))
                _state?.Hold(slot, source, held.OwnsSource);
        }
        if (!isNew)
            return;
        Adverts.Flush(); // the settings below take their time
        if (RefusedPackets.Concerns(router))
            _refused.Begin(router);
        foreach (var name in Promoting(router))
        {
            if (!_promoted.Begin(name) || _roles[router].WasPromoted)
                continue;
            _roles[router] = held with { WasPromoted = true };
            if (_slots.TryGetValue(router, out var slot))
                _state?.Promote(slot);
        }
    }

    public void EndRole(VirtualRouterOptions router)
    {
        if (!_roles.Remove(router))
            return;
        if (RefusedPackets.Concerns(router))
            _refused.End(router);
        foreach (var name in Promoting(router))
            _promoted.End(name);
        if (_slots.TryGetValue(router, out var slot))
            _state?.Release(slot);
    }

    public void AddAddress(int interfaceIndex, VirtualAddress address) => Kernel.AddAddress(interfaceIndex, address);

    public void RemoveAddress(int interfaceIndex, VirtualAddress address) => Kernel.RemoveAddress(interfaceIndex, address);

    public void AddRoute(VirtualRoute route, ReadOnlySpan<int> interfaces, bool again) => Kernel.AddRoute(route, interfaces, again);

    public void RemoveRoute(VirtualRoute route, ReadOnlySpan<int> interfaces) => Kernel.RemoveRoute(route, interfaces);

    public void AddRule(VirtualRule rule) => Kernel.AddRule(rule);

    public void RemoveRule(VirtualRule rule) => Kernel.RemoveRule(rule);

    public void Announce(InterfaceStatus @interface, VirtualAddress address) => _announcements.Announce(@interface, address);

    /// <summary>Sends the adverts that wait, and lets in again what was refused for roles that are over.</summary>
    public void FlushAdverts()
    {
        Adverts.Flush();
        _refused.Apply();
    }

    // Adverts first: the network hears of a takeover before this machine works on it. What is refused is so before the address is there. Announcements last: who is
    // told of an address finds it here.
    public void Flush()
    {
        FlushAdverts();
        Kernel.Flush();
        _announcements.Flush();
    }

    private static bool OwnsSource(VirtualRouterOptions router, UInt128 source) =>
        router.Priority == ElectionParameters.OwnerPriority && router.VirtualAddresses.Any(a => VrrpPacketContext.ToNumber(a.Address) == source);

    private static IEnumerable<string> Promoting(VirtualRouterOptions router) => !router.PromoteSecondaries
        ? []
        : router.VirtualAddresses.Concat(router.ExcludedAddresses).Select(router.InterfaceOf).Distinct(StringComparer.Ordinal);

    private void Report(object subject, KernelChange change, int interfaceIndex, string? reason, int error)
    {
        var what = subject switch
        {
            VirtualRoute => $"route {subject}",
            VirtualRule => $"rule {subject}",
            _ => subject.ToString(),
        };
        if (subject is string)
        {
            OnRequestsLost?.Invoke();
            onNotice(new("", $"{what}: {reason}"));
        }
        else if (change == KernelChange.Remove)
            OnNotRemoved?.Invoke(subject, interfaceIndex, reason);
        else
            OnRefused?.Invoke(subject, $"{what} could not be added: {reason}", error == Errno.EEXIST);
    }

    private void WarmUpKernel()
    {
        const int nowhere = -1;
        Announce(new(nowhere, "", true, new([2, 0, 0, 0, 0, 1]), null), new(IPAddress.Loopback, 32));
        RemoveAddress(int.MaxValue, new(IPAddress.Loopback, 32));
        Flush();
        Kernel.WarmUp();
    }

    private void DisposeKernel()
    {
        _refused.Apply(atOnce: true);
        _refused.Dispose();
        Kernel.Dispose();
        var isAhead = NoteLastSequences();
        if (_roles.Count == 0 && _left.Length == 0 && !isAhead)
            _state?.Delete();
        _state?.Dispose();
        _announcements.Dispose();
    }
}
