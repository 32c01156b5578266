namespace FailoverIp.Vrrp.Ipvs;

/// <summary>Whether what is is what should be: equality without what is the kernel's own.</summary>
internal static class IpvsDifference
{
    public static bool Differs(IpvsService wanted, IpvsService actual) =>
        wanted.Scheduler != actual.Scheduler
        || ((wanted.Flags ^ actual.Flags) & ~IpvsServiceFlags.Hashed) != IpvsServiceFlags.None
        || wanted.Timeout != actual.Timeout
        || wanted.EffectivePrefixLength != actual.EffectivePrefixLength
        || wanted.PersistenceEngine != actual.PersistenceEngine;

    public static bool Differs(IpvsDestination wanted, IpvsDestination actual) =>
        wanted.Weight != actual.Weight
        || DiffersInForwarding(wanted, actual)
        || wanted.UpperThreshold != actual.UpperThreshold
        || wanted.LowerThreshold != actual.LowerThreshold
        || DiffersInTunnel(wanted, actual);

    /// <summary>Null is IP in IP without checksums.</summary>
    public static bool DiffersInTunnel(IpvsDestination wanted, IpvsDestination actual) =>
        (wanted.Tunnel is not null || actual.Tunnel is not null) && (wanted.Tunnel ?? new()) != (actual.Tunnel ?? new());

    // Older kernels mark a real server on this machine as Local, whatever was asked for.
    private static bool DiffersInForwarding(IpvsDestination wanted, IpvsDestination actual) =>
        wanted.Forwarding != actual.Forwarding && actual.Forwarding != IpvsForwarding.Local;
}
