using System.Collections.Immutable;
using FailoverIp.Vrrp.Ipvs;

namespace FailoverIp.Simulation;

/// <summary>
/// The kernel's virtual server table in memory: for tests of virtual servers without a kernel, and without rights. It counts writes as the kernel would be asked
/// for them, and plays the parts of others: services of somebody else's, a table changed behind our back, a kernel without IPVS. Safe for concurrent use.
/// </summary>
public sealed class SimulatedIpvs : IIpvsReconciler
{
    private readonly Lock _gate = new();
    private readonly Dictionary<IpvsServiceKey, IpvsVirtualServer> _table = [];
    private readonly HashSet<IpvsServiceKey> _managed = [];
    private readonly Dictionary<IpvsServiceKey, string> _refused = [];
    private Dictionary<IpvsServiceKey, IpvsVirtualServer>? _known;
    private string? _failure;

    /// <summary>Every service of the table, those of others too, in the order of their keys' text.</summary>
    public ImmutableArray<IpvsVirtualServer> Table
    {
        get
        {
            lock (_gate)
                return [.. _table.Values.OrderBy(static s => s.Service.Key.ToString(), StringComparer.Ordinal)];
        }
    }

    /// <summary>The requests that have changed something.</summary>
    public long Writes { get; private set; }

    /// <summary>How often it was asked to compare, and how often of these to read the table again.</summary>
    public (int Calls, int Rereads) Reconciliations { get; private set; }

    /// <summary>Why nothing can be done at all, such as a kernel without IPVS; null: all is well.</summary>
    public string? Failure
    {
        get
        {
            lock (_gate)
                return _failure;
        }

        set
        {
            lock (_gate)
                _failure = value;
        }
    }

    /// <summary>The real servers of a service as one line each, <c>10.0.0.1:80 w1</c>; null where there is no such service.</summary>
    public string[]? Destinations(IpvsServiceKey service)
    {
        lock (_gate)
            return _table.TryGetValue(service, out var found) ? [.. found.Destinations.Select(static d => $"{d.Address} w{d.Weight}")] : null;
    }

    /// <summary>Somebody else puts a service into the table, or puts another in the place of one that is there. Whose it is does not change by that.</summary>
    public void Put(IpvsVirtualServer service)
    {
        ArgumentNullException.ThrowIfNull(service);
        lock (_gate)
            _table[service.Service.Key] = service;
    }

    /// <summary>Somebody else takes a service out of the table.</summary>
    /// <returns>False where it was not there.</returns>
    public bool Remove(IpvsServiceKey service)
    {
        lock (_gate)
            return _table.Remove(service);
    }

    /// <summary>The kernel refuses what concerns a service, with <paramref name="message"/>; null: no longer.</summary>
    public void Refuse(IpvsServiceKey service, string? message)
    {
        lock (_gate)
        {
            if (message is null)
                _refused.Remove(service);
            else
                _refused[service] = message;
        }
    }

    /// <inheritdoc/>
    public IpvsReconciliation Reconcile(IReadOnlyCollection<IpvsVirtualServer> desired, bool reread = false)
    {
        ArgumentNullException.ThrowIfNull(desired);
        lock (_gate)
        {
            Reconciliations = (Reconciliations.Calls + 1, Reconciliations.Rereads + (reread ? 1 : 0));
            if (_failure is not null)
                throw new IpvsException(_failure);
            if (reread)
                _known = null;
            _known ??= _table.Where(s => _managed.Contains(s.Key)).ToDictionary();
            var before = Writes;
            var problems = ImmutableArray.CreateBuilder<IpvsProblem>();
            foreach (var server in desired)
                Make(server, problems);
            foreach (var gone in _known.Keys.Except(desired.Select(static d => d.Service.Key)).ToArray())
                Delete(gone);
            return new((int)(Writes - before), problems.DrainToImmutable());
        }
    }

    private void Make(IpvsVirtualServer server, ImmutableArray<IpvsProblem>.Builder problems)
    {
        var key = server.Service.Key;
        if (_refused.TryGetValue(key, out var why))
        {
            problems.Add(new(key, null, why));
            return;
        }
        if (_table.ContainsKey(key) && !_managed.Contains(key))
        {
            problems.Add(new(key, null, $"{key} belongs to somebody else"));
            return;
        }
        if (_known!.TryGetValue(key, out var known) && Cost(known, server) == 0)
            return;
        // A write shows what the table is really like.
        Writes += Cost(_table.GetValueOrDefault(key), server);
        _managed.Add(key);
        _table[key] = _known[key] = server;
    }

    private void Delete(IpvsServiceKey key)
    {
        if (_table.Remove(key))
            Writes++;
        _known!.Remove(key);
        _managed.Remove(key);
    }

    /// <summary>The writes it takes from one to the other.</summary>
    private static int Cost(IpvsVirtualServer? from, IpvsVirtualServer to)
    {
        if (from is null)
            return 1 + to.Destinations.Length;
        var old = from.Destinations.ToDictionary(static d => d.Address);
        var writes = from.Service == to.Service ? 0 : 1;
        foreach (var destination in to.Destinations)
            writes += old.Remove(destination.Address, out var same) && same == destination ? 0 : 1;
        return writes + old.Count;
    }
}
