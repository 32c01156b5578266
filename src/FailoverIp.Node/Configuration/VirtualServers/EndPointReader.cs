using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace FailoverIp.Node;

/// <summary>Reads <c>ip:port</c> and <c>[ip6]:port</c>.</summary>
internal static class EndPointReader
{
    private const int LongestIPv4 = 15;

    /// <summary>The end point; null with what is wrong.</summary>
    /// <param name="text">The text.</param>
    /// <param name="defaultPort">The port where the text has none.</param>
    /// <param name="problem">What is wrong; null where nothing is.</param>
    public static IPEndPoint? Read(string text, int defaultPort, out string? problem)
    {
        problem = null;
        var (hostLength, portStart) = Split(text);
        var host = text.StartsWith('[') && hostLength < text.Length ? text.AsSpan(1, hostLength - 1) : text.AsSpan(0, hostLength);
        var number = defaultPort;
        if (portStart > 0 && (!int.TryParse(text.AsSpan(portStart), NumberStyles.None, CultureInfo.InvariantCulture, out number) || number > ushort.MaxValue))
            problem = $"\"{SchemaChecker.Shown(text)}\": the port is not between 0 and 65535";
        else if (!IPAddress.TryParse(host, out var address) || host.Contains('%') || (address.AddressFamily == AddressFamily.InterNetwork && !IsWritten(host, address)))
            problem = $"\"{SchemaChecker.Shown(host.ToString())}\" is not an IP address";
        else
            return new(address, number);
        return null;
    }

    /// <summary>The address alone; null with what is wrong.</summary>
    public static IPAddress? ReadAddress(string text, out string? problem)
    {
        problem = null;
        if (IPAddress.TryParse(text, out var address) && !text.Contains('%', StringComparison.Ordinal) && !text.StartsWith('[')
            && (address.AddressFamily != AddressFamily.InterNetwork || IsWritten(text, address)))
            return address;
        problem = $"\"{SchemaChecker.Shown(text)}\" is not an IP address";
        return null;
    }

    /// <summary>Whether a text is how an IPv4 address is written. A dotted quad with leading zeros would be read as octal by some; what is printed must be what was written.</summary>
    public static bool IsWritten(ReadOnlySpan<char> text, IPAddress address)
    {
        Span<char> written = stackalloc char[LongestIPv4];
        return address.TryFormat(written, out var length) && text.SequenceEqual(written[..length]);
    }

    /// <summary>Where the host ends, brackets apart, and where the port begins; 0 where there is none.</summary>
    private static (int HostLength, int PortStart) Split(string text)
    {
        var colon = text.LastIndexOf(':');
        if (!text.StartsWith('['))
            return colon < 0 ? (text.Length, 0) : (colon, colon + 1);
        var end = text.IndexOf(']', StringComparison.Ordinal);
        return end < 0 ? (text.Length, 0) : (end, colon == end + 1 ? colon + 1 : 0);
    }
}
