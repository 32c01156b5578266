using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace FailoverIp.Node;

/// <summary>Reads <c>ip:port</c> and <c>[ip6]:port</c>.</summary>
internal static class EndPointReader
{
    /// <summary>The end point; null with what is wrong.</summary>
    /// <param name="text">The text.</param>
    /// <param name="defaultPort">The port where the text has none.</param>
    /// <param name="problem">What is wrong; null where nothing is.</param>
    public static IPEndPoint? Read(string text, int defaultPort, out string? problem)
    {
        problem = null;
        var (host, port) = Split(text);
        var number = defaultPort;
        if (port is not null && (!int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out number) || number > ushort.MaxValue))
            problem = $"\"{SchemaChecker.Shown(text)}\": the port is not between 0 and 65535";
        // A dotted quad with leading zeros would be read as octal by some; what is printed must be what was written.
        else if (!IPAddress.TryParse(host, out var address) || host.Contains('%', StringComparison.Ordinal)
            || (address.AddressFamily == AddressFamily.InterNetwork && address.ToString() != host))
            problem = $"\"{SchemaChecker.Shown(host)}\" is not an IP address";
        else
            return new(address, number);
        return null;
    }

    /// <summary>The address alone; null with what is wrong.</summary>
    public static IPAddress? ReadAddress(string text, out string? problem)
    {
        problem = null;
        if (IPAddress.TryParse(text, out var address) && !text.Contains('%', StringComparison.Ordinal) && !text.StartsWith('[')
            && (address.AddressFamily != AddressFamily.InterNetwork || address.ToString() == text))
            return address;
        problem = $"\"{SchemaChecker.Shown(text)}\" is not an IP address";
        return null;
    }

    private static (string Host, string? Port) Split(string text)
    {
        var colon = text.LastIndexOf(':');
        if (text.StartsWith('['))
        {
            var end = text.IndexOf(']', StringComparison.Ordinal);
            return end < 0 ? (text, null) : (text[1..end], colon == end + 1 ? text[(colon + 1)..] : null);
        }
        return colon < 0 ? (text, null) : (text[..colon], text[(colon + 1)..]);
    }
}
