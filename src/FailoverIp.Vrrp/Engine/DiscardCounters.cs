using System.Collections.Frozen;

namespace FailoverIp.Vrrp;

/// <summary>Counts discarded packets by reason. Written by the engine's thread alone, read by any.</summary>
internal sealed class DiscardCounters
{
    private static readonly VrrpDiscardReason[] Reasons = [.. Enum.GetValues<VrrpDiscardReason>().Where(r => r != VrrpDiscardReason.None)];

    private readonly long[] _counts = new long[Reasons.Length + 1];

    public void Count(VrrpDiscardReason reason) => Volatile.Write(ref _counts[(int)reason], _counts[(int)reason] + 1);

    public long this[VrrpDiscardReason reason] => Volatile.Read(ref _counts[(int)reason]);

    public FrozenDictionary<VrrpDiscardReason, long> ToDictionary() => Reasons.ToFrozenDictionary(r => r, r => this[r]);
}
