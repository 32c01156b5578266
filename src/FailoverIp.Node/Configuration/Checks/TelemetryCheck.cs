using System.Globalization;

namespace FailoverIp.Node;

/// <summary>Where metrics and traces go.</summary>
internal sealed class TelemetryCheck(ProblemList problems, SecretReader secrets)
{
    public TelemetryOptions? Read(ConfigurationNode? telemetry)
    {
        if (telemetry?["Otlp"] is not { Text: { } text } node || problems.HasErrorAt(node.Path))
            return null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps) || url.UserInfo.Length > 0 || url.Query.Length > 0 || url.Fragment.Length > 0)
        {
            problems.Add(node, $"\"{SchemaChecker.Shown(text)}\" is not a URL such as http://127.0.0.1:4318");
            return null;
        }
        var secret = secrets.ReadOptional(telemetry, "Authorization");
        if (secret is not null && secret.Any(char.IsControl))
        {
            problems.Add(telemetry["Authorization"] ?? telemetry["AuthorizationFile"]!, "it is one line, such as Bearer and a token");
            return null;
        }
        // The paths of the two signals are added to a folder.
        var folder = new UriBuilder(url) { Path = url.AbsolutePath.TrimEnd('/') + "/" }.Uri;
        var options = new TelemetryOptions { Endpoint = folder, Authorization = secret };
        return TimeSpan.TryParse(telemetry["Interval"]?.Text, CultureInfo.InvariantCulture, out var interval) ? options with { Interval = interval } : options;
    }
}
