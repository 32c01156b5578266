using System.Diagnostics.CodeAnalysis;

namespace FailoverIp.Vrrp.Ipvs;

/// <summary>Flags of a virtual service (IP_VS_SVC_F_* of linux/ip_vs.h).</summary>
[Flags]
[SuppressMessage("Naming", "CA1711", Justification = "The kernel's own word: IPVS_SVC_ATTR_FLAGS.")]
public enum IpvsServiceFlags : uint
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>A client stays with its real server for <see cref="IpvsService.Timeout"/>.</summary>
    Persistent = 0x1,

    /// <summary>Set by the kernel on every service it has taken in; it is read, not written.</summary>
    Hashed = 0x2,

    /// <summary>One-packet scheduling: each UDP datagram is scheduled by itself.</summary>
    OnePacket = 0x4,

    /// <summary>The scheduler's first flag: <c>sh-fallback</c>, <c>mh-fallback</c>.</summary>
    Scheduler1 = 0x8,

    /// <summary>The scheduler's second flag: <c>sh-port</c>, <c>mh-port</c>.</summary>
    Scheduler2 = 0x10,

    /// <summary>The scheduler's third flag.</summary>
    Scheduler3 = 0x20,
}
