using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using FailoverIp.Vrrp.Kernel.Netlink;
using FailoverIp.Vrrp.Native;
using FailoverIp.Vrrp.Netfilter.NfTables;
using FailoverIp.Vrrp.State;
using static FailoverIp.Vrrp.Netfilter.NfTables.NfTablesConstants;

namespace FailoverIp.Vrrp.Netfilter.NoAccept;

/// <summary>An address to which packets are not accepted.</summary>
/// <param name="Address">The address.</param>
/// <param name="InterfaceIndex">Only packets that come in by this interface; 0 for all. Link-local addresses exist once on each link.</param>
internal readonly record struct RefusedAddress(IPAddress Address, int InterfaceIndex = 0);

/// <summary>
/// Accept_Mode false (RFC 9568 section 6.1; keepalived: <c>no_accept</c>): packets to the virtual addresses of a router that does not own them are dropped, but
/// for neighbour discovery; ARP does not come by here. It stands in tables of our own, one for each family and node, in nf_tables. Each change replaces them whole,
/// in one transaction; with no address there is no table.
/// </summary>
/// <param name="name">Their name, <see cref="NameFor"/>.</param>
internal sealed class NoAcceptTable(string name)
{
    private const string Prefix = "failoverip_accept_";
    private static readonly byte[] Families = [NFPROTO_IPV4, NFPROTO_IPV6];
    private readonly HashSet<byte> _present = [NFPROTO_IPV4, NFPROTO_IPV6]; // what an earlier run may have left

    /// <summary>
    /// The name of the tables of a node, <c>failoverip_accept_</c> and eight hexadecimal digits: several nodes may run on one machine. The state file tells them
    /// apart; without one, they are of chance.
    /// </summary>
    public static string NameFor(string? statePath) => Prefix + (statePath is null
        ? Random.Shared.GetHexString(8, lowercase: true)
        : Crc32C.Of(Encoding.UTF8.GetBytes(Path.GetFullPath(statePath))).ToString("x8", CultureInfo.InvariantCulture));

    /// <summary>Removes the tables that runs which were killed have left, whatever their names: those that nobody claims any more (<see cref="TableClaim"/>).</summary>
    /// <exception cref="NetfilterException">One could not be removed.</exception>
    public static void RemoveLeft()
    {
        foreach (var table in Names())
        {
            using var claim = TableClaim.Try(table);
            if (claim is not null)
                new NoAcceptTable(table).Apply([]);
        }
    }

    private static HashSet<string> Names()
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            using var socket = new NetfilterSocket();
            var error = socket.Read((buffer, sequence) => NfTablesMessages.Get(buffer.Span, NFT_MSG_GETTABLE, NFPROTO_UNSPEC, sequence), names.Clear, Add);
            return error == 0 ? names : []; // without nf_tables there is none
        }
        catch (NetfilterException)
        {
            return [];
        }

        void Add(ReadOnlySpan<byte> message)
        {
            if (message.Length < NetfilterHeader.Length || message[0] is not (NFPROTO_IPV4 or NFPROTO_IPV6))
                return;
            var attributes = new NetlinkAttributes(message[NetfilterHeader.Length..]);
            while (attributes.Next())
            {
                if (attributes.Type == NFTA_TABLE_NAME && AttributeText.ZeroTerminated(attributes.Value) is var name && name.StartsWith(Prefix, StringComparison.Ordinal))
                    names.Add(name);
            }
        }
    }

    /// <summary>Finds out whether this kernel can do it, and removes what an earlier run has left.</summary>
    /// <exception cref="NetfilterException">It cannot, or may not; one line.</exception>
    public void Demand()
    {
        Apply([new(IPAddress.Parse("192.0.2.1")), new(IPAddress.Parse("fe80::1"), 1)]);
        Apply([]);
    }

    /// <summary>Drops what comes in for these addresses, and nothing else.</summary>
    /// <exception cref="NetfilterException">The kernel does not take it; what was there before stays.</exception>
    public void Apply(IReadOnlyCollection<RefusedAddress> addresses)
    {
        using var socket = new NetfilterSocket();
        var messages = new MessageList();
        messages.Add(NfTablesMessages.MaximumLength, b => NfTablesMessages.Batch(b, NFNL_MSG_BATCH_BEGIN, socket.NextSequence()));
        var before = messages.Bytes.Length;
        foreach (var family in Families)
            Replace(messages, socket, family, [.. addresses.Where(a => FamilyOf(a.Address) == family).Distinct()]);
        if (messages.Bytes.Length == before)
            return;
        messages.Add(NfTablesMessages.MaximumLength, b => NfTablesMessages.Batch(b, NFNL_MSG_BATCH_END, socket.NextSequence()));
        if (socket.Change(messages.Bytes) is var error and not 0)
            throw new NetfilterException($"packets to addresses that are not to be accepted cannot be dropped: nf_tables: {Errno.Text(error)}", error);
        foreach (var family in Families)
        {
            _present.Remove(family);
            if (addresses.Any(a => FamilyOf(a.Address) == family))
                _present.Add(family);
        }
    }

    private void Replace(MessageList messages, NetfilterSocket socket, byte family, RefusedAddress[] addresses)
    {
        if (addresses.Length == 0 && !_present.Contains(family))
            return;
        // Made first: a removal of what another hand has removed would end the transaction.
        Add(b => NoAcceptMessages.ChangeTable(b, name, NFT_MSG_NEWTABLE, family, socket.NextSequence()));
        Add(b => NoAcceptMessages.ChangeTable(b, name, NFT_MSG_DELTABLE, family, socket.NextSequence()));
        if (addresses.Length == 0)
            return;
        Add(b => NoAcceptMessages.ChangeTable(b, name, NFT_MSG_NEWTABLE, family, socket.NextSequence()));
        Add(b => NoAcceptMessages.NewChain(b, name, family, socket.NextSequence()));
        if (family == NFPROTO_IPV6)
        {
            Add(b => NoAcceptMessages.NewDiscoveryRule(b, name, NoAcceptMessages.NeighbourSolicitation, socket.NextSequence()));
            Add(b => NoAcceptMessages.NewDiscoveryRule(b, name, NoAcceptMessages.NeighbourAdvertisement, socket.NextSequence()));
        }
        foreach (var address in addresses)
            Add(b => NoAcceptMessages.NewDropRule(b, name, address, family, socket.NextSequence()));

        void Add(MessageList.Writer write) => messages.Add(RuleExpressions.MaximumLength, write);
    }

    private static byte FamilyOf(IPAddress address) => address.AddressFamily == AddressFamily.InterNetworkV6 ? NFPROTO_IPV6 : NFPROTO_IPV4;
}
