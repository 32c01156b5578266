using System.Net.Sockets;

namespace FailoverIp.Vrrp.Netfilter.Iptables;

/// <summary>
/// Redirections by the iptables commands, for kernels whose nf_tables has no IP families. Each rule carries a comment with the node's name; each address family is
/// changed in one step (<c>iptables-restore --noflush</c>).
/// </summary>
internal sealed class IptablesRedirects
{
    private static readonly AddressFamily[] Families = [AddressFamily.InterNetwork, AddressFamily.InterNetworkV6];

    private readonly IptablesCommands _commands;
    private readonly string _comment;

    public IptablesRedirects(string node, IptablesCommands? commands = null)
    {
        // A comment has at most 255 bytes, and is to survive being written and read without quotes.
        var name = new string([.. node.Take(200).Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' ? c : '_')]);
        _comment = $"failoverip:{name}";
        _commands = commands ?? new();
    }

    /// <summary>Makes our rules what they should be. Returns false where they were.</summary>
    /// <exception cref="NetfilterException">There is no iptables that works here, or the right is missing.</exception>
    public bool Apply(RedirectRule[] rules)
    {
        var isChanged = false;
        foreach (var family in Families)
        {
            string[] wanted = [.. rules.Where(r => r.Address.AddressFamily == family).Select(r => IptablesRule.Write(r, _comment))];
            // To ask for a table makes the kernel have it: without a rule to write there is nothing to find where it has none.
            if (wanted.Length == 0 && !LegacyTables.HasNat(family))
                continue;
            var present = IptablesRule.FindOwn(_commands.List(family), _comment);
            if (present.SequenceEqual(wanted))
                continue;
            _commands.Restore(family, [.. wanted.Except(present).Select(r => $"-A PREROUTING {r}"), .. Surplus(present, wanted).Select(r => $"-D PREROUTING {r}")]);
            isChanged = true;
        }
        return isChanged;
    }

    /// <summary>Removes our rules where an earlier run has left any; nothing is asked of kernels that have no such table.</summary>
    public bool RemoveLeftovers()
    {
        try
        {
            return Apply([]);
        }
        catch (NetfilterException e) when (e.IsUnsupported)
        {
            return false; // no command to remove them by: then none has put them there
        }
    }

    /// <summary>What is there and not wanted, and the second and third of what is there several times.</summary>
    private static List<string> Surplus(IReadOnlyList<string> present, string[] wanted)
    {
        var surplus = new List<string>(present);
        foreach (var rule in wanted)
            surplus.Remove(rule);
        return surplus;
    }
}
