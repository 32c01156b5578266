namespace FailoverIp.Vrrp.Exhaustion;

/// <summary>A schedule has broken what must always hold.</summary>
internal sealed class ScheduleException(long seed, string message) : Exception($"VRRP_SEED={seed}: {message}");
