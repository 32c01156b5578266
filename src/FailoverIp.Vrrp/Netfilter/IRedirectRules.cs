namespace FailoverIp.Vrrp.Netfilter;

/// <summary>Keeps the redirections of this node in the kernel's packet filter equal to a set that should be.</summary>
public interface IRedirectRules
{
    /// <summary>
    /// Makes the redirections of this node in the kernel exactly <paramref name="rules"/>: in one step for each address family, nothing of others touched,
    /// nothing written where they are so already. What a run that ended without cleaning up has left counts as this node's. With no rule left, nothing
    /// of this node is left at all. Synchronous: a few milliseconds where the kernel has nf_tables; a few processes where iptables has to do.
    /// </summary>
    /// <remarks>
    /// What the kernel remembers of flows from before the change is put right as well. A flow to an address that is redirected from now on, seen before without being
    /// redirected, is forgotten, so that its next packet is. With <see cref="RedirectRule.EstablishedOnly"/>, connections of TCP and SCTP stay with this machine,
    /// where the other end of them is; flows of UDP have no other end and are forgotten, so that their next packet goes where it would without redirection.
    /// Not safe for concurrent use: one writer.
    /// </remarks>
    /// <exception cref="NetfilterException">The right is missing, or this kernel can do it neither by nf_tables nor by iptables; the message is one line.</exception>
    RedirectChange Apply(IReadOnlyCollection<RedirectRule> rules);
}

/// <summary>What <see cref="IRedirectRules.Apply"/> did.</summary>
/// <param name="Changed">Rules were written or removed; false: they were as they should be.</param>
/// <param name="ForgottenFlows">The flows that the kernel was made to look at anew.</param>
public readonly record struct RedirectChange(bool Changed, int ForgottenFlows);
