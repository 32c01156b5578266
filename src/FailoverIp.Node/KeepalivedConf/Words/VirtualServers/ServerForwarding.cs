namespace FailoverIp.Node;

/// <summary>How packets reach real servers: <c>lvs_method</c> (<c>lb_kind</c>).</summary>
/// <param name="Method">NAT, DR or TUN.</param>
/// <param name="Tunnel">ipip, gue or gre.</param>
/// <param name="Port">The UDP port of a GUE tunnel; 0 for the others.</param>
/// <param name="Checksum">nocsum, csum or remcsum.</param>
/// <param name="At">Where it was given.</param>
internal sealed record ServerForwarding(string Method, string Tunnel, int Port, string Checksum, NodeLocation At)
{
    public bool IsTunnel => Method == "TUN";

    public bool IsMasquerade => Method == "NAT";

    /// <summary>The forwarding of a line. What is wrong with a tunnel is told, and its options stay as they were.</summary>
    public static ServerForwarding? Read(ConfLine line, ConfContext context, ServerForwarding? before)
    {
        if (line[1] is not ("NAT" or "DR" or "TUN"))
        {
            context.Complain($"'{SchemaChecker.Shown(line[1])}' is none of NAT, DR and TUN");
            return before;
        }
        var (tunnel, port, checksum) = ("ipip", 0, "nocsum");
        for (var i = 2; i < line.Count; i++)
        {
            switch (line[i])
            {
                case "type" when line.At(i + 1) is "ipip" or "gue" or "gre":
                    tunnel = line[++i];
                    break;
                case "type":
                    return Keep(line.At(i + 1) is { } type ? $"a tunnel is of type ipip, gue or gre, not '{SchemaChecker.Shown(type)}'" : "nothing follows type");
                case "port" when line.Count == i + 1:
                    return Keep("nothing follows port");
                case "port":
                    if (context.Integer(line, ++i, 1, 65535, isLenient: false) is not { } number)
                        return Keep("the tunnel is left out");
                    port = (int)number;
                    break;
                case "nocsum" or "csum" or "remcsum":
                    checksum = line[i];
                    break;
                default:
                    return Keep($"'{SchemaChecker.Shown(line[i])}' is no option of a tunnel");
            }
        }
        if (tunnel == "gue" != (port != 0))
            return Keep("a tunnel of type gue has a port, and no other has");
        if (tunnel == "ipip" && checksum != "nocsum")
            return Keep("a tunnel of type ipip has no checksums");
        if (tunnel == "gre" && checksum == "remcsum")
            return Keep("remcsum is for tunnels of type gue");
        return new(line[1], tunnel, port, checksum, line.Location);

        ServerForwarding Keep(string problem)
        {
            context.Complain(problem);
            return (before ?? new("", "ipip", 0, "nocsum", default)) with { Method = line[1], At = line.Location };
        }
    }

    /// <summary>Whether it says the same as another.</summary>
    public bool IsSame(ServerForwarding? other) => other is not null && (Method, Tunnel, Port, Checksum) == (other.Method, other.Tunnel, other.Port, other.Checksum);

    /// <summary>Writes <c>Method</c> and <c>Tunnel</c>.</summary>
    public void Write(ConfigurationNode node)
    {
        node.Text("Method", Method, At);
        if (!IsTunnel)
            return;
        var tunnel = node.Object("Tunnel", At);
        tunnel.Text("Type", Tunnel, At);
        if (Port != 0)
            tunnel.Number("Port", Port, At);
        if (Checksum != "nocsum")
            tunnel.Text("Checksum", Checksum, At);
    }
}
