namespace FailoverIp.Vrrp;

/// <summary>Checks what the election, tracking and delays of one virtual router are given, and the strict profile.</summary>
internal static class ElectionChecks
{
    private const int MostWeight = 253;
    private static readonly TimeSpan MostPreemptDelay = TimeSpan.FromSeconds(1000);
    private static readonly TimeSpan MostLinkDelay = TimeSpan.FromSeconds(255);

    public static void Check(VirtualRouterOptions o, Action<string, string> error, Action<string, string> warn)
    {
        if (o.DownTimerAdverts is < 1 or > 100)
            error(nameof(o.DownTimerAdverts), $"{o.DownTimerAdverts} is not between 1 and 100");
        if (o.PreemptDelay < TimeSpan.Zero || o.PreemptDelay > MostPreemptDelay)
            error(nameof(o.PreemptDelay), $"{o.PreemptDelay.TotalSeconds:0.###} s is not between 0 and 1000 s");
        else if (o.PreemptDelay > TimeSpan.Zero && !o.Preempt)
            warn(nameof(o.PreemptDelay), "has no meaning without Preempt; it is ignored");
        CheckLinkDelays(o, error);
        CheckTracking(o, error, warn);
        if (o.Strict)
            CheckStrict(o, error);
    }

    private static void CheckLinkDelays(VirtualRouterOptions o, Action<string, string> error)
    {
        if (o.InterfaceUpDelay < TimeSpan.Zero || o.InterfaceUpDelay > MostLinkDelay)
            error(nameof(o.InterfaceUpDelay), $"{o.InterfaceUpDelay.TotalSeconds:0.###} s is not between 0 and 255 s");
        if (o.InterfaceDownDelay < TimeSpan.Zero || o.InterfaceDownDelay > MostLinkDelay)
            error(nameof(o.InterfaceDownDelay), $"{o.InterfaceDownDelay.TotalSeconds:0.###} s is not between 0 and 255 s");
        else if (o.InterfaceDownDelay > TimeSpan.Zero && o.InterfaceDownDelay >= (o.DownTimerAdverts - 1) * o.AdvertisementInterval)
            error(nameof(o.InterfaceDownDelay), $"{o.InterfaceDownDelay.TotalSeconds:0.###} s is not less than DownTimerAdverts − 1 intervals, {((o.DownTimerAdverts - 1) * o.AdvertisementInterval).TotalSeconds:0.###} s: another router would be Active before this one notices");
    }

    private static void CheckTracking(VirtualRouterOptions o, Action<string, string> error, Action<string, string> warn)
    {
        if (o.TrackedInterfaces.IsDefault || o.TrackedHealth.IsDefault)
        {
            error(o.TrackedInterfaces.IsDefault ? nameof(o.TrackedInterfaces) : nameof(o.TrackedHealth), "is not set");
            return;
        }
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var tracked in o.TrackedInterfaces)
            CheckTracked(nameof(o.TrackedInterfaces), tracked.Name, tracked.Weight, names, error);
        names.Clear();
        foreach (var tracked in o.TrackedHealth)
            CheckTracked(nameof(o.TrackedHealth), tracked.Name, tracked.Weight, names, error);
        if (o.Priority == ElectionParameters.OwnerPriority && (o.TrackedInterfaces.Any(t => t.Weight != 0) || o.TrackedHealth.Any(t => t.Weight != 0)))
            warn(nameof(o.Priority), "a priority of 255 (the address owner) is not changed by weights; only a weight of 0, a Fault, counts");
    }

    internal static void CheckTracked(string option, string name, int weight, HashSet<string> names, Action<string, string> error)
    {
        if (string.IsNullOrWhiteSpace(name))
            error(option, "a name is empty");
        else if (!names.Add(name))
            error(option, $"{name} is there twice");
        if (weight is < -MostWeight or > MostWeight)
            error(option, $"{name}: the weight {weight} is not between −{MostWeight} and {MostWeight}");
    }

    private static void CheckStrict(VirtualRouterOptions o, Action<string, string> error)
    {
        void Refuse(bool isSet, string option, string what)
        {
            if (isSet)
                error(option, $"{what}, which the RFC does not have (Strict)");
        }

        Refuse(o.VirtualAddresses.IsDefaultOrEmpty, nameof(o.VirtualAddresses), "there is none");
        Refuse(!o.UnicastPeers.IsDefaultOrEmpty, nameof(o.UnicastPeers), "adverts go by unicast");
        Refuse(o.Password is not null || o.Hmac is not null, "Authentication", "adverts are authenticated");
        Refuse(o.PreemptDelay > TimeSpan.Zero, nameof(o.PreemptDelay), "preemption is delayed");
        Refuse(o.DownTimerAdverts != 3, nameof(o.DownTimerAdverts), "another number of adverts than 3 may be missed");
        Refuse(o.HigherPrioritySendAdvert, nameof(o.HigherPrioritySendAdvert), "a higher priority is answered");
        Refuse(o.LowerPriorityNoAdvert && o.Version == VrrpVersion.V3, nameof(o.LowerPriorityNoAdvert), "a lower priority is not answered");
        Refuse(o.Announcements.LowerPriorityRepeat > 0, "Garp.LowerPriorityRepeat", "addresses are announced after a lower priority");
        Refuse(o.Accept && o.Priority != ElectionParameters.OwnerPriority, nameof(o.Accept), "packets to addresses are answered by a router that does not own them");
        Refuse(o.VirtualMac is { TransmitOnBase: true }, nameof(o.VirtualMac), "adverts do not go over the virtual MAC address");
    }
}
