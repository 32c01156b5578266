using System.Collections.Immutable;
using System.Text.RegularExpressions;
using FailoverIp.Lvs;

namespace FailoverIp.Node;

/// <summary>Reads the checks <c>HttpGet</c> and <c>SslGet</c>. The keys of a single URL stand at the check itself, several in <c>Urls</c>.</summary>
internal sealed class HttpCheckReader(ProblemList problems, SecretReader secrets)
{
    private static readonly string[] UrlKeys =
        ["Path", "Digest", "StatusCode", "VirtualHost", "Regex", "RegexNoMatch", "RegexOptions", "RegexMinOffset", "RegexMaxOffset"];

    private readonly ValueReader _values = new(problems);

    public HttpCheckOptions Read(ConfigurationNode node, bool tls, string? virtualHost)
    {
        var defaults = new HttpCheckOptions();
        return defaults with
        {
            Tls = tls,
            TlsOptions = tls ? Tls(node) : defaults.TlsOptions,
            Protocol = _values.Text(node["HttpProtocol"])?.ToUpperInvariant() switch { "1.0C" => HttpProtocol.Http10Close, "1.1" => HttpProtocol.Http11, _ => HttpProtocol.Http10 },
            FastRecovery = _values.Boolean(node["FastRecovery"]) ?? defaults.FastRecovery,
            MaxBodySize = _values.Long(node["MaxBodySize"]) ?? defaults.MaxBodySize,
            VirtualHost = virtualHost,
            Urls = Urls(node),
        };
    }

    private ImmutableArray<HttpCheckUrl> Urls(ConfigurationNode node)
    {
        if (node["Urls"] is not { Children.Count: > 0 } urls)
            return [Url(node)];
        foreach (var key in UrlKeys)
        {
            if (node[key] is { } beside)
                problems.Add(beside, "stands beside Urls: the keys of each URL belong to it");
        }
        return [.. urls.Children.Select(u => Url(u.Value))];
    }

    private HttpCheckUrl Url(ConfigurationNode node)
    {
        var defaults = new HttpCheckUrl();
        return defaults with
        {
            Path = _values.Text(node["Path"]) ?? defaults.Path,
            VirtualHost = _values.Text(node["VirtualHost"]),
            Digest = _values.Text(node["Digest"])?.ToLowerInvariant(),
            StatusCodes = [.. StatusCodes(node["StatusCode"])],
            Regex = _values.Text(node["Regex"]),
            RegexNoMatch = _values.Boolean(node["RegexNoMatch"]) ?? false,
            RegexOptions = Options(node["RegexOptions"]),
            RegexMinOffset = _values.Integer(node["RegexMinOffset"]) ?? 0,
            RegexMaxOffset = _values.Integer(node["RegexMaxOffset"]),
        };
    }

    private IEnumerable<HttpStatusRange> StatusCodes(ConfigurationNode? node)
    {
        var codes = node is null ? [] : node.Text is null ? node.Children.Select(c => c.Value) : [node];
        foreach (var code in codes)
        {
            if (_values.Text(code) is not { } text)
                continue;
            if (HttpStatusRange.TryParse(text, out var range))
                yield return range;
            else
                problems.Add(code, $"\"{SchemaChecker.Shown(text)}\" is not a range from a lower to a higher status code");
        }
    }

    private RegexOptions Options(ConfigurationNode? node)
    {
        var options = RegexOptions.None;
        foreach (var (_, word) in node?.Children ?? [])
        {
            options |= _values.Text(word)?.ToLowerInvariant() switch
            {
                "caseless" => RegexOptions.IgnoreCase,
                "multiline" => RegexOptions.Multiline,
                "dotall" => RegexOptions.Singleline,
                "extended" => RegexOptions.IgnorePatternWhitespace,
                _ => RegexOptions.None,
            };
        }
        return options;
    }

    private TlsCheckOptions Tls(ConfigurationNode node)
    {
        var defaults = TlsCheckOptions.Default;
        return new()
        {
            SendServerName = _values.Boolean(node["SendServerName"]) ?? defaults.SendServerName,
            ServerName = _values.Text(node["ServerName"]),
            VerifyCertificate = _values.Boolean(node["VerifyCertificate"]) ?? defaults.VerifyCertificate,
            CaFile = File(node["CaFile"]),
            CertificateFile = File(node["CertificateFile"]),
            KeyFile = File(node["KeyFile"]),
            KeyPasswordFile = File(node["KeyPasswordFile"]),
        };
    }

    private string? File(ConfigurationNode? node) => _values.Text(node) is { } path ? secrets.Resolve(node!, path) : null;
}
