using System.Collections.Immutable;

namespace FailoverIp.Simulation;

/// <summary>
/// A simulated netcup Server Control Panel with one account: the world that <see cref="NetcupRestSimulator"/> and
/// <see cref="NetcupSoapSimulator"/> show. Both may show the same one at the same time. Safe for concurrent use.
/// </summary>
/// <remarks>
/// Tasks, access tokens, device logins and the times of earlier reroutes are kept in memory only: after a restart the service has forgotten
/// them, and work that had not ended has no effect. Everything in <see cref="State"/> can be kept in a file.
/// </remarks>
public sealed partial class NetcupScp : IDisposable
{
    private readonly SimulatedState<NetcupScpState> _state;
    private readonly Lock _gate;
    private readonly Action<NetcupRouteChange>? _rerouted;
    private ImmutableList<NetcupRouteChange> _changes = [];

    /// <summary>Creates a world.</summary>
    /// <param name="state">The account; null for <see cref="NetcupScpState.CreateDefault"/>.</param>
    /// <param name="timeProvider">The clock of tasks, tokens and limits; null for the system's.</param>
    /// <param name="rerouted">Called after each change of an owner, on the thread that made it.</param>
    /// <exception cref="ArgumentException">The state does not fit together; the message names every problem.</exception>
    public NetcupScp(NetcupScpState? state = null, TimeProvider? timeProvider = null, Action<NetcupRouteChange>? rerouted = null)
        : this(state ?? NetcupScpState.CreateDefault(), timeProvider, rerouted, file: null)
    {
    }

    private NetcupScp(NetcupScpState state, TimeProvider? timeProvider, Action<NetcupRouteChange>? rerouted, string? file)
    {
        if (state.Problems() is { Count: > 0 } problems)
            throw new ArgumentException(string.Join("; ", problems), nameof(state));
        _state = new(state, file is null ? null : s => StateFile.Save(file, s, NetcupScpJson.Default.NetcupScpState));
        _gate = _state.Gate;
        _rerouted = rerouted;
        TimeProvider = timeProvider ?? TimeProvider.System;
    }

    /// <summary>
    /// Opens the world of a state file. Every later change of the state is written back, atomically and readable by its owner only; comments in
    /// the file do not survive that. A file that does not exist is created with the default account.
    /// </summary>
    /// <exception cref="InvalidDataException">The file cannot be used; the message is one line with file, line and reason.</exception>
    /// <exception cref="IOException">The file cannot be read, or a new one not be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The same, for lack of permission.</exception>
    public static NetcupScp Open(string path, TimeProvider? timeProvider = null, Action<NetcupRouteChange>? rerouted = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (File.Exists(path))
            return new(StateFile.Load(path, NetcupScpJson.Default.NetcupScpState, s => s.Problems()), timeProvider, rerouted, path);
        var state = NetcupScpState.CreateDefault();
        StateFile.Save(path, state, NetcupScpJson.Default.NetcupScpState);
        return new(state, timeProvider, rerouted, path);
    }

    /// <summary>The account as it is now.</summary>
    public NetcupScpState State => _state.Current;

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; }

    /// <summary>Every change of an owner so far, oldest first.</summary>
    public IReadOnlyList<NetcupRouteChange> Changes => Volatile.Read(ref _changes);

    /// <summary>Why the last change could not be written to the state file; null where it could.</summary>
    public string? SaveError => _state.SaveError;

    /// <summary>The name of the server that an address is routed to; null for none.</summary>
    /// <exception cref="ArgumentException">The account has no such failover address.</exception>
    /// <exception cref="FormatException">The text is no failover address.</exception>
    public string? OwnerOf(string address) => Known(State, FailoverAddress.Parse(address)).Server;

    /// <summary>Routes an address at once and behind the API's back, as another client or a person in the web interface would.</summary>
    /// <param name="address">The failover address.</param>
    /// <param name="server">The server's name; null for nowhere.</param>
    /// <exception cref="ArgumentException">The account has no such failover address or server.</exception>
    /// <exception cref="FormatException">The text is no failover address.</exception>
    public void Route(string address, string? server)
    {
        var parsed = FailoverAddress.Parse(address);
        var state = State;
        Known(state, parsed);
        if (server is not null && (server = state.FindServer(server)?.Name) is null)
            throw new ArgumentException("the account has no such server", nameof(server));
        NetcupRouteChange? change;
        lock (_gate)
            change = SetOwner(parsed, server, task: null);
        Tell(change);
    }

    /// <summary>Replaces the account by another version of it. The change is made under a lock: <paramref name="change"/> must be quick.</summary>
    /// <exception cref="ArgumentException">The new state does not fit together; the old one stays.</exception>
    public void Update(Func<NetcupScpState, NetcupScpState> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        lock (_gate)
        {
            var next = change(State);
            if (next.Problems() is { Count: > 0 } problems)
                throw new ArgumentException(string.Join("; ", problems), nameof(change));
            _state.Set(next);
        }
    }

    /// <summary>Waits until the account is in a state.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    public async Task WaitUntilAsync(Func<NetcupScpState, bool> holds, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(holds);
        await _state.WaitUntilAsync(holds, cancellationToken).ConfigureAwait(false);
    }

    // Called under the lock; the listener is told outside of it.
    private NetcupRouteChange? SetOwner(FailoverAddress address, string? server, string? task)
    {
        if (State.FindFailoverIp(address) is not { } ip || string.Equals(ip.Server, server, StringComparison.Ordinal))
            return null;
        var change = new NetcupRouteChange(TimeProvider.GetUtcNow(), address, ip.Server, server, task);
        Volatile.Write(ref _changes, _changes.Add(change));
        _state.Set(State.WithOwner(address, server));
        return change;
    }

    private void Tell(NetcupRouteChange? change)
    {
        if (change is not null)
            _rerouted?.Invoke(change);
    }

    private static NetcupFailoverIp Known(NetcupScpState state, FailoverAddress address) =>
        state.FindFailoverIp(address) ?? throw new ArgumentException($"the account has no failover address {address}", nameof(address));
}
