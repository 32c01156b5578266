namespace FailoverIp.Node;

/// <summary>The names under which a node reports to System.Diagnostics; hand them to OpenTelemetry's AddMeter.</summary>
public static class NodeDiagnostics
{
    /// <summary>
    /// The meter. Of each instance (instance): <c>failoverip.vrrp.state</c> (also: state), 1 for the state it is in and 0 for the others, <c>failoverip.vrrp.priority</c>,
    /// <c>failoverip.vrrp.transitions</c> (also: to), <c>failoverip.vrrp.adverts.sent</c>, <c>failoverip.vrrp.adverts.received</c>, <c>failoverip.vrrp.adverts.discarded</c>
    /// (also: reason), <c>failoverip.vrrp.repairs</c>. Of each failover address (name, provider): <c>failoverip.address.state</c> (also: state),
    /// <c>failoverip.address.last_verified</c> in seconds since 1970, <c>failoverip.address.errors</c> (also: kind), <c>failoverip.takeover.duration</c> in seconds (also: instance).
    /// Of each tracker (tracker, kind): <c>failoverip.tracker.well</c> (0 or 1). Of the node: <c>failoverip.vrrp.ignored</c> (kind), <c>failoverip.node</c> (node, version), always 1.
    /// </summary>
    public const string MeterName = "FailoverIp.Node";
}
