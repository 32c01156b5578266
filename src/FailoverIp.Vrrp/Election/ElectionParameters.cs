namespace FailoverIp.Vrrp;

/// <summary>What an election depends on besides its state: the virtual router's options as numbers. Times are nanoseconds.</summary>
/// <param name="Version">VRRPv2 or VRRPv3; decides about Skew_Time and about learning the interval.</param>
/// <param name="Priority">This router's priority, 1 to 255.</param>
/// <param name="AdvertisementInterval">This router's Advertisement_Interval in nanoseconds.</param>
/// <param name="Preempt">Preempt_Mode. The address owner (255) preempts in any case.</param>
/// <param name="LocalAddress">This router's primary address as an unsigned number: it breaks ties between equal priorities.</param>
public readonly record struct ElectionParameters(VrrpVersion Version, byte Priority, long AdvertisementInterval, bool Preempt, UInt128 LocalAddress)
{
    /// <summary>The priority of the address owner.</summary>
    public const byte OwnerPriority = 255;

    private const long Second = 1_000_000_000;
    private const int AdvertsMissed = 3;

    /// <summary>True where this router owns the virtual addresses (priority 255).</summary>
    public bool IsOwner => Priority == OwnerPriority;

    /// <summary>
    /// Skew_Time: for VRRPv3 ((256 − priority) · Active_Adver_Interval) / 256 (RFC 9568 section 6.1), for VRRPv2 (256 − priority) / 256 seconds
    /// (RFC 3768 section 6.1), in nanoseconds.
    /// </summary>
    public long SkewTime(long activeAdverInterval) => (256 - Priority) * (Version == VrrpVersion.V2 ? Second : activeAdverInterval) / 256;

    /// <summary>Active_Down_Interval: 3 · Active_Adver_Interval + Skew_Time, in nanoseconds.</summary>
    public long ActiveDownInterval(long activeAdverInterval) => AdvertsMissed * activeAdverInterval + SkewTime(activeAdverInterval);
}
