using System.Net.Sockets;
using System.Runtime.InteropServices;
using FailoverIp.Vrrp.Kernel.Netlink;
using FailoverIp.Vrrp.Native;
using static FailoverIp.Vrrp.Kernel.Netlink.NetlinkConstants;

namespace FailoverIp.Vrrp.Kernel;

/// <summary>
/// Puts addresses on interfaces and takes them off, by rtnetlink. The kernel carries a request out while it is being sent; its answer is read
/// by <see cref="ReadAnswers"/> when the event loop comes to it. Allocates only to report a failure.
/// </summary>
internal sealed class KernelAddresses : IDisposable
{
    private const int ReceiveBuffer = 4 << 20; // thousands of answers, where many routers take over at once

    private readonly NetlinkSocket _socket = new(NETLINK_ROUTE, receiveBuffer: ReceiveBuffer);
    private readonly Action<string> _onFailure;
    private readonly (uint Sequence, VirtualAddress? Address, bool Add)[] _pending = new (uint, VirtualAddress?, bool)[4096];
    private uint _sequence;

    public KernelAddresses(Action<string> onFailure) => _onFailure = onFailure;

    public int Number => _socket.Number;

    public void Add(int interfaceIndex, VirtualAddress address) => Request(RTM_NEWADDR, NLM_F_CREATE | NLM_F_REPLACE, interfaceIndex, address);

    public void Remove(int interfaceIndex, VirtualAddress address) => Request(RTM_DELADDR, 0, interfaceIndex, address);

    /// <summary>Reads the answers to earlier requests and reports those that failed for a reason worth telling.</summary>
    public void ReadAnswers()
    {
        Span<byte> buffer = stackalloc byte[4096];
        while (true)
        {
            var length = _socket.Receive(buffer);
            if (length == -Errno.ENOBUFS)
                _onFailure("answers of the kernel to address changes were lost");
            else if (length <= 0)
                return;
            if (length <= 0)
                continue;
            var reader = new NetlinkReader(buffer[..length]);
            while (reader.Next())
            {
                if (reader.Type == NLMSG_ERROR && reader.Payload.Length >= sizeof(int))
                    OnAnswer(reader.Sequence, -MemoryMarshal.Read<int>(reader.Payload));
            }
        }
    }

    /// <summary>Asks for an address on an interface that does not exist, and keeps the refusal to itself.</summary>
    public void WarmUp()
    {
        Request(RTM_NEWADDR, NLM_F_CREATE | NLM_F_REPLACE, int.MaxValue, new(System.Net.IPAddress.Loopback, 32));
        _pending[_sequence % _pending.Length] = default;
        ReadAnswers();
    }

    public void Dispose() => _socket.Dispose();

    private void Request(ushort type, ushort flags, int interfaceIndex, VirtualAddress address)
    {
        var isIPv6 = address.Address.AddressFamily == AddressFamily.InterNetworkV6;
        var sequence = ++_sequence;
        Span<byte> buffer = stackalloc byte[256];
        var writer = new NetlinkWriter(buffer, type, (ushort)(NLM_F_REQUEST | NLM_F_ACK | flags), sequence);
        writer.Fixed(new IfAddrMessage
        {
            Family = (byte)(isIPv6 ? SocketConstants.AF_INET6 : SocketConstants.AF_INET),
            PrefixLength = (byte)address.PrefixLength,
            Index = (uint)interfaceIndex,
        });
        Span<byte> bytes = stackalloc byte[16];
        address.Address.TryWriteBytes(bytes, out var length);
        writer.Attribute(IFA_LOCAL, bytes[..length]);
        writer.Attribute(IFA_ADDRESS, bytes[..length]);
        if (type == RTM_NEWADDR && address.Label is { } label)
            writer.Attribute(IFA_LABEL, label);
        // Duplicate address detection would keep an IPv6 address unusable for a second after the takeover; the election has settled who holds it.
        if (type == RTM_NEWADDR && isIPv6)
            writer.Attribute(IFA_FLAGS, IFA_F_NODAD);

        _pending[sequence % _pending.Length] = (sequence, address, type == RTM_NEWADDR);
        if (_socket.Send(writer.Finish()) is var error and not 0)
            OnAnswer(sequence, error);
    }

    private void OnAnswer(uint sequence, int error)
    {
        ref var pending = ref _pending[sequence % _pending.Length];
        if (pending.Sequence != sequence || pending.Address is not { } address)
            return;
        var add = pending.Add;
        pending = default;
        // Gone already, with its interface or by other hands: that is what was wanted.
        if (error == 0 || (add ? error is Errno.EEXIST : error is Errno.EADDRNOTAVAIL or Errno.ENODEV))
            return;
        _onFailure($"{address} could not be {(add ? "added" : "removed")}: {Errno.Text(error)}");
    }

    /// <summary>struct ifaddrmsg.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct IfAddrMessage
    {
        public byte Family;
        public byte PrefixLength;
        public byte Flags;
        public byte Scope;
        public uint Index;
    }
}
