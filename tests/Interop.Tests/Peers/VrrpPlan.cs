using System.Net;

namespace FailoverIp.Interop.Peers;

/// <summary>What the participants of one virtual router share.</summary>
internal sealed record VrrpPlan
{
    public static readonly VrrpPlan V2 = new() { Version = 2, Interval = TimeSpan.FromSeconds(1), Password = "s3cret12" };
    public static readonly VrrpPlan V3 = new() { Version = 3, Interval = TimeSpan.FromMilliseconds(200) };

    public required int Version { get; init; }

    public required TimeSpan Interval { get; init; }

    /// <summary>VRRPv2 PASS; null for none.</summary>
    public string? Password { get; init; }

    public byte VirtualRouterId { get; init; } = 101;

    public IPAddress Address { get; init; } = IPAddress.Parse("10.132.0.100");

    /// <summary>The address as the kernel shows it.</summary>
    public string KernelAddress => $"{Address}/32";

    /// <summary>Skew_Time of a priority (RFC 3768, section 6.1; RFC 9568, section 6.1).</summary>
    public TimeSpan Skew(int priority) => (Version == 2 ? TimeSpan.FromSeconds(1) : Interval) * (256 - priority) / 256;

    /// <summary>Active_Down_Interval of a priority.</summary>
    public TimeSpan ActiveDown(int priority) => (3 * Interval) + Skew(priority);

    /// <summary>Long enough for everything that takes a few intervals, on a busy machine too.</summary>
    public TimeSpan Patience => (8 * Interval) + TimeSpan.FromSeconds(15);

    public override string ToString() => $"v{Version}";
}
