using System.Runtime.InteropServices;
using FailoverIp.Vrrp.Kernel.Netlink;
using FailoverIp.Vrrp.Netfilter.NfTables;
using static FailoverIp.Vrrp.Kernel.Netlink.NetlinkConstants;
using static FailoverIp.Vrrp.Netfilter.NfTables.NfTablesConstants;

namespace FailoverIp.Vrrp.Netfilter.NoAccept;

/// <summary>The messages about the table of refused addresses: each returns its length in <c>buffer</c>.</summary>
internal static class NoAcceptMessages
{
    public const string Chain = "input";

    public const byte NeighbourSolicitation = 135;
    public const byte NeighbourAdvertisement = 136;

    private const byte ICMPv6 = 58;
    private const ushort Subsystem = (ushort)(NFNL_SUBSYS_NFTABLES << 8);

    public static int ChangeTable(Span<byte> buffer, string table, byte message, byte family, uint sequence)
    {
        var writer = Begin(buffer, message, (ushort)(NLM_F_ACK | (message == NFT_MSG_NEWTABLE ? NLM_F_CREATE : 0)), family, sequence);
        writer.Attribute(NFTA_TABLE_NAME, table);
        return writer.Finish().Length;
    }

    /// <summary><c>chain input { type filter hook input priority -1; policy accept; }</c>, the priority that keepalived's has.</summary>
    public static int NewChain(Span<byte> buffer, string table, byte family, uint sequence)
    {
        var writer = Begin(buffer, NFT_MSG_NEWCHAIN, NLM_F_ACK | NLM_F_CREATE, family, sequence);
        writer.Attribute(NFTA_CHAIN_TABLE, table);
        writer.Attribute(NFTA_CHAIN_NAME, Chain);
        var hook = writer.BeginNested(NFTA_CHAIN_HOOK);
        RuleExpressions.Number(ref writer, NFTA_HOOK_HOOKNUM, NF_INET_LOCAL_IN);
        RuleExpressions.Number(ref writer, NFTA_HOOK_PRIORITY, unchecked((uint)-1));
        writer.EndNested(hook);
        RuleExpressions.Number(ref writer, NFTA_CHAIN_POLICY, NF_ACCEPT);
        writer.Attribute(NFTA_CHAIN_TYPE, "filter");
        return writer.Finish().Length;
    }

    /// <summary><c>icmpv6 type nd-neighbor-solicit accept</c>, or nd-neighbor-advert.</summary>
    public static int NewDiscoveryRule(Span<byte> buffer, string table, byte type, uint sequence)
    {
        var writer = BeginRule(buffer, table, NFPROTO_IPV6, sequence);
        var list = writer.BeginNested(NFTA_RULE_EXPRESSIONS);
        RuleExpressions.Load(ref writer, "meta"u8, NFTA_META_DREG, NFTA_META_KEY, NFT_META_L4PROTO);
        RuleExpressions.Compare(ref writer, NFT_CMP_EQ, [ICMPv6]);
        RuleExpressions.Payload(ref writer, NFT_PAYLOAD_TRANSPORT_HEADER, 0, 1);
        RuleExpressions.Compare(ref writer, NFT_CMP_EQ, [type]);
        RuleExpressions.Verdict(ref writer, NF_ACCEPT);
        writer.EndNested(list);
        return writer.Finish().Length;
    }

    /// <summary><c>ip daddr 192.0.2.1 drop</c>, with <c>iif</c> before it where an interface is given.</summary>
    public static int NewDropRule(Span<byte> buffer, string table, RefusedAddress refused, byte family, uint sequence)
    {
        var writer = BeginRule(buffer, table, family, sequence);
        Span<byte> bytes = stackalloc byte[16];
        var list = writer.BeginNested(NFTA_RULE_EXPRESSIONS);
        if (refused.InterfaceIndex != 0)
        {
            MemoryMarshal.Write(bytes, refused.InterfaceIndex); // a register holds it in host order
            RuleExpressions.Load(ref writer, "meta"u8, NFTA_META_DREG, NFTA_META_KEY, NFT_META_IIF);
            RuleExpressions.Compare(ref writer, NFT_CMP_EQ, bytes[..sizeof(int)]);
        }
        refused.Address.TryWriteBytes(bytes, out var length);
        RuleExpressions.Payload(ref writer, NFT_PAYLOAD_NETWORK_HEADER, family == NFPROTO_IPV6 ? 24u : 16u, (uint)length);
        RuleExpressions.Compare(ref writer, NFT_CMP_EQ, bytes[..length]);
        RuleExpressions.Verdict(ref writer, NF_DROP);
        writer.EndNested(list);
        return writer.Finish().Length;
    }

    private static NetlinkWriter BeginRule(Span<byte> buffer, string table, byte family, uint sequence)
    {
        var writer = Begin(buffer, NFT_MSG_NEWRULE, NLM_F_ACK | NLM_F_CREATE | NLM_F_APPEND, family, sequence);
        writer.Attribute(NFTA_RULE_TABLE, table);
        writer.Attribute(NFTA_RULE_CHAIN, Chain);
        return writer;
    }

    private static NetlinkWriter Begin(Span<byte> buffer, byte message, ushort flags, byte family, uint sequence)
    {
        var writer = new NetlinkWriter(buffer, (ushort)(Subsystem | message), (ushort)(NLM_F_REQUEST | flags), sequence);
        writer.Fixed(new NetfilterHeader(family));
        return writer;
    }
}
