namespace FailoverIp.Vrrp.Wire;

/// <summary>Whether an interface forwards IPv6, which its neighbour advertisements tell (the Router flag). Read again after a second; between, it allocates nothing.</summary>
internal sealed class ForwardingSetting
{
    private const long KeptMilliseconds = 1000;
    private readonly Dictionary<string, (long Until, bool IsOn)> _known = new(StringComparer.Ordinal);

    public bool IsOn(string interfaceName)
    {
        var now = Environment.TickCount64;
        if (!_known.TryGetValue(interfaceName, out var known) || now >= known.Until)
            _known[interfaceName] = known = (now + KeptMilliseconds, Read(interfaceName));
        return known.IsOn;
    }

    private static bool Read(string interfaceName)
    {
        try
        {
            return File.ReadAllText($"/proc/sys/net/ipv6/conf/{interfaceName}/forwarding") is ['1' or '2', ..];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // no IPv6, or no such interface
        }
    }
}
