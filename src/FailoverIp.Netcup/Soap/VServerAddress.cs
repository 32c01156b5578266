namespace FailoverIp.Netcup;

/// <summary>The texts of <c>getVServerIPs</c>: <c>203.0.113.10</c>, <c>2001:db8::/64</c>, with a mask or without.</summary>
internal static class VServerAddress
{
    /// <summary>
    /// True where the text means exactly this address. An IPv4 mask is that of the server's network and says nothing; an IPv6 prefix without
    /// its length is taken to be of the length asked for. What does not parse is not the address.
    /// </summary>
    public static bool Is(string text, FailoverAddress address)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var host = slash < 0 ? text : text[..slash];
        var spelled = host.Contains(':', StringComparison.Ordinal) ? slash < 0 ? $"{text}/{address.PrefixLength}" : text : host;
        return FailoverAddress.TryParse(spelled, out var own, out _) && own == address;
    }
}
