namespace FailoverIp.Vrrp.State;

/// <summary>What an engine notes in its state file: who holds what in the kernel, and what of it would outlive this process. Used by the engine's thread alone.</summary>
/// <param name="onNotice">Hears what does not work.</param>
internal sealed class StateNotes(Action<VrrpNotice> onNotice) : IDisposable
{
    private const uint SequencesAhead = 64;

    private readonly Dictionary<VirtualRouterOptions, HeldState> _roles = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<VirtualRouterOptions, int> _slots = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<VirtualRouterOptions, IReadOnlyList<VirtualAddress>> _lent = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, uint> _lastSequences = new(StringComparer.Ordinal);
    private readonly Dictionary<string, uint> _sequences = new(StringComparer.Ordinal);
    private readonly Action<string> _onFailure = message => onNotice(new("", message));
    private HeldState[] _left = [];
    private IReadOnlyList<ChangedSetting> _settings = [];
    private StateFile? _file;

    /// <summary>Takes what an earlier run has noted of sequence numbers.</summary>
    public void Resume(IEnumerable<HeldState> earlier)
    {
        foreach (var state in earlier)
            _sequences[state.Router.Name] = state.Sequence;
    }

    /// <summary>Notes from now on what these routers have in the kernel, and those that hold something now, also where they are no longer among them.</summary>
    /// <exception cref="VrrpException">Another process that still runs notes there.</exception>
    public void Begin(string path, IReadOnlyList<VirtualRouterOptions> routers)
    {
        if (path != _file?.Path)
            Leftovers.DemandNoOther(path);
        var all = new HashSet<VirtualRouterOptions>(routers, ReferenceEqualityComparer.Instance);
        all.UnionWith(_roles.Keys);
        foreach (var gone in _lent.Keys.Where(r => !all.Contains(r)).ToArray())
            _lent.Remove(gone);
        if (_file is null || path != _file.Path || !all.SetEquals(_slots.Keys))
            Write(path, [.. all]);
    }

    /// <inheritdoc cref="IVrrpOutput.NoteLeft"/>
    public void NoteLeft(IReadOnlyList<KernelLeftover> left)
    {
        _left = [.. left.GroupBy(l => l.Router, StringComparer.Ordinal).Select(g => new HeldState(HeldRouter.Left(g.Key, g.Select(l => l.Subject)), true, false, 0, false))];
        WriteAgain();
    }

    /// <inheritdoc cref="IVrrpOutput.NoteLent"/>
    public void NoteLent(VirtualRouterOptions router, IReadOnlyList<VirtualAddress> lent)
    {
        if (_lent.GetValueOrDefault(router, []).SequenceEqual(lent))
            return;
        _lent[router] = lent;
        if (_slots.ContainsKey(router))
            WriteAgain();
    }

    /// <summary>Notes all that is changed at interfaces that are not this node's own.</summary>
    public void NoteSettings(IReadOnlyList<ChangedSetting> settings)
    {
        _settings = settings;
        WriteAgain();
    }

    /// <inheritdoc cref="IVrrpOutput.LastSequence"/>
    public uint LastSequence(string router) => _sequences.GetValueOrDefault(router);

    // Noted ahead, so that few adverts write: a gap is none to whoever compares.
    /// <inheritdoc cref="IVrrpOutput.NoteSequence"/>
    public void NoteSequence(VirtualRouterOptions router, uint sequence)
    {
        _lastSequences[router.Name] = sequence;
        if (_file is null || sequence <= _sequences.GetValueOrDefault(router.Name))
            return;
        var ahead = (uint)Math.Min(sequence + (ulong)SequencesAhead, uint.MaxValue);
        _sequences[router.Name] = ahead;
        if (_slots.TryGetValue(router, out var slot))
            _file.Sign(slot, ahead);
    }

    /// <summary>Notes that a router is about to have in the kernel what is described. False where it had it before.</summary>
    public bool Hold(VirtualRouterOptions router, UInt128 source)
    {
        var isNew = !_roles.TryGetValue(router, out var held);
        if (!isNew && held!.Source == source)
            return false;
        held = new(held?.Router ?? Held(router), true, held?.WasPromoted ?? false, source, OwnsSource(router, source));
        _roles[router] = held;
        if (_slots.TryGetValue(router, out var slot))
            _file?.Hold(slot, source, held.OwnsSource);
        return isNew;
    }

    /// <summary>Notes that promote_secondaries was set for it.</summary>
    public void Promote(VirtualRouterOptions router)
    {
        if (_roles[router].WasPromoted)
            return;
        _roles[router] = _roles[router] with { WasPromoted = true };
        if (_slots.TryGetValue(router, out var slot))
            _file?.Promote(slot);
    }

    /// <summary>Whether a router has something in the kernel.</summary>
    public bool Holds(VirtualRouterOptions router) => _roles.ContainsKey(router);

    /// <summary>Notes that nothing of it is there any more.</summary>
    public void Release(VirtualRouterOptions router)
    {
        _roles.Remove(router);
        if (_slots.TryGetValue(router, out var slot))
            _file?.Release(slot);
    }

    /// <summary>Closes the file. It goes where nothing is left to note.</summary>
    public void Dispose()
    {
        var isAhead = NoteLastSequences();
        if (_roles.Count == 0 && _left.Length == 0 && !isAhead)
            _file?.Delete();
        _file?.Dispose();
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
            _file?.Sign(slot, last);
            isAhead |= last >= (uint)TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        }
        return isAhead;
    }

    private void WriteAgain()
    {
        if (_file is not null)
            Write(_file.Path, [.. _slots.Keys]);
    }

    private void Write(string path, VirtualRouterOptions[] all)
    {
        HeldState[] settings = _settings.Count == 0 ? [] : [new(HeldRouter.Changed(_settings), true, false, 0, false)];
        try
        {
            var file = StateFile.Create(path, [.. all.Select(Describe), .. _left, .. settings], _onFailure);
            _file?.Dispose();
            _file = file;
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

    private HeldState Describe(VirtualRouterOptions router) =>
        (_roles.GetValueOrDefault(router) ?? new HeldState(Held(router), false, false, 0, false)) with { Sequence = LastSequence(router.Name) };

    private HeldRouter Held(VirtualRouterOptions router) => HeldRouter.Of(router, _lent.GetValueOrDefault(router, []));

    private static bool OwnsSource(VirtualRouterOptions router, UInt128 source) =>
        router.Priority == ElectionParameters.OwnerPriority && router.VirtualAddresses.Any(a => VrrpPacketContext.ToNumber(a.Address) == source);
}
