using System.Net;

namespace FailoverIp.Node;

/// <summary>A check of a real server as it was read.</summary>
/// <param name="type">Its type in failoverip.json.</param>
/// <param name="at">Where it begins.</param>
internal sealed class ConfCheck(string type, NodeLocation at)
{
    public string Type => type;

    public NodeLocation At => at;

    /// <summary>Its keys but those below.</summary>
    public ConfigurationNode Keys { get; private init; } = ConfigurationNode.Detached(NodeKind.Object, at);

    public IPAddress? ConnectAddress { get; set; }

    public Given<int>? ConnectPort { get; set; }

    public IPAddress? BindAddress { get; set; }

    /// <summary>Whether it speaks to a port.</summary>
    public bool NeedsPort => type is not ("Misc" or "File" or "Ping");

    /// <summary>The command; of <c>MISC_CHECK</c> only.</summary>
    public Given<ConfCommand>? Command { get; set; }

    /// <summary>The Host header of URLs that have none; of <c>HTTP_GET</c> and <c>SSL_GET</c> only.</summary>
    public Given<string>? VirtualHost { get; set; }

    public List<ConfigurationNode> Urls { get; } = [];

    /// <summary>keepalived does not make it.</summary>
    public bool IsLeftOut { get; set; }
}
