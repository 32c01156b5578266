using System.Net;
using FailoverIp.Lvs;

namespace FailoverIp.Node;

/// <summary>Reads the checks of a real server.</summary>
internal sealed class CheckReader(ProblemList problems, SecretReader secrets)
{
    private readonly ValueReader _values = new(problems);
    private readonly HttpCheckReader _http = new(problems, secrets);
    private readonly OtherCheckReader _others = new(problems, secrets);

    /// <param name="checks">The key Checks.</param>
    /// <param name="virtualHost">The Host header of HTTP checks that name none.</param>
    public IEnumerable<CheckOptions> Read(ConfigurationNode? checks, string? virtualHost)
    {
        foreach (var (_, node) in checks?.Children ?? [])
        {
            // A check of an unknown type, known already, keeps its place as one without options: the others keep their numbers, by which problems are told.
            var check = OfType(node, virtualHost) ?? new TcpCheckOptions();
            yield return check with
            {
                Timing = TimingReader.Read(node, _values),
                Alpha = _values.Boolean(node["Alpha"]),
                LogAllFailures = _values.Boolean(node["LogAllFailures"]) ?? false,
                ConnectAddress = Address(node["ConnectAddress"]),
                ConnectPort = _values.Integer(node["ConnectPort"]),
                BindAddress = Address(node["BindAddress"]),
                BindPort = _values.Integer(node["BindPort"]) ?? 0,
                BindInterface = _values.Text(node["BindInterface"]),
                FirewallMark = (uint)(_values.Long(node["FirewallMark"]) ?? 0),
            };
        }
    }

    private CheckOptions? OfType(ConfigurationNode node, string? virtualHost) => _values.Text(node["Type"])?.ToLowerInvariant() switch
    {
        "httpget" => _http.Read(node, tls: false, virtualHost),
        "sslget" => _http.Read(node, tls: true, virtualHost),
        "tcp" => new TcpCheckOptions(),
        "smtp" => _others.Smtp(node),
        "dns" => _others.Dns(node),
        "udp" => _others.Udp(node),
        "ping" => new PingCheckOptions(),
        "misc" => _others.Misc(node),
        "file" => _others.File(node),
        _ => null,
    };

    private IPAddress? Address(ConfigurationNode? node)
    {
        if (_values.Text(node) is not { } text)
            return null;
        var address = EndPointReader.ReadAddress(text, out var problem);
        if (problem is not null)
            problems.Add(node!, problem);
        return address;
    }
}
