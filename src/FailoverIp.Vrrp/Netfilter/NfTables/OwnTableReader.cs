using FailoverIp.Vrrp.Kernel.Netlink;
using static FailoverIp.Vrrp.Netfilter.NfTables.NfTablesConstants;

namespace FailoverIp.Vrrp.Netfilter.NfTables;

/// <summary>Picks our tables out of what the kernel tells; each message is given without its netlink header. Anything of others is passed over.</summary>
internal sealed class OwnTableReader
{
    /// <summary>Our tables by their address family.</summary>
    public Dictionary<byte, OwnTable> Tables { get; } = [];

    /// <summary>What was told of one kind in one family does not count: it is told anew.</summary>
    public void Forget(byte message, byte family)
    {
        if (message == NFT_MSG_GETTABLE)
            Tables.Clear();
        else if (Tables.TryGetValue(family, out var table))
            (message == NFT_MSG_GETCHAIN ? table.Chains : table.Rules).Clear();
    }

    public void AddTable(ReadOnlySpan<byte> message) => Find(message, NFTA_TABLE_NAME, out _, out _);

    public void AddChain(ReadOnlySpan<byte> message)
    {
        if (Find(message, NFTA_CHAIN_TABLE, out var table, out var attributes))
            table.Chains.Add(AttributeText.OfChain(attributes));
    }

    public void AddRule(ReadOnlySpan<byte> message)
    {
        if (!Find(message, NFTA_RULE_TABLE, out var table, out var attributes))
            return;
        var (chain, expressions) = ("", "");
        var walk = new NetlinkAttributes(attributes);
        while (walk.Next())
        {
            if (walk.Type == NFTA_RULE_CHAIN)
                chain = AttributeText.ZeroTerminated(walk.Value);
            else if (walk.Type == NFTA_RULE_EXPRESSIONS)
                expressions = AttributeText.OfExpressions(walk.Value);
        }
        table.Rules.Add($"{chain}: {expressions}");
    }

    /// <summary>The table a message is about, if it is ours.</summary>
    private bool Find(ReadOnlySpan<byte> message, ushort nameType, out OwnTable table, out ReadOnlySpan<byte> attributes)
    {
        table = null!;
        attributes = default;
        if (message.Length < NetfilterHeader.Length)
            return false;
        var family = message[0];
        attributes = message[NetfilterHeader.Length..];
        var walk = new NetlinkAttributes(attributes);
        while (walk.Next())
        {
            if (walk.Type != nameType)
                continue;
            if (family is not (NFPROTO_IPV4 or NFPROTO_IPV6) || AttributeText.ZeroTerminated(walk.Value) != NfTablesMessages.Table)
                return false;
            if (!Tables.TryGetValue(family, out var found))
                Tables.Add(family, found = new());
            table = found;
            return true;
        }
        return false;
    }
}
