using System.Net;

namespace FailoverIp.Vrrp;

/// <summary>
/// An address of a virtual router that is on its interface although the router is not Active, and that this node has not put there. keepalived leaves such an address
/// alone, and so does this node: whoever put it there has to take it off. It is told once, if it is still there after a moment.
/// </summary>
internal sealed record Stranger(int InterfaceIndex, IPAddress Address, int PrefixLength, long Due)
{
    /// <summary>What is told, and to which virtual router it belongs; null while it is not told.</summary>
    public VrrpNotice? Notice { get; init; }
}
