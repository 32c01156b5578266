using System.Net;
using System.Net.NetworkInformation;
using System.Runtime.InteropServices;
using System.Text;
using FailoverIp.Vrrp.Kernel.Netlink;
using FailoverIp.Vrrp.Native;
using static FailoverIp.Vrrp.Kernel.Netlink.NetlinkConstants;

namespace FailoverIp.Vrrp.Kernel;

/// <summary>
/// The interfaces of this machine and their IPv4 addresses as the kernel tells them: read once at start, followed by notifications, read again where
/// notifications were lost (ENOBUFS). Reports each interface whose <see cref="InterfaceStatus"/> has changed.
/// </summary>
internal sealed class InterfaceTable : IDisposable
{
    private const int ReceiveBuffer = 4 << 20;

    private readonly NetlinkSocket _socket = new(NETLINK_ROUTE, RTMGRP_LINK | RTMGRP_IPV4_IFADDR, ReceiveBuffer);
    private readonly Dictionary<int, Entry> _entries = [];
    private readonly byte[] _buffer = new byte[256 * 1024];
    private readonly Func<IReadOnlyList<IPAddress>, IPAddress?> _chooseSource;
    private readonly Action<InterfaceStatus> _onChanged;
    private readonly Action<int> _onRemoved;
    private ushort _dumping;
    private int _generation;
    private uint _sequence;

    /// <param name="chooseSource">Chooses the source of adverts from the addresses of an interface, in the kernel's order.</param>
    /// <param name="onChanged">Called for each interface that is new or has changed.</param>
    /// <param name="onRemoved">Called with the index of each interface that is gone.</param>
    public InterfaceTable(Func<IReadOnlyList<IPAddress>, IPAddress?> chooseSource, Action<InterfaceStatus> onChanged, Action<int> onRemoved)
    {
        (_chooseSource, _onChanged, _onRemoved) = (chooseSource, onChanged, onRemoved);
        BeginDump(RTM_GETLINK);
    }

    public int Number => _socket.Number;

    /// <summary>True until everything has been read once more from the kernel.</summary>
    public bool IsReading => _dumping != 0;

    /// <summary>Reads what the kernel has sent, until there is nothing more.</summary>
    public void Read()
    {
        while (true)
        {
            var length = _socket.Receive(_buffer);
            if (length == -Errno.ENOBUFS)
                BeginDump(RTM_GETLINK); // notifications were lost: read everything again
            else if (length <= 0)
                return;
            else
                Read(_buffer.AsSpan(0, length));
        }
    }

    public void Dispose() => _socket.Dispose();

    private void Read(ReadOnlySpan<byte> datagram)
    {
        var reader = new NetlinkReader(datagram);
        while (reader.Next())
        {
            switch (reader.Type)
            {
                case RTM_NEWLINK:
                    OnLink(reader.Payload);
                    break;
                case RTM_DELLINK:
                    OnLinkRemoved(reader.Payload);
                    break;
                case RTM_NEWADDR or RTM_DELADDR:
                    OnAddress(reader.Payload, reader.Type == RTM_NEWADDR);
                    break;
                case NLMSG_DONE when reader.Sequence == _sequence:
                    OnDumpDone();
                    break;
            }
        }
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
            writer.Fixed(new AddressMessage { Family = SocketConstants.AF_INET });
        _ = _socket.Send(writer.Finish());
    }

    private void OnDumpDone()
    {
        if (_dumping == RTM_GETLINK)
        {
            foreach (var entry in _entries.Values.Where(e => e.Generation == _generation))
                entry.Addresses.RemoveAll(_ => true); // told anew
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
            _onRemoved(index);
        }
    }

    private void OnLink(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < Marshal.SizeOf<LinkMessage>())
            return;
        var link = MemoryMarshal.Read<LinkMessage>(payload);
        if (!_entries.TryGetValue(link.Index, out var entry))
            _entries[link.Index] = entry = new();
        entry.Generation = _generation;
        entry.IsUp = (link.Flags & (IFF_UP | IFF_RUNNING)) == (IFF_UP | IFF_RUNNING);
        var attributes = new NetlinkAttributes(payload[Marshal.SizeOf<LinkMessage>()..]);
        while (attributes.Next())
        {
            if (attributes.Type == IFLA_IFNAME)
                entry.Name = Encoding.UTF8.GetString(attributes.Value.TrimEnd((byte)0));
            else if (attributes.Type == IFLA_ADDRESS)
                entry.HardwareAddress = new(attributes.Value.ToArray());
        }
        Report(link.Index, entry);
    }

    private void OnLinkRemoved(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < Marshal.SizeOf<LinkMessage>())
            return;
        var index = MemoryMarshal.Read<LinkMessage>(payload).Index;
        if (_entries.Remove(index))
            _onRemoved(index);
    }

    private void OnAddress(ReadOnlySpan<byte> payload, bool added)
    {
        if (payload.Length < Marshal.SizeOf<AddressMessage>())
            return;
        var message = MemoryMarshal.Read<AddressMessage>(payload);
        if (message.Family != SocketConstants.AF_INET || !_entries.TryGetValue((int)message.Index, out var entry))
            return;
        var attributes = new NetlinkAttributes(payload[Marshal.SizeOf<AddressMessage>()..]);
        while (attributes.Next())
        {
            if (attributes.Type != IFA_LOCAL || attributes.Value.Length != 4)
                continue;
            var address = new IPAddress(attributes.Value);
            entry.Addresses.Remove(address);
            if (added)
                entry.Addresses.Add(address);
        }
        Report((int)message.Index, entry);
    }

    private void Report(int index, Entry entry)
    {
        if (IsReading || entry.Name.Length == 0)
            return;
        var status = new InterfaceStatus(index, entry.Name, entry.IsUp, entry.HardwareAddress, _chooseSource(entry.Addresses));
        if (status == entry.Reported)
            return;
        entry.Reported = status;
        _onChanged(status);
    }

    private sealed class Entry
    {
        public int Generation;
        public string Name = "";
        public bool IsUp;
        public PhysicalAddress HardwareAddress = PhysicalAddress.None;
        public List<IPAddress> Addresses { get; } = [];
        public InterfaceStatus? Reported;
    }

    /// <summary>struct ifinfomsg.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct LinkMessage
    {
        public byte Family;
        public byte Padding;
        public ushort HardwareType;
        public int Index;
        public uint Flags;
        public uint Change;
    }

    /// <summary>struct ifaddrmsg.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct AddressMessage
    {
        public byte Family;
        public byte PrefixLength;
        public byte Flags;
        public byte Scope;
        public uint Index;
    }
}
