namespace FailoverIp.Node;

/// <summary>What code adds to the options of a node, at its start and with every reload.</summary>
internal sealed record NodeAddition(Func<NodeOptions, NodeOptions> Add)
{
    /// <exception cref="FailoverIpException">It does not fit these options (<see cref="FailoverErrorKind.Configuration"/>).</exception>
    public static NodeOptions Apply(IEnumerable<NodeAddition> additions, NodeOptions options) => additions.Aggregate(options, (o, a) => a.Add(o));
}
