namespace FailoverIp.Lvs;

/// <summary>Fills in what a check leaves open: from its real server, then the virtual server, then the defaults of its kind (keepalived.conf(5)).</summary>
public static class CheckTimingResolver
{
    /// <summary>The timing of <paramref name="check"/> with nothing left open.</summary>
    public static EffectiveCheckTiming Resolve(VirtualServerOptions virtualServer, RealServerOptions realServer, CheckOptions check)
    {
        ArgumentNullException.ThrowIfNull(virtualServer);
        ArgumentNullException.ThrowIfNull(realServer);
        ArgumentNullException.ThrowIfNull(check);
        CheckTiming own = check.Timing, real = realServer.Timing, @virtual = virtualServer.Timing, kind = check.DefaultTiming, last = CheckTiming.Default;
        var delayLoop = own.DelayLoop ?? real.DelayLoop ?? @virtual.DelayLoop ?? kind.DelayLoop ?? last.DelayLoop!.Value;
        return new(
            delayLoop,
            own.ConnectTimeout ?? real.ConnectTimeout ?? @virtual.ConnectTimeout ?? kind.ConnectTimeout ?? last.ConnectTimeout!.Value,
            own.Retry ?? real.Retry ?? @virtual.Retry ?? kind.Retry ?? last.Retry!.Value,
            own.DelayBeforeRetry ?? real.DelayBeforeRetry ?? @virtual.DelayBeforeRetry ?? kind.DelayBeforeRetry ?? delayLoop,
            own.Warmup ?? real.Warmup ?? @virtual.Warmup ?? kind.Warmup ?? delayLoop);
    }
}
