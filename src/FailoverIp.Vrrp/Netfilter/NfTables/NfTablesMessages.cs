using System.Buffers.Binary;
using FailoverIp.Vrrp.Kernel.Netlink;
using static FailoverIp.Vrrp.Kernel.Netlink.NetlinkConstants;
using static FailoverIp.Vrrp.Netfilter.NfTables.NfTablesConstants;

namespace FailoverIp.Vrrp.Netfilter.NfTables;

/// <summary>The messages about our table: each returns its length in <paramref name="buffer"/>.</summary>
internal static class NfTablesMessages
{
    public const string Table = "failoverip";
    public const string Chain = "prerouting";

    private const ushort Subsystem = (ushort)(NFNL_SUBSYS_NFTABLES << 8);

    /// <summary>The longest message but a rule.</summary>
    public const int MaximumLength = 256;

    /// <summary>The begin or the end of a transaction.</summary>
    public static int Batch(Span<byte> buffer, ushort type, uint sequence)
    {
        var writer = new NetlinkWriter(buffer, type, NLM_F_REQUEST, sequence);
        writer.Fixed(new NetfilterHeader(NFPROTO_UNSPEC, NFNL_SUBSYS_NFTABLES));
        return writer.Finish().Length;
    }

    /// <summary>Makes the table where it is not there, or removes it with everything in it.</summary>
    public static int ChangeTable(Span<byte> buffer, byte message, byte family, uint sequence)
    {
        var writer = Begin(buffer, message, (ushort)(NLM_F_ACK | (message == NFT_MSG_NEWTABLE ? NLM_F_CREATE : 0)), family, sequence);
        writer.Attribute(NFTA_TABLE_NAME, Table);
        return writer.Finish().Length;
    }

    /// <summary><c>chain prerouting { type nat hook prerouting priority dstnat; policy accept; }</c>.</summary>
    public static int NewChain(Span<byte> buffer, byte family, uint sequence)
    {
        var writer = Begin(buffer, NFT_MSG_NEWCHAIN, NLM_F_ACK | NLM_F_CREATE, family, sequence);
        writer.Attribute(NFTA_CHAIN_TABLE, Table);
        writer.Attribute(NFTA_CHAIN_NAME, Chain);
        var hook = writer.BeginNested(NFTA_CHAIN_HOOK);
        Number(ref writer, NFTA_HOOK_HOOKNUM, NF_INET_PRE_ROUTING);
        Number(ref writer, NFTA_HOOK_PRIORITY, unchecked((uint)NF_IP_PRI_NAT_DST));
        writer.EndNested(hook);
        Number(ref writer, NFTA_CHAIN_POLICY, NF_ACCEPT);
        writer.Attribute(NFTA_CHAIN_TYPE, "nat");
        return writer.Finish().Length;
    }

    /// <summary>A rule behind those that are there.</summary>
    public static int NewRule(Span<byte> buffer, RedirectRule rule, byte family, uint sequence)
    {
        var writer = Begin(buffer, NFT_MSG_NEWRULE, NLM_F_ACK | NLM_F_CREATE | NLM_F_APPEND, family, sequence);
        writer.Attribute(NFTA_RULE_TABLE, Table);
        writer.Attribute(NFTA_RULE_CHAIN, Chain);
        RuleExpressions.Write(ref writer, rule);
        return writer.Finish().Length;
    }

    /// <summary>Asks for everything of one kind in a family or in all; for rules, in our table only: the kernel then stops at the first table of that name.</summary>
    public static int Get(Span<byte> buffer, byte message, byte family, uint sequence)
    {
        var writer = Begin(buffer, message, NLM_F_DUMP, family, sequence);
        if (message == NFT_MSG_GETRULE)
            writer.Attribute(NFTA_RULE_TABLE, Table);
        return writer.Finish().Length;
    }

    private static NetlinkWriter Begin(Span<byte> buffer, byte message, ushort flags, byte family, uint sequence)
    {
        var writer = new NetlinkWriter(buffer, (ushort)(Subsystem | message), (ushort)(NLM_F_REQUEST | flags), sequence);
        writer.Fixed(new NetfilterHeader(family));
        return writer;
    }

    private static void Number(ref NetlinkWriter writer, ushort type, uint value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        writer.Attribute(type, bytes);
    }
}
