using System.Net;
using System.Net.Sockets;
using System.Text;

namespace FailoverIp.Lvs.Http;

/// <summary>The bytes of a request.</summary>
internal static class HttpRequest
{
    /// <exception cref="ArgumentException">Path or host would not be one; the message names the option.</exception>
    public static byte[] Write(HttpProtocol protocol, string path, string? virtualHost, IPEndPoint target, bool tls)
    {
        if (!path.StartsWith('/') || path.Any(IsNoPart))
            throw BadOption.Of($"{nameof(HttpCheckUrl.Path)}: it begins with '/' and holds neither white space nor control characters");
        if (virtualHost is not null && (virtualHost.Length == 0 || virtualHost.Any(IsNoPart)))
            throw BadOption.Of($"{nameof(HttpCheckUrl.VirtualHost)}: it holds neither white space nor control characters and is not empty");
        var (version, connection) = protocol switch
        {
            HttpProtocol.Http10 => ("1.0", ""),
            HttpProtocol.Http10Close => ("1.0", "Connection: close\r\n"),
            HttpProtocol.Http11 => ("1.1", "Connection: close\r\n"),
            _ => throw BadOption.Of($"{nameof(HttpCheckOptions.Protocol)}: {protocol} is no version"),
        };
        return Encoding.UTF8.GetBytes($"GET {path} HTTP/{version}\r\nUser-Agent: FailoverIp\r\n{connection}Host: {virtualHost ?? Host(target, tls)}\r\n\r\n");
    }

    private static string Host(IPEndPoint target, bool tls)
    {
        var address = target.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{new IPAddress(target.Address.GetAddressBytes())}]" : target.Address.ToString();
        return target.Port == (tls ? 443 : 80) ? address : $"{address}:{target.Port}";
    }

    private static bool IsNoPart(char c) => c is <= ' ' or '\u007f';
}
