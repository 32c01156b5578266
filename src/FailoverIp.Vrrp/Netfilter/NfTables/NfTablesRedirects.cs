using System.Net.Sockets;
using FailoverIp.Vrrp.Kernel.Netlink;
using FailoverIp.Vrrp.Native;
using static FailoverIp.Vrrp.Netfilter.NfTables.NfTablesConstants;

namespace FailoverIp.Vrrp.Netfilter.NfTables;

/// <summary>
/// Redirections in nf_tables, over netlink. Each address family has a table of ours, or none where it has no rule. A table that differs from what it should be
/// is replaced whole; everything in one transaction, so that no packet meets half of it.
/// </summary>
internal static class NfTablesRedirects
{
    private static readonly byte[] Families = [NFPROTO_IPV4, NFPROTO_IPV6];

    /// <summary>Makes our tables what they should be. Returns false where they were.</summary>
    /// <exception cref="NetfilterException">The kernel cannot or may not; nothing was changed.</exception>
    public static bool Apply(RedirectRule[] rules)
    {
        using var socket = new NetfilterSocket();
        var present = ReadTables(socket);
        var messages = new MessageList();
        messages.Add(NfTablesMessages.MaximumLength, b => NfTablesMessages.Batch(b, NFNL_MSG_BATCH_BEGIN, socket.NextSequence()));
        var isChanged = false;
        foreach (var family in Families)
        {
            RedirectRule[] wanted = [.. rules.Where(r => FamilyOf(r) == family)];
            var there = present.GetValueOrDefault(family);
            if (wanted.Length == 0 ? there is null : there is not null && there.IsSameAs(AsItShouldBe(wanted, family)))
                continue;
            isChanged = true;
            Replace(messages, socket, family, wanted, there is not null);
        }
        if (!isChanged)
            return false;
        messages.Add(NfTablesMessages.MaximumLength, b => NfTablesMessages.Batch(b, NFNL_MSG_BATCH_END, socket.NextSequence()));
        Check(socket.Change(messages.Bytes), "nf_tables did not take the redirection");
        return true;
    }

    private static byte FamilyOf(RedirectRule rule) => rule.Address.AddressFamily == AddressFamily.InterNetworkV6 ? NFPROTO_IPV6 : NFPROTO_IPV4;

    private static void Replace(MessageList messages, NetfilterSocket socket, byte family, RedirectRule[] rules, bool isThere)
    {
        if (isThere)
        {
            // Made first: another hand may have removed it since it was read, and a removal that fails ends the transaction.
            AddTable(NFT_MSG_NEWTABLE);
            AddTable(NFT_MSG_DELTABLE);
        }
        if (rules.Length == 0)
            return;
        AddTable(NFT_MSG_NEWTABLE);
        messages.Add(NfTablesMessages.MaximumLength, b => NfTablesMessages.NewChain(b, family, socket.NextSequence()));
        foreach (var rule in rules)
            messages.Add(RuleExpressions.MaximumLength, b => NfTablesMessages.NewRule(b, rule, family, socket.NextSequence()));

        void AddTable(byte message) => messages.Add(NfTablesMessages.MaximumLength, b => NfTablesMessages.ChangeTable(b, message, family, socket.NextSequence()));
    }

    private static OwnTable AsItShouldBe(RedirectRule[] rules, byte family)
    {
        var buffer = new byte[RuleExpressions.MaximumLength];
        var table = new OwnTableReader();
        table.AddChain(PayloadOf(buffer.AsSpan(0, NfTablesMessages.NewChain(buffer, family, 0))));
        foreach (var rule in rules)
            table.AddRule(PayloadOf(buffer.AsSpan(0, NfTablesMessages.NewRule(buffer, rule, family, 0))));
        return table.Tables[family];
    }

    private static ReadOnlySpan<byte> PayloadOf(ReadOnlySpan<byte> message)
    {
        var reader = new NetlinkReader(message);
        reader.Next();
        return reader.Payload;
    }

    private static Dictionary<byte, OwnTable> ReadTables(NetfilterSocket socket)
    {
        var tables = new OwnTableReader();
        // The order matters: a table is there even where it is empty.
        Read(NFT_MSG_GETTABLE, NFPROTO_UNSPEC, tables.AddTable);
        foreach (var family in tables.Tables.Keys.ToArray())
        {
            Read(NFT_MSG_GETCHAIN, family, tables.AddChain);
            Read(NFT_MSG_GETRULE, family, tables.AddRule);
        }
        return tables.Tables;

        void Read(byte message, byte family, NetfilterSocket.OnMessage add) => Check(
            socket.Read((buffer, sequence) => NfTablesMessages.Get(buffer.Span, message, family, sequence), () => tables.Forget(message, family), add),
            "the tables of nf_tables cannot be read");
    }

    private static void Check(int error, string what)
    {
        if (error == 0)
            return;
        if (error is Errno.EPERM or Errno.EACCES)
            throw new NetfilterException($"{what}: CAP_NET_ADMIN is missing: run it as root or give it the capability", error);
        // No nf_tables, no such family, no NAT chains, no "redir": each has its own number, depending on which module is missing.
        throw new NetfilterException($"{what}: {Errno.Text(error)}", error) { IsUnsupported = error is Errno.EOPNOTSUPP or Errno.EAFNOSUPPORT or Errno.ENOENT or Errno.EINVAL or Errno.EPROTONOSUPPORT };
    }
}
