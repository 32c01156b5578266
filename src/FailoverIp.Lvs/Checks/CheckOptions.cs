using System.Net;

namespace FailoverIp.Lvs;

/// <summary>How a real server is checked. Immutable; equal by value: two checks that are equal and meet the same target are made once.</summary>
public abstract record CheckOptions
{
    /// <summary>The timing of this check; what is left open comes from the real server.</summary>
    public CheckTiming Timing { get; init; } = CheckTiming.Inherited;

    /// <summary>Another address than the real server's; null: the real server's.</summary>
    public IPAddress? ConnectAddress { get; init; }

    /// <summary>Another port than the real server's; null: the real server's.</summary>
    public int? ConnectPort { get; init; }

    /// <summary>The address the check comes from; null: the kernel's choice.</summary>
    public IPAddress? BindAddress { get; init; }

    /// <summary>The port the check comes from; 0: the kernel's choice.</summary>
    public int BindPort { get; init; }

    /// <summary>The interface the check leaves by; null: the kernel's choice.</summary>
    public string? BindInterface { get; init; }

    /// <summary>The firewall mark of the check's packets; 0: none.</summary>
    public uint FirewallMark { get; init; }

    /// <summary>True: counts as failed until it has passed once; null: as the real server.</summary>
    public bool? Alpha { get; init; }

    /// <summary>True: every failure is reported; false: the one that changes the state.</summary>
    public bool LogAllFailures { get; init; }

    /// <summary>What this kind of check is called in lines for people and in metrics: by default the name of the record without <c>CheckOptions</c>.</summary>
    public virtual string Kind => GetType().Name is var name && name.EndsWith("CheckOptions", StringComparison.Ordinal) ? name[..^"CheckOptions".Length] : name;

    /// <summary>What holds for this kind of check where neither it, nor the real server, nor the virtual server says anything. Kinds that differ override it.</summary>
    public virtual CheckTiming DefaultTiming => CheckTiming.Default;

    /// <summary>True: its results carry a weight of the target's own choice (<see cref="CheckResult.Weight"/>). Kinds that do override it.</summary>
    public virtual bool GivesWeight => false;

    /// <summary>True: it speaks to a port of the target, so a real server without a port leaves it <see cref="ConnectPort"/> to say. Kinds that do override it.</summary>
    public virtual bool NeedsPort => false;

    /// <summary>
    /// The longest that one probe may take, whatever it meets: one that has not ended by then has failed, and is cancelled. Probes keep their own, shorter
    /// bounds; this is the net below them.
    /// </summary>
    public virtual TimeSpan LongestProbe(EffectiveCheckTiming timing)
    {
        ArgumentNullException.ThrowIfNull(timing);
        return timing.DelayLoop + 4 * timing.ConnectTimeout;
    }
}
