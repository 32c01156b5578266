using System.Net.Sockets;
using FailoverIp.Vrrp.Netfilter.Flows;
using FailoverIp.Vrrp.Netfilter.Iptables;
using FailoverIp.Vrrp.Netfilter.NfTables;

namespace FailoverIp.Vrrp.Netfilter;

/// <summary>
/// Redirections in tables of our own, named <c>failoverip</c>, in nf_tables (Linux 4.18 or newer); where the kernel's nf_tables has no IP families, as rules with the
/// comment <c>failoverip:NODE</c> by the iptables commands. Needs CAP_NET_ADMIN. Works in the network namespace of the calling thread; one node in each.
/// </summary>
public sealed class RedirectRules : IRedirectRules
{
    private readonly IptablesRedirects _iptables;
    private readonly Func<RedirectRule[], bool> _write;
    private readonly Func<RedirectRule[], int> _forget;
    private bool? _useIptables;
    private bool _flowsDue;

    /// <summary>The rules of one node.</summary>
    /// <param name="node">The node's name; what of it cannot stand in a comment of iptables is replaced by an underscore.</param>
    public RedirectRules(string node)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(node);
        _iptables = new(node);
        (_write, _forget) = (Write, TrackedFlows.Forget);
    }

    internal RedirectRules(string node, Func<RedirectRule[], bool> write, Func<RedirectRule[], int> forget)
        : this(node) => (_write, _forget) = (write, forget);

    /// <inheritdoc/>
    public RedirectChange Apply(IReadOnlyCollection<RedirectRule> rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        if (rules.FirstOrDefault(r => r.Port == 0 || r.Address.AddressFamily is not (AddressFamily.InterNetwork or AddressFamily.InterNetworkV6)) is { } wrong)
            throw new ArgumentException($"not a rule: {wrong}", nameof(rules));
        RedirectRule[] wanted = [.. rules.Distinct().OrderBy(r => r.ToString(), StringComparer.Ordinal)];
        // Due from the moment rules may have changed until it has been done: a try that fails halfway leaves it to the next one.
        var wereDue = _flowsDue;
        _flowsDue = true;
        var changed = _write(wanted);
        var forgotten = changed || wereDue ? _forget(wanted) : 0;
        _flowsDue = false;
        return new(changed, forgotten);
    }

    private bool Write(RedirectRule[] rules)
    {
        if (_useIptables == true)
            return _iptables.Apply(rules);
        try
        {
            var changed = NfTablesRedirects.Apply(rules);
            // Once: an earlier run may have had to use iptables. With no rule it is not yet known which of the two works here.
            if (_useIptables is null)
                changed |= _iptables.RemoveLeftovers();
            if (rules.Length > 0)
                _useIptables = false;
            return changed;
        }
        catch (NetfilterException e) when (e.IsUnsupported && _useIptables is null)
        {
            return WriteByIptables(rules, e);
        }
    }

    private bool WriteByIptables(RedirectRule[] rules, NetfilterException reason)
    {
        try
        {
            var changed = _iptables.Apply(rules);
            _useIptables = true;
            return changed;
        }
        catch (NetfilterException e) when (e.IsUnsupported)
        {
            throw new NetfilterException($"traffic cannot be redirected to this machine: {reason.Message}; {e.Message}", e);
        }
    }
}
