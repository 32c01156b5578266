using FailoverIp.Vrrp.Ipvs;

namespace FailoverIp.Node;

/// <summary>Reads how packets reach a real server: <c>Method</c> and <c>Tunnel</c>.</summary>
internal sealed class ForwardingReader(ProblemList problems)
{
    private readonly ValueReader _values = new(problems);

    /// <summary>The method; null where none is given.</summary>
    public IpvsForwarding? Method(ConfigurationNode? node) => _values.Text(node)?.ToUpperInvariant() switch
    {
        "NAT" => IpvsForwarding.Masquerade,
        "DR" => IpvsForwarding.DirectRoute,
        "TUN" => IpvsForwarding.Tunnel,
        _ => null,
    };

    /// <summary>The tunnel; null where none is given.</summary>
    public IpvsTunnel? Tunnel(ConfigurationNode? node)
    {
        if (node is null || problems.HasErrorAt(node))
            return null;
        var type = _values.Text(node["Type"])?.ToLowerInvariant() switch { "gue" => IpvsTunnelType.Gue, "gre" => IpvsTunnelType.Gre, _ => IpvsTunnelType.IpIp };
        var checksum = _values.Text(node["Checksum"])?.ToLowerInvariant() switch
        {
            "csum" => IpvsTunnelChecksum.Checksum,
            "remcsum" => IpvsTunnelChecksum.RemoteChecksum,
            _ => IpvsTunnelChecksum.None,
        };
        return new(type, (ushort)(_values.Integer(node["Port"]) ?? 0), checksum);
    }
}
