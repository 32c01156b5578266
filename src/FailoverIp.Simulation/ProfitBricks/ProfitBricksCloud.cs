using System.Collections.Immutable;

namespace FailoverIp.Simulation;

/// <summary>
/// A simulated ProfitBricks (IONOS Cloud) as one user sees it: the world that <see cref="ProfitBricksSimulator"/> shows. Safe for concurrent use.
/// </summary>
/// <remarks>
/// Requests are kept in memory only: after a restart the service has forgotten them, and work that had not ended has no effect. Everything in
/// <see cref="State"/> can be kept in a file.
/// </remarks>
public sealed partial class ProfitBricksCloud : IDisposable
{
    private readonly SimulatedState<ProfitBricksState> _state;
    private readonly Lock _gate;
    private readonly Action<ProfitBricksAddressChange>? _changed;
    private ImmutableList<ProfitBricksAddressChange> _changes = [];

    /// <summary>Creates a world.</summary>
    /// <param name="state">What the user has; null for <see cref="ProfitBricksState.CreateDefault"/>.</param>
    /// <param name="timeProvider">The clock of requests and limits; null for the system's.</param>
    /// <param name="changed">Called after each change of the NICs that have a reserved address, on the thread that made it.</param>
    /// <exception cref="ArgumentException">The state does not fit together; the message names every problem.</exception>
    public ProfitBricksCloud(ProfitBricksState? state = null, TimeProvider? timeProvider = null, Action<ProfitBricksAddressChange>? changed = null)
        : this(state ?? ProfitBricksState.CreateDefault(), timeProvider, changed, file: null)
    {
    }

    private ProfitBricksCloud(ProfitBricksState state, TimeProvider? timeProvider, Action<ProfitBricksAddressChange>? changed, string? file)
    {
        if (state.Problems() is { Count: > 0 } problems)
            throw new ArgumentException(string.Join("; ", problems), nameof(state));
        _state = new(state, file is null ? null : s => StateFile.Save(file, s, ProfitBricksJson.Default.ProfitBricksState));
        _gate = _state.Gate;
        _changed = changed;
        TimeProvider = timeProvider ?? TimeProvider.System;
        StartedAt = TimeProvider.GetUtcNow();
    }

    /// <summary>
    /// Opens the world of a state file. Every later change of the state is written back, atomically and readable by its owner only; comments in
    /// the file do not survive that. A file that does not exist is created with the default state.
    /// </summary>
    /// <exception cref="InvalidDataException">The file cannot be used; the message is one line with file, line and reason.</exception>
    /// <exception cref="IOException">The file cannot be read, or a new one not be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The same, for lack of permission.</exception>
    public static ProfitBricksCloud Open(string path, TimeProvider? timeProvider = null, Action<ProfitBricksAddressChange>? changed = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (File.Exists(path))
            return new(StateFile.Load(path, ProfitBricksJson.Default.ProfitBricksState, s => s.Problems()), timeProvider, changed, path);
        var state = ProfitBricksState.CreateDefault();
        StateFile.Save(path, state, ProfitBricksJson.Default.ProfitBricksState);
        return new(state, timeProvider, changed, path);
    }

    /// <summary>What the user has now. What an accepted write asks for is not in it before its request is done.</summary>
    public ProfitBricksState State => _state.Current;

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; }

    /// <summary>Every change of the NICs that have a reserved address so far, oldest first.</summary>
    public IReadOnlyList<ProfitBricksAddressChange> Changes => Volatile.Read(ref _changes);

    /// <summary>Why the last change could not be written to the state file; null where it could.</summary>
    public string? SaveError => _state.SaveError;

    internal DateTimeOffset StartedAt { get; }

    /// <summary>The NICs that have an address, each as <c>&lt;server uuid&gt;/&lt;nic uuid&gt;</c>; several in a failover group.</summary>
    public IReadOnlyList<string> HoldersOf(string ip) => Holders(State, ip);

    /// <summary>
    /// Takes a reserved address off every NIC and puts it on one, at once and behind the API's back, as a person at the service would.
    /// </summary>
    /// <param name="ip">The address.</param>
    /// <param name="nic">The NIC's UUID, alone or as <c>&lt;server uuid&gt;/&lt;nic uuid&gt;</c>; null for none.</param>
    /// <exception cref="ArgumentException">It is no reserved address or no NIC, the address is in a failover group, or the NIC cannot have it.</exception>
    public void Move(string ip, string? nic)
    {
        ArgumentNullException.ThrowIfNull(ip);
        if (!State.IpBlocks.Any(b => b.Ips.Contains(ip)))
            throw new ArgumentException($"'{ip}' is not a reserved address", nameof(ip));
        Update(state =>
        {
            if (state.Datacenters.SelectMany(d => d.Lans).Any(l => l.FindGroup(ip) is not null))
                throw new ArgumentException($"{ip} is in a failover group", nameof(ip));
            foreach (var place in state.HoldersOf(ip).ToList())
                state = state.WithNic(place.Nic with { Ips = place.Nic.Ips.Remove(ip) });
            if (nic is null)
                return state;
            var id = nic.Split('/')[^1];
            var target = state.Nics.FirstOrDefault(p => ProfitBricksDatacenter.SameId(p.Nic.Id, id)) ?? throw new ArgumentException($"there is no NIC {id}", nameof(nic));
            var verdict = NicRules.Change(state, id, new() { Ips = target.Nic.Ips.Add(ip) }, Assign);
            return verdict.State ?? throw new ArgumentException(verdict.Problem!.Message, nameof(nic));
        });
    }

    /// <summary>Replaces the state by another version of it. The change is made under a lock: <paramref name="change"/> must be quick.</summary>
    /// <exception cref="ArgumentException">The new state does not fit together; the old one stays.</exception>
    public void Update(Func<ProfitBricksState, ProfitBricksState> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        IReadOnlyList<ProfitBricksAddressChange> changes;
        lock (_gate)
        {
            var next = change(State);
            if (next.Problems() is { Count: > 0 } problems)
                throw new ArgumentException(string.Join("; ", problems), nameof(change));
            changes = Set(next, request: null);
        }
        Tell(changes);
    }

    /// <summary>Waits until the world is in a state.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    public async Task WaitUntilAsync(Func<ProfitBricksState, bool> holds, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(holds);
        await _state.WaitUntilAsync(holds, cancellationToken).ConfigureAwait(false);
    }

    // Called under the lock; the listener is told outside of it.
    private List<ProfitBricksAddressChange> Set(ProfitBricksState next, string? request)
    {
        var (before, now) = (State, TimeProvider.GetUtcNow());
        List<ProfitBricksAddressChange> changes = [];
        foreach (var ip in before.IpBlocks.Concat(next.IpBlocks).SelectMany(b => b.Ips).Distinct(StringComparer.Ordinal))
        {
            var (from, to) = (Holders(before, ip), Holders(next, ip));
            if (!from.SequenceEqual(to, StringComparer.Ordinal))
                changes.Add(new(now, ip, from, to, request));
        }
        Volatile.Write(ref _changes, _changes.AddRange(changes));
        Remember(before);
        _state.Set(next);
        return changes;
    }

    private void Tell(IReadOnlyList<ProfitBricksAddressChange> changes)
    {
        foreach (var change in changes)
            _changed?.Invoke(change);
    }

    private static ImmutableArray<string> Holders(ProfitBricksState state, string ip) => [.. state.HoldersOf(ip).Select(p => p.ToString())];
}
