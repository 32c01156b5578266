using System.Buffers.Binary;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using FailoverIp.Vrrp.Kernel.Netlink;
using static FailoverIp.Vrrp.Netfilter.NfTables.NfTablesConstants;

namespace FailoverIp.Vrrp.Netfilter.NfTables;

/// <summary>
/// A rule in the expressions of nf_tables, the same that <c>nft</c> makes of <c>ip daddr 203.0.113.10 tcp dport 80 redirect</c>. Numbers in attributes are in
/// network order here, unlike elsewhere in netlink.
/// </summary>
internal static class RuleExpressions
{
    /// <summary>The room for one rule; what it takes is about 500 bytes.</summary>
    public const int MaximumLength = 1024;

    private const uint DestinationPortOffset = 2; // the same in the headers of TCP, UDP and SCTP

    /// <summary>Appends the attribute NFTA_RULE_EXPRESSIONS.</summary>
    public static void Write(ref NetlinkWriter writer, RedirectRule rule)
    {
        var isIPv6 = rule.Address.AddressFamily == AddressFamily.InterNetworkV6;
        Span<byte> address = stackalloc byte[16];
        rule.Address.TryWriteBytes(address, out var length);

        var list = writer.BeginNested(NFTA_RULE_EXPRESSIONS);
        Payload(ref writer, NFT_PAYLOAD_NETWORK_HEADER, isIPv6 ? 24u : 16u, (uint)length);
        Compare(ref writer, NFT_CMP_EQ, address[..length]);
        Load(ref writer, "meta"u8, NFTA_META_DREG, NFTA_META_KEY, NFT_META_L4PROTO);
        Compare(ref writer, NFT_CMP_EQ, [(byte)rule.Protocol]);
        if (rule.Port is { } port)
        {
            Span<byte> bytes = stackalloc byte[sizeof(ushort)];
            BinaryPrimitives.WriteUInt16BigEndian(bytes, port);
            Payload(ref writer, NFT_PAYLOAD_TRANSPORT_HEADER, DestinationPortOffset, sizeof(ushort));
            Compare(ref writer, NFT_CMP_EQ, bytes);
        }
        if (rule.EstablishedOnly)
            AskForTracking(ref writer);
        else
            EndExpression(ref writer, BeginExpression(ref writer, "redir"u8));
        writer.EndNested(list);
    }

    /// <summary>
    /// <c>ct status dnat</c> without a verdict: it changes nothing about any packet. That it asks for connection tracking is what counts: the kernel tracks, and
    /// translates what it has begun to translate, only while a rule asks for it.
    /// </summary>
    private static void AskForTracking(ref NetlinkWriter writer)
    {
        Span<byte> mask = stackalloc byte[sizeof(uint)];
        MemoryMarshal.Write(mask, IPS_DST_NAT); // a register holds it in host order
        ReadOnlySpan<byte> zero = [0, 0, 0, 0];
        Load(ref writer, "ct"u8, NFTA_CT_DREG, NFTA_CT_KEY, NFT_CT_STATUS);
        var expression = BeginExpression(ref writer, "bitwise"u8);
        Number(ref writer, NFTA_BITWISE_SREG, NFT_REG_1);
        Number(ref writer, NFTA_BITWISE_DREG, NFT_REG_1);
        Number(ref writer, NFTA_BITWISE_LEN, sizeof(uint));
        Value(ref writer, NFTA_BITWISE_MASK, mask);
        Value(ref writer, NFTA_BITWISE_XOR, zero);
        EndExpression(ref writer, expression);
        Compare(ref writer, NFT_CMP_NEQ, zero);
    }

    public static void Payload(ref NetlinkWriter writer, uint header, uint offset, uint length)
    {
        var expression = BeginExpression(ref writer, "payload"u8);
        Number(ref writer, NFTA_PAYLOAD_DREG, NFT_REG_1);
        Number(ref writer, NFTA_PAYLOAD_BASE, header);
        Number(ref writer, NFTA_PAYLOAD_OFFSET, offset);
        Number(ref writer, NFTA_PAYLOAD_LEN, length);
        EndExpression(ref writer, expression);
    }

    public static void Load(ref NetlinkWriter writer, ReadOnlySpan<byte> name, ushort register, ushort key, uint what)
    {
        var expression = BeginExpression(ref writer, name);
        Number(ref writer, key, what);
        Number(ref writer, register, NFT_REG_1);
        EndExpression(ref writer, expression);
    }

    public static void Compare(ref NetlinkWriter writer, uint operation, scoped ReadOnlySpan<byte> value)
    {
        var expression = BeginExpression(ref writer, "cmp"u8);
        Number(ref writer, NFTA_CMP_SREG, NFT_REG_1);
        Number(ref writer, NFTA_CMP_OP, operation);
        Value(ref writer, NFTA_CMP_DATA, value);
        EndExpression(ref writer, expression);
    }

    /// <summary><c>accept</c> or <c>drop</c>.</summary>
    public static void Verdict(ref NetlinkWriter writer, uint verdict)
    {
        var expression = BeginExpression(ref writer, "immediate"u8);
        Number(ref writer, NFTA_IMMEDIATE_DREG, NFT_REG_VERDICT);
        var data = writer.BeginNested(NFTA_IMMEDIATE_DATA);
        var value = writer.BeginNested(NFTA_DATA_VERDICT);
        Number(ref writer, NFTA_VERDICT_CODE, verdict);
        writer.EndNested(value);
        writer.EndNested(data);
        EndExpression(ref writer, expression);
    }

    private static (int Element, int Data) BeginExpression(ref NetlinkWriter writer, ReadOnlySpan<byte> name)
    {
        var element = writer.BeginNested(NFTA_LIST_ELEM);
        Span<byte> text = stackalloc byte[name.Length + 1];
        name.CopyTo(text);
        text[^1] = 0;
        writer.Attribute(NFTA_EXPR_NAME, text);
        return (element, writer.BeginNested(NFTA_EXPR_DATA));
    }

    private static void EndExpression(ref NetlinkWriter writer, (int Element, int Data) expression)
    {
        writer.EndNested(expression.Data);
        writer.EndNested(expression.Element);
    }

    private static void Value(ref NetlinkWriter writer, ushort type, scoped ReadOnlySpan<byte> value)
    {
        var data = writer.BeginNested(type);
        writer.Attribute(NFTA_DATA_VALUE, value);
        writer.EndNested(data);
    }

    public static void Number(ref NetlinkWriter writer, ushort type, uint value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        writer.Attribute(type, bytes);
    }
}
