using System.Collections.Immutable;
using System.Net;
using FailoverIp.Lvs;

namespace FailoverIp.Node;

/// <summary>Reads the checks of a real server.</summary>
internal sealed class CheckReader(ProblemList problems, SecretReader secrets)
{
    private static readonly CheckOptions Plain = new TcpCheckOptions();

    private readonly ValueReader _values = new(problems);
    private readonly HttpCheckReader _http = new(problems, secrets);
    private readonly OtherCheckReader _others = new(problems, secrets);

    // In a large configuration most are equal, and one is as good as another.
    private readonly Dictionary<CheckOptions, CheckOptions> _known = [];

    /// <param name="checks">The key Checks.</param>
    /// <param name="virtualHost">The Host header of HTTP checks that name none.</param>
    public ImmutableArray<CheckOptions> Read(ConfigurationNode? checks, string? virtualHost)
    {
        if (checks is null)
            return [];
        var found = ImmutableArray.CreateBuilder<CheckOptions>(checks.Count);
        for (var i = 0; i < checks.Count; i++)
        {
            var check = ReadOne(checks.At(i)!, virtualHost);
            found.Add(_known.TryAdd(check, check) ? check : _known[check]);
        }
        return found.DrainToImmutable();
    }

    // A check of an unknown type, known already, keeps its place as one without options: the others keep their numbers, by which problems are told.
    private CheckOptions ReadOne(ConfigurationNode node, string? virtualHost) => (OfType(node, virtualHost) ?? Plain) with
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

    private CheckOptions? OfType(ConfigurationNode node, string? virtualHost) => _values.Text(node["Type"])?.ToLowerInvariant() switch
    {
        "httpget" => _http.Read(node, tls: false, virtualHost),
        "sslget" => _http.Read(node, tls: true, virtualHost),
        "tcp" => Plain,
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
