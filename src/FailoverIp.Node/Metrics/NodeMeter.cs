using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using FailoverIp.Vrrp;

namespace FailoverIp.Node;

/// <summary>The instruments of <see cref="NodeDiagnostics.MeterName"/>. All but the rare ones are read from the status when somebody asks, so that elections cost nothing.</summary>
internal sealed class NodeMeter : IDisposable
{
    // One look serves all instruments of one collection.
    private static readonly TimeSpan OneLook = TimeSpan.FromMilliseconds(250);

    private readonly Func<NodeStatus> _status;
    private readonly TimeProvider _clock;
    private readonly Meter _meter;
    private readonly Counter<long> _transitions;
    private readonly Counter<long> _errors;
    private readonly Histogram<double> _takeover;
    private readonly ConcurrentDictionary<string, long> _tookOver = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private (NodeStatus Status, long At)? _seen;

    public NodeMeter(IMeterFactory factory, TimeProvider clock, Func<NodeStatus> status)
    {
        (_status, _clock) = (status, clock);
        _meter = factory.Create(NodeDiagnostics.MeterName);
        _transitions = _meter.CreateCounter<long>("failoverip.vrrp.transitions", "{transition}", "Changes of state of an instance, by the state it came to");
        _errors = _meter.CreateCounter<long>("failoverip.address.errors", "{error}", "Tries to keep a failover address that failed, by the kind of the error");
        _takeover = _meter.CreateHistogram<double>("failoverip.takeover.duration", "s", "From becoming Active to the verified route of a failover address");
        Gauge("failoverip.node", "{node}", "Always 1; the labels name the node and the version", static s => [Of(1, ("node", s.Node), ("version", s.Version))]);
        Gauge("failoverip.vrrp.state", "{instance}", "1 for the state an instance is in, 0 for the others", static s => s.Instances.SelectMany(i => States(i.State, ("instance", i.Name))));
        Gauge("failoverip.vrrp.priority", "{priority}", "The priority an instance takes part with", static s => s.Instances.Select(i => Of(i.EffectivePriority, ("instance", i.Name))));
        Counter("failoverip.vrrp.adverts.sent", "{advert}", "Adverts sent", static s => s.Instances.Select(i => Of(i.Sent, ("instance", i.Name))));
        Counter("failoverip.vrrp.adverts.received", "{advert}", "Adverts accepted", static s => s.Instances.Select(i => Of(i.Received, ("instance", i.Name))));
        Counter("failoverip.vrrp.adverts.discarded", "{advert}", "Adverts discarded, by the first check that failed",
            static s => s.Instances.SelectMany(i => i.Discarded.Select(d => Of(d.Value, ("instance", i.Name), ("reason", d.Key)))));
        Counter("failoverip.vrrp.repairs", "{repair}", "Lost addresses, routes and rules that were put back", static s => s.Instances.Select(i => Of(i.Repairs ?? 0, ("instance", i.Name))));
        Counter("failoverip.vrrp.ignored", "{packet}", "Packets that belong to no instance",
            static s => [Of(s.Ignored?.UnknownVirtualRouterIds ?? 0, ("kind", "unknownVirtualRouterId")), Of(s.Ignored?.Carp ?? 0, ("kind", "carp"))]);
        Gauge("failoverip.address.state", "{address}", "1 for the state a failover address is in, 0 for the others",
            static s => s.Addresses.SelectMany(a => States(a.State, ("name", a.Name), ("provider", a.Provider))));
        Gauge("failoverip.address.last_verified", "s", "When a read last showed the target as owner, in seconds since 1970",
            static s => from a in s.Addresses where a.LastVerified is not null select Of(a.LastVerified!.Value.ToUnixTimeSeconds(), ("name", a.Name), ("provider", a.Provider)));
        Gauge("failoverip.tracker.well", "{tracker}", "1 while a tracker is well",
            static s => from t in s.Trackers ?? [] where t.Well is not null select Of(t.Well == true ? 1 : 0, ("tracker", t.Name), ("kind", t.Kind)));
    }

    public void Changed(string instance, VrrpState to) => _transitions.Add(1, new("instance", instance), new("to", to.ToString()));

    public void Failed(FailoverRoute route, FailoverErrorKind kind) =>
        _errors.Add(1, new("name", route.Name), new("provider", route.Provider), new("kind", kind.ToString()));

    /// <summary>Notes that an address was routed on behalf of an epoch, once for each.</summary>
    public void TookOver(FailoverRoute route, string instance, long epoch, TimeSpan duration)
    {
        if (_tookOver.TryGetValue(route.Name, out var last) && last == epoch)
            return;
        _tookOver[route.Name] = epoch;
        // The time of day may have been set back in between.
        _takeover.Record(Math.Max(0, duration.TotalSeconds), new("name", route.Name), new("provider", route.Provider), new("instance", instance));
    }

    public void Dispose() => _meter.Dispose();

    private void Gauge(string name, string unit, string description, Func<NodeStatus, IEnumerable<Measurement<long>>> read) =>
        _meter.CreateObservableGauge(name, () => read(Look()), unit, description);

    private void Counter(string name, string unit, string description, Func<NodeStatus, IEnumerable<Measurement<long>>> read) =>
        _meter.CreateObservableCounter(name, () => read(Look()), unit, description);

    private NodeStatus Look()
    {
        lock (_gate)
        {
            if (_seen is not { } seen || _clock.GetElapsedTime(seen.At) >= OneLook)
                _seen = seen = (_status(), _clock.GetTimestamp());
            return seen.Status;
        }
    }

    private static IEnumerable<Measurement<long>> States<T>(T state, params (string, string)[] labels)
        where T : struct, Enum => Enum.GetValues<T>().Select(s => Of(s.Equals(state) ? 1 : 0, [.. labels, ("state", s.ToString())]));

    private static Measurement<long> Of(long value, params (string Name, string Value)[] labels) =>
        new(value, labels.Select(l => new KeyValuePair<string, object?>(l.Name, l.Value)));
}
