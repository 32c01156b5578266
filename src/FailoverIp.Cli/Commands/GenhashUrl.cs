using System.Net;
using System.Net.Sockets;

namespace FailoverIp.Cli.Commands;

/// <summary>The page of <c>genhash</c>: its path is asked for as it was typed, because a server may tell <c>/a%2Fb</c> from <c>/a/b</c>.</summary>
/// <param name="Text">What was typed.</param>
/// <param name="Host">The name or address.</param>
/// <param name="Port">The port.</param>
/// <param name="IsTls">True: https.</param>
/// <param name="Path">Path and query.</param>
internal sealed record GenhashUrl(string Text, string Host, int Port, bool IsTls, string Path)
{
    /// <summary>The Host header where the URL has a name; null: an address, which the digester writes itself.</summary>
    public string? VirtualHost => IPAddress.TryParse(Host, out _) ? null : Port == (IsTls ? 443 : 80) ? Host : $"{Host}:{Port}";

    /// <exception cref="ToolException">This is no URL of a page.</exception>
    public static GenhashUrl Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.Host.Length == 0)
            throw new ToolException(FailoverErrorKind.Configuration, $"'{text}' is not the URL of a page, such as http://10.132.0.10/");
        if (uri.UserInfo.Length > 0)
            throw new ToolException(FailoverErrorKind.Configuration, "a user name and password in the URL are not supported: a check cannot use them");
        var authority = text.IndexOf("//", StringComparison.Ordinal) + 2;
        var slash = text.IndexOfAny(['/', '?', '#'], authority);
        var path = slash < 0 ? "/" : text[slash..].Split('#')[0];
        return new(text, uri.DnsSafeHost, uri.Port, uri.Scheme == "https", path.StartsWith('/') ? path : "/" + path);
    }

    /// <summary>The addresses to connect to, one or more, in the order in which they are tried.</summary>
    /// <exception cref="ToolException">The name has none.</exception>
    public async Task<IReadOnlyList<IPEndPoint>> ResolveAsync(CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(Host, out var address))
            return [new(address, Port)];
        try
        {
            IPEndPoint[] found = [.. (await Dns.GetHostAddressesAsync(Host, cancellationToken)).Distinct().Select(a => new IPEndPoint(a, Port))];
            return found.Length > 0 ? found : throw new ToolException(FailoverErrorKind.Unavailable, $"the name {Host} has no address");
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            throw new ToolException(FailoverErrorKind.Unavailable, $"the name {Host} cannot be resolved: {e.Message}", e);
        }
    }
}
