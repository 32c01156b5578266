using System.Net;

namespace FailoverIp.Simulation;

/// <summary>Reads the URL that a simulator is to listen on.</summary>
internal static class ListenAddress
{
    public static IPEndPoint Parse(string listen)
    {
        if (!Uri.TryCreate(listen, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttp || uri.PathAndQuery != "/" || uri.UserInfo.Length > 0)
            throw new ArgumentException($"'{listen}' is not an address to listen on; write it as http://127.0.0.1:8080", nameof(listen));
        if (uri.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
            return new(IPAddress.Loopback, uri.Port);
        return IPAddress.TryParse(uri.Host, out var address)
            ? new(address, uri.Port)
            : throw new ArgumentException($"'{listen}': the host must be an IP address or localhost", nameof(listen));
    }

    /// <summary>The address under which a client on this machine reaches the endpoint.</summary>
    public static Uri ToUri(IPEndPoint endpoint)
    {
        var host = endpoint.Address.Equals(IPAddress.Any) ? IPAddress.Loopback : endpoint.Address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : endpoint.Address;
        return new($"http://{new IPEndPoint(host, endpoint.Port)}/");
    }
}
