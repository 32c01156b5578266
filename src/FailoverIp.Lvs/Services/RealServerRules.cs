using System.Net;

namespace FailoverIp.Lvs;

/// <summary>What the real servers of a virtual server, and their checks, must be like.</summary>
internal static class RealServerRules
{
    public static void Check(VirtualServerOptions o, ProblemList problems)
    {
        if (o.RealServers.IsEmpty && o.SorryServer is null)
            problems.Warning("RealServers", "there is none: nobody is served");
        var seen = new HashSet<IPEndPoint>();
        for (var i = 0; i < o.RealServers.Length; i++)
        {
            if (!seen.Add(o.RealServers[i].Address))
                problems.Error(new OptionPath("Address", i), $"{o.RealServers[i].Address} is there twice");
            Check(o, o.RealServers[i], new("", i), problems);
        }
    }

    private static void Check(VirtualServerOptions o, RealServerOptions r, OptionPath at, ProblemList problems)
    {
        var method = r.Method ?? o.Method;
        if (r.Method is not null || r.Tunnel is not null)
            ForwardingRules.Check(method, r.Tunnel, at, problems);
        ForwardingRules.CheckAddress(o, r.Address, method, at["Address"], problems);
        if (r.Weight < 0)
            problems.Error(at["Weight"], $"{r.Weight} is not between 0 and {int.MaxValue}");
        if (r.LowerThreshold > r.UpperThreshold)
            problems.Error(at["LowerThreshold"], r.UpperThreshold == 0
                ? "it goes with UpperThreshold only"
                : $"{r.LowerThreshold} is more than UpperThreshold ({r.UpperThreshold})");
        TimingRules.Check(r.Timing, at, problems);
        for (var i = 0; i < r.Checks.Length; i++)
            Check(r, r.Checks[i], at with { Check = i }, problems);
    }

    private static void Check(RealServerOptions r, CheckOptions check, OptionPath at, ProblemList problems)
    {
        TimingRules.Check(check.Timing, at, problems);
        if (check.ConnectPort is < 1 or > 65535)
            problems.Error(at["ConnectPort"], $"{check.ConnectPort} is not between 1 and 65535");
        else if (check.NeedsPort && (check.ConnectPort ?? r.Address.Port) == 0)
            problems.Error(at["ConnectPort"], "the real server has no port of its own: the check names one");
        if (check.BindPort is < 0 or > 65535)
            problems.Error(at["BindPort"], $"{check.BindPort} is not between 0 and 65535");
        if (check.BindAddress is { } bind && bind.AddressFamily != (check.ConnectAddress ?? r.Address.Address).AddressFamily)
            problems.Error(at["BindAddress"], $"{bind} is not of the address family of what is checked");
    }
}
