namespace FailoverIp.Lvs;

/// <summary>What a sorry server must be like.</summary>
internal static class SorryServerRules
{
    public static void Check(VirtualServerOptions o, SorryServerOptions sorry, ProblemList problems)
    {
        var method = sorry.Method ?? o.Method;
        if (sorry.Method is not null || sorry.Tunnel is not null)
            ForwardingRules.Check(method, sorry.Tunnel, new("SorryServer:"), problems);
        ForwardingRules.CheckAddress(o, sorry.Address, method, new("SorryServer"), problems);
        if (o.MaxUnavailable is { } share && share is >= 0 and <= 1 && o.Hysteresis == 0 && Kept(o, share) >= o.Quorum)
            problems.Warning("SorryServer", $"it never stands in: MaxUnavailable keeps real servers with a weight of {Kept(o, share)} in service, which is enough for the quorum");
    }

    // The least weight that is kept in service, whichever real servers fail.
    private static long Kept(VirtualServerOptions o, double share) =>
        o.RealServers.Any(r => r.Alpha ?? o.Alpha) || o.RealServers.Any(r => r.Checks.Any(c => c.GivesWeight || c.Alpha == true)) ? 0
        : o.RealServers.Select(r => (long)r.Weight).Order().Take(o.RealServers.Length - FailOpen.Limit(share, o.RealServers.Length)).Sum();
}
