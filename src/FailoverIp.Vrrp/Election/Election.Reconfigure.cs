namespace FailoverIp.Vrrp;

public static partial class Election
{
    /// <summary>
    /// Goes over to other parameters while the election runs; the state stays. A timer of Backup runs on from when it was set, by the new length. An Active router
    /// whose interval has changed tells it at once, so that the others do not wait for it by the old one.
    /// </summary>
    /// <param name="before">The parameters so far.</param>
    /// <param name="after">The parameters from now on, of the same <see cref="VrrpVersion"/>.</param>
    /// <param name="state">The state.</param>
    /// <param name="now">The time in nanoseconds.</param>
    public static ElectionStep Reconfigure(in ElectionParameters before, in ElectionParameters after, in ElectionState state, long now) => state.State switch
    {
        VrrpState.Backup => Stay(Rearm(before, after, state, now)),
        VrrpState.Active when before.AdvertisementInterval != after.AdvertisementInterval => Remain(
            state with { Deadline = now + after.AdvertisementInterval, ActiveAdverInterval = after.AdvertisementInterval }, ElectionActions.SendAdvertisement),
        _ => Stay(state),
    };

    private static ElectionState Rearm(in ElectionParameters before, in ElectionParameters after, in ElectionState state, long now)
    {
        // The interval of VRRPv3 is the Active router's, whatever ours is now; where it was never learned, the longer one is the safe one.
        var interval = after.Version == VrrpVersion.V2 ? after.AdvertisementInterval
            : state.ActiveAdverInterval == before.AdvertisementInterval ? Math.Max(before.AdvertisementInterval, after.AdvertisementInterval)
            : state.ActiveAdverInterval;
        var preemptAt = after.PreemptDelay == 0 || state.PreemptAt == 0 ? 0 : Math.Max(now, state.PreemptAt - before.PreemptDelay + after.PreemptDelay);
        if (state.WantsActive)
            return after.InGroup ? state with { PreemptAt = preemptAt } : state with { PreemptAt = preemptAt, WantsActive = false, Deadline = now };

        var set = state.Deadline - (state.ActiveResigned ? before.SkewTime(state.ActiveAdverInterval) : before.ActiveDownInterval(state.ActiveAdverInterval));
        var deadline = set + (state.ActiveResigned ? after.SkewTime(interval) : after.ActiveDownInterval(interval));
        return state with { Deadline = Math.Max(now, deadline), ActiveAdverInterval = interval, PreemptAt = preemptAt };
    }
}
