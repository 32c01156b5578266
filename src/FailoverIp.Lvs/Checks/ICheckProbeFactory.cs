using System.Net;

namespace FailoverIp.Lvs;

/// <summary>Makes the probes of checks.</summary>
public interface ICheckProbeFactory
{
    /// <summary>The probe of <paramref name="check"/> against <paramref name="target"/>, the real server with the check's own address and port put in.</summary>
    /// <param name="check">What to ask.</param>
    /// <param name="target">Whom to ask.</param>
    /// <param name="timing">The timing, with nothing left open.</param>
    /// <exception cref="ArgumentException">There is no such kind of check, or its options make no sense; the message names the option.</exception>
    ICheckProbe Create(CheckOptions check, IPEndPoint target, EffectiveCheckTiming timing);
}

/// <summary>The timing of a check with nothing left open.</summary>
/// <param name="DelayLoop">The time between two checks.</param>
/// <param name="ConnectTimeout">The longest that a connection, and each answer on it, may take.</param>
/// <param name="Retry">How often a failed check is repeated before it counts.</param>
/// <param name="DelayBeforeRetry">The time before such a repetition.</param>
/// <param name="Warmup">The first check comes after a random time up to this long.</param>
public sealed record EffectiveCheckTiming(TimeSpan DelayLoop, TimeSpan ConnectTimeout, int Retry, TimeSpan DelayBeforeRetry, TimeSpan Warmup);
