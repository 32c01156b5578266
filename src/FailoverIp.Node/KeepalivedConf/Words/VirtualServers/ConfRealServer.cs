namespace FailoverIp.Node;

/// <summary>A <c>real_server</c> as it was read.</summary>
/// <param name="address">Its address and port.</param>
/// <param name="forwarding">How packets reached the virtual server's real servers when it began; null: not said so far.</param>
/// <param name="at">Where it begins.</param>
internal sealed class ConfRealServer(ServerAddress address, ServerForwarding? forwarding, NodeLocation at)
{
    public ServerAddress Address { get; set; } = address;

    /// <summary>Its port as it was written, which its checks connect to whatever becomes of <see cref="Address"/>.</summary>
    public int WrittenPort { get; } = address.Port;

    public NodeLocation At => at;

    public ServerForwarding? Forwarding { get; set; } = forwarding;

    public Given<long>? Weight { get; set; }

    public Given<long>? UpperThreshold { get; set; }

    public Given<long>? LowerThreshold { get; set; }

    public bool? InhibitOnFailure { get; set; }

    public Given<ConfCommand>? NotifyUp { get; set; }

    public Given<ConfCommand>? NotifyDown { get; set; }

    /// <summary>Keys that are written as they are.</summary>
    public ConfigurationNode Keys { get; } = ConfigurationNode.Detached(NodeKind.Object, at);

    public List<ConfCheck> Checks { get; } = [];
}
