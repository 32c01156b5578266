using FailoverIp.Vrrp.Ipvs;

namespace FailoverIp.Node;

/// <summary>Reads the flags of a scheduler, by their number or by the name that the schedulers sh and mh give them.</summary>
internal static class SchedulerFlagsReader
{
    public static IpvsServiceFlags Read(ConfigurationNode? node, ValueReader values)
    {
        var flags = IpvsServiceFlags.None;
        foreach (var (_, flag) in node?.Children ?? [])
        {
            flags |= values.Text(flag)?.ToLowerInvariant() switch
            {
                "flag-1" or "sh-fallback" or "mh-fallback" => IpvsServiceFlags.Scheduler1,
                "flag-2" or "sh-port" or "mh-port" => IpvsServiceFlags.Scheduler2,
                "flag-3" => IpvsServiceFlags.Scheduler3,
                _ => IpvsServiceFlags.None,
            };
        }
        return flags;
    }

    /// <summary>The scheduler that a flag's name belongs to; null for a numbered one.</summary>
    public static string? SchedulerOf(string flag) => flag.IndexOf('-', StringComparison.Ordinal) == 2 ? flag[..2].ToLowerInvariant() : null;
}
