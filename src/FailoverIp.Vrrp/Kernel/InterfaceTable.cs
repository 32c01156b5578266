using System.Net;
using System.Net.NetworkInformation;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using FailoverIp.Vrrp.Kernel.Netlink;
using FailoverIp.Vrrp.Native;
using static FailoverIp.Vrrp.Kernel.Netlink.NetlinkConstants;

namespace FailoverIp.Vrrp.Kernel;

/// <summary>
/// The interfaces of this machine and their addresses as the kernel tells them: read once at start, followed by notifications, read again where
/// notifications were lost (ENOBUFS) or a reading was interrupted. Reports each interface whose <see cref="InterfaceStatus"/> has changed.
/// </summary>
internal sealed class InterfaceTable : IDisposable
{
    private const int ReceiveBuffer = 4 << 20;
    private const int DatagramsPerTurn = 64;

    private readonly NetlinkSocket _socket = new(NETLINK_ROUTE, RTMGRP_LINK | RTMGRP_IPV4_IFADDR | RTMGRP_IPV6_IFADDR, ReceiveBuffer);
    private readonly Dictionary<int, Entry> _entries = [];
    private readonly HashSet<int> _changed = [];
    private readonly byte[] _buffer = new byte[256 * 1024];
    private readonly IInterfaceEvents _events;
    private ushort _dumping;
    private bool _again;
    private bool _hasLost;
    private int _generation;
    private uint _sequence;

    /// <exception cref="VrrpException">The kernel refuses to tell.</exception>
    public InterfaceTable(IInterfaceEvents events)
    {
        _events = events;
        BeginDump(RTM_GETLINK);
    }

    public int Number => _socket.Number;

    /// <summary>True until everything has been read (again) from the kernel.</summary>
    public bool IsReading => _dumping != 0;

    /// <summary>Reads what the kernel has sent, but not without end: the event loop comes again where there is more. True where there may be.</summary>
    /// <exception cref="VrrpException">The kernel refuses to tell.</exception>
    public bool Read()
    {
        var hasMore = true;
        for (var i = 0; i < DatagramsPerTurn && hasMore; i++)
        {
            var length = _socket.Receive(_buffer);
            if (length == -Errno.ENOBUFS)
                ReadAgain();
            else if (length <= 0)
                hasMore = false;
            else
                Read(_buffer.AsSpan(0, length));
        }
        // Once for all addresses of a turn: a takeover brings many.
        foreach (var index in _changed)
        {
            if (_entries.TryGetValue(index, out var entry))
                Report(index, entry);
        }
        _changed.Clear();
        return hasMore;
    }

    /// <summary>An interface with the sources that the options of now choose; as it was where nothing is known.</summary>
    public InterfaceStatus Refresh(InterfaceStatus status) =>
        IsReading || !_entries.TryGetValue(status.Index, out var entry) ? status : _events.WithSources(status, Usable(entry));

    /// <summary>Reports again what is seen otherwise now: the choice of source addresses depends on the options.</summary>
    public void ReportAgain()
    {
        foreach (var (index, entry) in _entries.ToArray())
            Report(index, entry);
    }

    public void Dispose() => _socket.Dispose();

    private void Read(ReadOnlySpan<byte> datagram)
    {
        var reader = new NetlinkReader(datagram);
        while (reader.Next())
        {
            // An interrupted dump may have left something out.
            if (reader.Sequence == _sequence && (reader.Flags & NLM_F_DUMP_INTR) != 0)
                _again = true;
            switch (reader.Type)
            {
                case RTM_NEWLINK:
                    OnLink(reader.Payload);
                    break;
                case RTM_DELLINK:
                    OnLinkRemoved(reader.Payload);
                    break;
                case RTM_NEWADDR or RTM_DELADDR:
                    OnAddress(reader.Payload, reader.Type == RTM_NEWADDR, IsReading ? null : reader.PortId);
                    break;
                case NLMSG_ERROR when reader.Sequence == _sequence && IsReading && reader.Payload.Length >= sizeof(int):
                    OnRefused(-MemoryMarshal.Read<int>(reader.Payload));
                    break;
                case NLMSG_DONE when reader.Sequence == _sequence:
                    OnDumpDone();
                    break;
            }
        }
    }

    // The kernel refuses a second dump while one runs: it is noted, and begun when that one is done.
    private void ReadAgain()
    {
        _events.OnLost();
        _hasLost = true;
        if (IsReading)
            _again = true;
        else
            BeginDump(RTM_GETLINK);
    }

    // Links first, then addresses: an address without its link would be lost.
    private void BeginDump(ushort what)
    {
        if (what == RTM_GETLINK)
            _generation++;
        _dumping = what;
        Span<byte> buffer = stackalloc byte[64];
        var writer = new NetlinkWriter(buffer, what, NLM_F_REQUEST | NLM_F_DUMP, ++_sequence);
        if (what == RTM_GETLINK)
            writer.Fixed(default(LinkMessage));
        else
            writer.Fixed(default(AddressMessage)); // of every family
        if (_socket.Send(writer.Finish()) is var error and not 0)
            OnRefused(error);
    }

    private static void OnRefused(int error)
    {
        // ENOBUFS: the kernel goes on with the dump as the queue drains.
        if (error is not (0 or Errno.ENOBUFS))
            throw new VrrpException($"the kernel does not list the network interfaces: {Errno.Text(error)}");
    }

    private void OnDumpDone()
    {
        if (_again)
        {
            _again = false;
            BeginDump(RTM_GETLINK);
            return;
        }
        if (_dumping == RTM_GETLINK)
        {
            foreach (var entry in _entries.Values)
                entry.Addresses.Clear(); // told anew
            BeginDump(RTM_GETADDR);
            return;
        }

        _dumping = 0;
        foreach (var (index, entry) in _entries)
        {
            if (entry.Generation == _generation)
            {
                Report(index, entry);
                continue;
            }
            _entries.Remove(index);
            _events.OnRemoved(index);
        }
        if (!_hasLost)
            return;
        _hasLost = false;
        _events.OnReadAgain();
    }

    private void OnLink(ReadOnlySpan<byte> payload)
    {
        if (!TryReadLink(payload, out var link))
            return;
        if (!_entries.TryGetValue(link.Index, out var entry))
            _entries[link.Index] = entry = new();
        entry.Generation = _generation;
        entry.IsUp = (link.Flags & (IFF_UP | IFF_RUNNING)) == (IFF_UP | IFF_RUNNING);
        var attributes = new NetlinkAttributes(payload[Unsafe.SizeOf<LinkMessage>()..]);
        while (attributes.Next())
        {
            if (attributes.Type == IFLA_IFNAME)
                entry.Name = Encoding.UTF8.GetString(attributes.Value.TrimEnd((byte)0));
            else if (attributes.Type == IFLA_MTU && attributes.TryUInt32(out var mtu))
                entry.Mtu = (int)Math.Min(mtu, int.MaxValue);
            else if (attributes.Type == IFLA_ADDRESS)
                entry.HardwareAddress = new(attributes.Value.ToArray());
        }
        Report(link.Index, entry);
    }

    private void OnLinkRemoved(ReadOnlySpan<byte> payload)
    {
        if (TryReadLink(payload, out var link) && _entries.Remove(link.Index))
            _events.OnRemoved(link.Index);
    }

    // Messages of family AF_BRIDGE are about an interface as the port of a bridge, not about the interface.
    private static bool TryReadLink(ReadOnlySpan<byte> payload, out LinkMessage link)
    {
        link = payload.Length >= Unsafe.SizeOf<LinkMessage>() ? MemoryMarshal.Read<LinkMessage>(payload) : default;
        return link is { Index: > 0, Family: 0 };
    }

    private void OnAddress(ReadOnlySpan<byte> payload, bool added, uint? port)
    {
        if (payload.Length < Unsafe.SizeOf<AddressMessage>())
            return;
        var message = MemoryMarshal.Read<AddressMessage>(payload);
        var own = message.Family == SocketConstants.AF_INET ? IFA_LOCAL : IFA_ADDRESS;
        var flags = (uint)message.Flags;
        IPAddress? address = null;
        var attributes = new NetlinkAttributes(payload[Unsafe.SizeOf<AddressMessage>()..]);
        while (attributes.Next())
        {
            // With a peer, IFA_ADDRESS is the far end and IFA_LOCAL this one; IPv6 without a peer has IFA_ADDRESS only.
            if ((attributes.Type == own && address is null) || (attributes.Type == IFA_LOCAL && own != IFA_LOCAL))
                address = attributes.Value.Length is 4 or 16 ? new(attributes.Value) : address;
            else if (attributes.Type == IFA_FLAGS && attributes.TryUInt32(out var all))
                flags = all;
        }
        if (address is not null)
            OnAddress((int)message.Index, new(address, message.PrefixLength, flags), added, port);
    }

    private void OnAddress(int index, in Address address, bool added, uint? port)
    {
        if (!_entries.TryGetValue(index, out var entry))
            return;
        // The order is the kernel's: an address that is told again, such as one whose lease was renewed, keeps its place.
        var (ip, prefixLength, _) = address;
        var place = entry.Addresses.FindIndex(a => a.PrefixLength == prefixLength && a.IPAddress.Equals(ip));
        var wasDuplicate = place >= 0 && entry.Addresses[place].IsDuplicate;
        if (!added && place >= 0)
            entry.Addresses.RemoveAt(place);
        else if (added && place >= 0)
            entry.Addresses[place] = address;
        else if (added)
            entry.Addresses.Add(address);
        if (added && address.IsDuplicate && !wasDuplicate)
            _events.OnDuplicateAddress(index, ip);
        _changed.Add(index);
        if (!added)
            _events.OnAddressRemoved(index, ip, prefixLength);
        else if (place < 0)
            _events.OnAddressAdded(index, ip, prefixLength, port);
    }

    private void Report(int index, Entry entry)
    {
        if (IsReading || entry.Name.Length == 0)
            return;
        var status = _events.WithSources(new(index, entry.Name, entry.IsUp, entry.HardwareAddress, null) { Mtu = entry.Mtu }, Usable(entry));
        if (status == entry.Reported)
            return;
        entry.Reported = status;
        _events.OnChanged(status);
    }

    private static IPAddress[] Usable(Entry entry) => [.. entry.Addresses.Where(a => a.IsUsable).OrderBy(a => a.IsTemporary).Select(a => a.IPAddress)];

    private readonly record struct Address(IPAddress IPAddress, byte PrefixLength, uint Flags)
    {
        private bool IsIPv6 => IPAddress.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6;

        public bool IsDuplicate => IsIPv6 && (Flags & IFA_F_DADFAILED) != 0;

        // Nothing can be sent from an address before it is known that nobody else has it.
        public bool IsUsable => !IsIPv6 || (Flags & (IFA_F_TENTATIVE | IFA_F_DADFAILED)) == 0;

        public bool IsTemporary => IsIPv6 && (Flags & IFA_F_TEMPORARY) != 0;
    }

    private sealed class Entry
    {
        public int Generation;
        public string Name = "";
        public bool IsUp;
        public int Mtu;
        public PhysicalAddress HardwareAddress = PhysicalAddress.None;
        public List<Address> Addresses { get; } = [];
        public InterfaceStatus? Reported;
    }
}
