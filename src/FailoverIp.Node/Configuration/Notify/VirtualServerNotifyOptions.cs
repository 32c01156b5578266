using System.Collections.Immutable;
using System.Net;

namespace FailoverIp.Node;

/// <summary>The scripts of a virtual server. Immutable.</summary>
public sealed record VirtualServerNotifyOptions
{
    /// <summary>When its quorum was reached (keepalived: <c>quorum_up</c>).</summary>
    public NodeCommand? QuorumUp { get; init; }

    /// <summary>When its quorum was lost (<c>quorum_down</c>).</summary>
    public NodeCommand? QuorumDown { get; init; }

    /// <summary>The scripts of its real servers, by their addresses.</summary>
    public ImmutableDictionary<IPEndPoint, RealServerNotifyOptions> RealServers { get; init; } = ImmutableDictionary<IPEndPoint, RealServerNotifyOptions>.Empty;
}

/// <summary>The scripts of a real server. Immutable.</summary>
/// <param name="Up">When its checks all pass (keepalived: <c>notify_up</c>).</param>
/// <param name="Down">When it has failed a check, or was taken out of the configuration (<c>notify_down</c>).</param>
public sealed record RealServerNotifyOptions(NodeCommand? Up, NodeCommand? Down);
