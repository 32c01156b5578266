using System.Runtime.InteropServices;

namespace FailoverIp.Vrrp.Ipvs;

/// <summary>
/// The difference between the table that should be and the one that is, as changes in an order that keeps clients served: services before their real
/// servers, new real servers before the end of old ones, weights up before weights down, services that are no longer wanted last. Pure.
/// </summary>
internal sealed class IpvsPlan
{
    private readonly List<IpvsChange> _added = [];
    private readonly List<IpvsChange> _raised = [];
    private readonly List<IpvsChange> _lowered = [];
    private readonly List<IpvsChange> _removed = [];
    private readonly List<IpvsChange> _services = [];
    private readonly List<IpvsChange> _deleted = [];
    private readonly KnownTable _known;
    private readonly int _number;

    private IpvsPlan(KnownTable known, int number) => (_known, _number) = (known, number);

    /// <summary>New services and changes of services, which come first.</summary>
    public IReadOnlyList<IpvsChange> Services => _services;

    /// <summary>Then what serves more: real servers that are new or get a higher weight.</summary>
    public IEnumerable<IpvsChange> Gains => _added.Concat(_raised);

    /// <summary>Then what serves less, and last the services that are no longer wanted.</summary>
    public IEnumerable<IpvsChange> Losses => _lowered.Concat(_removed).Concat(_deleted);

    public bool IsEmpty => _services.Count + _added.Count + _raised.Count + _lowered.Count + _removed.Count + _deleted.Count == 0;

    /// <summary>Managed keys that are neither wanted nor in the table.</summary>
    public List<IpvsServiceKey> Gone { get; } = [];

    /// <summary>What should be and cannot be.</summary>
    public List<IpvsProblem> Problems { get; } = [];

    /// <param name="desired">What should be.</param>
    /// <param name="known">What is.</param>
    /// <param name="managed">What is this node's own.</param>
    /// <param name="number">Another one for each plan over the same <paramref name="known"/> table.</param>
    public static IpvsPlan Make(IReadOnlyCollection<IpvsVirtualServer> desired, KnownTable known, IIpvsManagedSet managed, int number)
    {
        var plan = new IpvsPlan(known, number);
        var wanted = new HashSet<IpvsServiceKey>(desired.Count);
        foreach (var server in desired)
        {
            if (wanted.Add(server.Service.Key))
                plan.Want(server);
            else
                plan.Refuse(server.Service.Key, null, $"{server.Service.Key} is wanted twice: the first one counts");
        }
        foreach (var key in managed.Keys.Where(k => !wanted.Contains(k)))
        {
            if (known.Services.ContainsKey(key))
                plan._deleted.Add(IpvsChange.Delete(key));
            else
                plan.Gone.Add(key);
        }
        return plan;
    }

    private void Want(IpvsVirtualServer server)
    {
        var (service, key) = (server.Service, server.Service.Key);
        if (_known.Foreign.Contains(key))
        {
            Refuse(key, null, IpvsErrors.Foreign(key));
            return;
        }
        var known = _known.Services.GetValueOrDefault(key);
        var problem = known is null || IpvsDifference.Differs(service, known.Service) ? IpvsRules.Problem(service) : null;
        if (problem is not null)
            Refuse(key, null, problem);
        else if (known is null)
            _services.Add(IpvsChange.Add(service));
        else if (IpvsDifference.Differs(service, known.Service))
            _services.Add(IpvsChange.Set(service));

        if (known is not null)
            WantDifference(server, known);
        else if (problem is null)
            WantAll(server);
    }

    private void WantAll(IpvsVirtualServer server)
    {
        var addresses = new HashSet<System.Net.IPEndPoint>();
        foreach (var destination in Destinations(server))
        {
            if (addresses.Add(destination.Address))
                Change(IpvsChange.Add(server.Service.Key, destination), _added);
            else
                RefuseSecond(server.Service.Key, destination);
        }
    }

    private void WantDifference(IpvsVirtualServer server, KnownService known)
    {
        var key = server.Service.Key;
        HashSet<System.Net.IPEndPoint>? added = null;
        var met = 0;
        foreach (var destination in Destinations(server))
        {
            if (!known.Destinations.TryGetValue(destination.Address, out var actual))
            {
                if ((added ??= []).Add(destination.Address))
                    Change(IpvsChange.Add(key, destination), _added);
                else
                    RefuseSecond(key, destination);
                continue;
            }
            if (actual.Plan == _number)
            {
                RefuseSecond(key, destination);
                continue;
            }
            actual.Plan = _number;
            met++;
            if (IpvsDifference.Differs(destination, actual.Destination))
                Change(key, destination, actual);
        }
        if (met == known.Destinations.Count)
            return;
        foreach (var actual in known.Destinations.Values.Where(d => d.Plan != _number))
            _removed.Add(IpvsChange.Delete(key, actual.Destination));
    }

    private void Change(IpvsServiceKey key, IpvsDestination wanted, KnownDestination actual)
    {
        if (!actual.KnowsTunnels && IpvsDifference.DiffersInTunnel(wanted, actual.Destination))
        {
            Refuse(key, wanted, $"{key}, real server {wanted.Address}: this kernel wraps in IP only (GUE needs Linux 5.2, GRE and checksums need 5.3)");
            if (!IpvsDifference.Differs(wanted with { Tunnel = actual.Destination.Tunnel }, actual.Destination))
                return;
        }
        Change(IpvsChange.Set(key, wanted), wanted.Weight >= actual.Destination.Weight ? _raised : _lowered);
    }

    private void Change(in IpvsChange change, List<IpvsChange> changes)
    {
        if (IpvsRules.Problem(change.Key, change.Destination!) is { } problem)
            Refuse(change.Key, change.Destination, problem);
        else
            changes.Add(change);
    }

    private void RefuseSecond(IpvsServiceKey key, IpvsDestination destination) =>
        Refuse(key, destination, $"{key}: the real server {destination.Address} is wanted twice: the first one counts");

    private void Refuse(IpvsServiceKey key, IpvsDestination? destination, string message) => Problems.Add(new(key, destination, message));

    private static ReadOnlySpan<IpvsDestination> Destinations(IpvsVirtualServer server) =>
        ImmutableCollectionsMarshal.AsArray(server.Destinations);
}
