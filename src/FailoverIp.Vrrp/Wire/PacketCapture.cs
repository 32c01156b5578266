using System.Buffers.Binary;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using FailoverIp.Vrrp.Native;
using static FailoverIp.Vrrp.Native.SocketConstants;
using static FailoverIp.Vrrp.PacketCaptureNative;

namespace FailoverIp.Vrrp;

/// <summary>A packet as captured.</summary>
/// <param name="Bytes">From the IP header on; valid until the next packet is received.</param>
/// <param name="IsIPv6">The EtherType's word on it.</param>
/// <param name="SourceMac">The sender on the link; null where it has no address of six bytes.</param>
/// <param name="At">The kernel's timestamp.</param>
internal readonly record struct CapturedPacket(ReadOnlyMemory<byte> Bytes, bool IsIPv6, PhysicalAddress? SourceMac, DateTimeOffset? At);

/// <summary>A packet socket on one interface that sees VRRP, incoming and outgoing. One reader.</summary>
internal sealed class PacketCapture : IDisposable
{
    private const int MaxPacket = 65536;
    private const int ReceiveBufferBytes = 1 << 20;
    private const int MacLength = 6;

    private readonly Socket _socket;
    private readonly string _name;
    private readonly uint _index;
    private readonly byte[] _packet = GC.AllocateUninitializedArray<byte>(MaxPacket);
    private readonly byte[] _peek = new byte[1];

    private PacketCapture(Socket socket, string name, uint index) => (_socket, _name, _index) = (socket, name, index);

    /// <summary>True from the kernel's word that the interface is down to the next packet read, which may have come before it.</summary>
    public bool IsDown { get; private set; }

    /// <summary>Opens a capture on an interface, which may be down.</summary>
    /// <exception cref="VrrpWatchException">The interface is missing, or the process may not.</exception>
    public static PacketCapture Open(string name)
    {
        var index = InterfaceIndex(name);
        if (index == 0)
            throw Missing(name);
        // Protocol 0 receives nothing until it is bound, so no packet of another interface slips in.
        var descriptor = Libc.Socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        if (descriptor < 0)
            throw Failure(name, "socket");
        var handle = new SafeSocketHandle(descriptor, ownsHandle: true);
        try
        {
            Prepare(descriptor, name, (int)index);
            return new(new Socket(handle), name, index);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Takes the next packet; false where none is there.</summary>
    public unsafe bool TryReceive(out CapturedPacket packet)
    {
        SockaddrLl from;
        var control = stackalloc byte[128];
        fixed (byte* bytes = _packet)
        {
            while (true)
            {
                var vector = new IOVector { Base = bytes, Length = MaxPacket };
                var message = new MessageHeader
                {
                    Name = &from, NameLength = (uint)sizeof(SockaddrLl), Vectors = &vector, VectorCount = 1, Control = control, ControlLength = 128,
                };
                var length = ReceiveMessage(_socket.SafeHandle, &message, MSG_DONTWAIT);
                if (length >= 0)
                {
                    IsDown = false;
                    // The loopback interface shows each packet twice, going out and coming in.
                    if (from.HardwareType == ARPHRD_LOOPBACK && from.PacketType == PACKET_OUTGOING)
                        continue;
                    var isIPv6 = NetworkOrder(from.Protocol) == PacketCaptureFilter.EtherTypeIPv6;
                    packet = new(_packet.AsMemory(0, (int)length), isIPv6, Mac(&from), Timestamp(&message));
                    return true;
                }
                var error = Errno.Last;
                if (error == Errno.EINTR)
                    continue;
                packet = default;
                if (error == Errno.EAGAIN)
                    return false;
                if (error != ENETDOWN)
                    throw Failure(_name, "recvmsg", error);
                IsDown = true;
                ThrowIfGone();
            }
        }
    }

    /// <summary>Ends when a packet, or an error, is there.</summary>
    public async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _socket.ReceiveAsync(_peek, SocketFlags.Peek, cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.NetworkDown)
        {
            IsDown = true;
            ThrowIfGone();
        }
        catch (SocketException e)
        {
            throw new VrrpWatchException(VrrpWatchError.System, $"{_name}: {e.Message}", e);
        }
    }

    /// <summary>Throws where the interface exists no longer.</summary>
    /// <exception cref="VrrpWatchException">It is gone.</exception>
    public unsafe void ThrowIfGone()
    {
        var name = stackalloc byte[16];
        if (InterfaceName(_index, name) is null)
            throw new VrrpWatchException(VrrpWatchError.InterfaceMissing, $"{_name}: the interface is gone");
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private static unsafe void Prepare(int socket, string name, int index)
    {
        var one = 1;
        var size = ReceiveBufferBytes;
        fixed (BpfInstruction* instructions = PacketCaptureFilter.Program)
        {
            var program = new FilterProgram { Length = (ushort)PacketCaptureFilter.Program.Length, Instructions = instructions };
            Check(Libc.SetSocketOption(socket, SOL_SOCKET, SO_ATTACH_FILTER, &program, (uint)sizeof(FilterProgram)), name, "SO_ATTACH_FILTER");
        }
        Check(Libc.SetSocketOption(socket, SOL_SOCKET, SO_TIMESTAMPNS, &one, sizeof(int)), name, "SO_TIMESTAMPNS");
        Check(Libc.SetSocketOption(socket, SOL_SOCKET, SO_RCVBUF, &size, sizeof(int)), name, "SO_RCVBUF");
        // Network cards drop the multicast that nobody on this machine has joined.
        var membership = new Membership { InterfaceIndex = index, Type = PACKET_MR_ALLMULTI };
        Check(Libc.SetSocketOption(socket, SOL_PACKET, PACKET_ADD_MEMBERSHIP, &membership, (uint)sizeof(Membership)), name, "PACKET_ADD_MEMBERSHIP");

        var address = new SockaddrLl { Family = AF_PACKET, Protocol = NetworkOrder(ETH_P_ALL), InterfaceIndex = index };
        Check(Libc.Bind(socket, &address, (uint)sizeof(SockaddrLl)), name, "bind");
    }

    private static ushort NetworkOrder(ushort value) => BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(value) : value;

    private static unsafe PhysicalAddress? Mac(SockaddrLl* from) =>
        from->AddressLength == MacLength ? new(new ReadOnlySpan<byte>(from->Address, MacLength).ToArray()) : null;

    private static unsafe DateTimeOffset? Timestamp(MessageHeader* message)
    {
        var header = (ControlHeader*)message->Control;
        if (message->ControlLength < (nuint)(sizeof(ControlHeader) + sizeof(TimeSpecification))
            || header->Level != SOL_SOCKET || header->Type != SO_TIMESTAMPNS)
            return null;
        var time = (TimeSpecification*)(header + 1);
        return DateTimeOffset.UnixEpoch.AddTicks((time->Seconds * TimeSpan.TicksPerSecond) + (time->Nanoseconds / TimeSpan.NanosecondsPerTick));
    }

    private static void Check(int result, string name, string call)
    {
        if (result < 0)
            throw Failure(name, call);
    }

    private static VrrpWatchException Failure(string name, string call, int? errno = null)
    {
        var error = errno ?? Errno.Last;
        return error switch
        {
            Errno.EPERM => new(VrrpWatchError.NotPermitted, $"{name}: watching needs root or the capability CAP_NET_RAW"),
            Errno.ENODEV => Missing(name),
            _ => new(VrrpWatchError.System, $"{name}: {call}: {Errno.Text(error)}"),
        };
    }

    private static VrrpWatchException Missing(string name) => new(VrrpWatchError.InterfaceMissing, $"{name}: there is no such interface");
}
