using System.Text;
using FailoverIp.Vrrp.Kernel.Netlink;
using static FailoverIp.Vrrp.Netfilter.NfTables.NfTablesConstants;

namespace FailoverIp.Vrrp.Netfilter.NfTables;

/// <summary>
/// What a rule or a chain consists of, as text in a canonical order: two are the same where their texts are. What is to be written and what the kernel
/// has go through it alike, so that anything a foreign hand has put in between shows.
/// </summary>
internal static class AttributeText
{
    /// <summary>The expressions of a rule (the value of NFTA_RULE_EXPRESSIONS).</summary>
    public static string OfExpressions(ReadOnlySpan<byte> list)
    {
        var text = new StringBuilder();
        var elements = new NetlinkAttributes(list);
        while (elements.Next())
        {
            var parts = new NetlinkAttributes(elements.Value);
            while (parts.Next())
            {
                if (parts.Type == NFTA_EXPR_NAME)
                    text.Append(ZeroTerminated(parts.Value));
                else if (parts.Type == NFTA_EXPR_DATA)
                    text.Append('(').Append(Of(parts.Value)).Append(") ");
            }
        }
        return text.ToString();
    }

    /// <summary>The name, hook, priority, policy and type of a chain.</summary>
    public static string OfChain(ReadOnlySpan<byte> attributes) => Of(attributes, NFTA_CHAIN_NAME, NFTA_CHAIN_HOOK, NFTA_CHAIN_POLICY, NFTA_CHAIN_TYPE);

    public static string ZeroTerminated(ReadOnlySpan<byte> value) => Encoding.UTF8.GetString(value.TrimEnd((byte)0));

    private static string Of(ReadOnlySpan<byte> attributes, params ReadOnlySpan<ushort> only)
    {
        var parts = new List<string>(4);
        var walk = new NetlinkAttributes(attributes);
        while (walk.Next())
        {
            // 0 is the operation of bitwise that is meant where none is named; kernels since 5.7 name it.
            if ((only.IsEmpty || only.Contains(walk.Type)) && !(walk.Type == NFTA_BITWISE_OP && walk.Value is [0, 0, 0, 0]))
                parts.Add($"{walk.Type}={Convert.ToHexStringLower(walk.Value)}");
        }
        parts.Sort(StringComparer.Ordinal);
        return string.Join(',', parts);
    }
}
