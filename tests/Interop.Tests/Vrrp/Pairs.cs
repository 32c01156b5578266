using FailoverIp.Interop.Peers;

namespace FailoverIp.Interop.Vrrp;

/// <summary>The pairs that every scenario of an election runs with.</summary>
public static class Pairs
{
    /// <summary>Version, who has the higher priority, who the lower.</summary>
    public static TheoryData<int, PeerKind, PeerKind> All => new()
    {
        { 2, PeerKind.Ours, PeerKind.Keepalived },
        { 2, PeerKind.Keepalived, PeerKind.Ours },
        { 3, PeerKind.Ours, PeerKind.Keepalived },
        { 3, PeerKind.Keepalived, PeerKind.Ours },
    };

    /// <summary>The same, with both of one kind: keepalived alone proves the laboratory.</summary>
    public static TheoryData<int, PeerKind, PeerKind> AllAndAlike
    {
        get
        {
            var all = All;
            all.Add(3, PeerKind.Keepalived, PeerKind.Keepalived);
            all.Add(3, PeerKind.Ours, PeerKind.Ours);
            return all;
        }
    }

    internal static VrrpPlan PlanOf(int version) => version == 2 ? VrrpPlan.V2 : VrrpPlan.V3;
}
