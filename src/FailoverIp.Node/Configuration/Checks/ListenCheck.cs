using System.Net;

namespace FailoverIp.Node;

/// <summary>The URL of the status page.</summary>
internal static class ListenCheck
{
    public static Uri? Read(ConfigurationNode? node, ProblemList problems)
    {
        if (node?.Text is not { Length: > 0 } text || problems.HasErrorAt(node))
            return null;
        if (!TryParse(text, out var url, out var problem))
            problems.Add(node, problem!);
        else if (!url!.IsLoopback)
            problems.Add(node, $"{url.Host} is not a loopback address: everybody who can reach it sees the status of this node", isWarning: true);
        return url;
    }

    /// <summary>Reads the URL of a status page: http, an IP address or localhost, a port, and no path.</summary>
    public static bool TryParse(string text, out Uri? url, out string? problem)
    {
        problem = null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out url) || url.Scheme != Uri.UriSchemeHttp || url.PathAndQuery != "/" || url.UserInfo.Length > 0 || url.Fragment.Length > 0)
            problem = $"\"{SchemaChecker.Shown(text)}\" is not a URL such as http://127.0.0.1:9112";
        else if (!string.Equals(url.Host, "localhost", StringComparison.OrdinalIgnoreCase) && !IPAddress.TryParse(url.Host.Trim('[', ']'), out _))
            problem = $"\"{SchemaChecker.Shown(url.Host)}\" is neither an IP address nor localhost";
        if (problem is not null)
            url = null;
        return problem is null;
    }
}
