namespace FailoverIp.Lvs;

/// <summary>The names under which this library reports to System.Diagnostics; hand them to OpenTelemetry's AddMeter.</summary>
public static class LvsDiagnostics
{
    /// <summary>
    /// The meter. Of each real server (virtual_server, real_server): <c>failoverip.lvs.real_server.up</c> (0 or 1) and <c>failoverip.lvs.real_server.weight</c>. Of each
    /// virtual server (virtual_server): <c>failoverip.lvs.quorum</c> (0 or 1), <c>failoverip.lvs.live_weight</c> and <c>failoverip.lvs.problem</c> (0 or 1).
    /// Of each check (target, check): <c>failoverip.lvs.checks</c>, <c>failoverip.lvs.check.failures</c>, and <c>failoverip.lvs.check.duration</c> in seconds (also:
    /// passed). Of the kernel's table: <c>failoverip.lvs.table.writes</c> and <c>failoverip.lvs.table.problem</c> (0 or 1).
    /// </summary>
    public const string MeterName = "FailoverIp.Lvs";
}
