using System.Buffers.Binary;
using System.Runtime.InteropServices;
using FailoverIp.Vrrp.Native;
using static FailoverIp.Vrrp.Native.SocketConstants;

namespace FailoverIp.Vrrp.Wire;

/// <summary>Adverts that are due at once, for one system call a socket (sendmmsg). It keeps copies: the same buffers make the next advert. Allocates nothing.</summary>
internal sealed unsafe class AdvertBatch
{
    private const int MaxPackets = 256;
    private const int MaxBytes = 64 * 1024;
    private const int NameLength = 32;

    private readonly byte[] _data = GC.AllocateArray<byte>(MaxBytes, pinned: true);
    private readonly byte[] _names = GC.AllocateArray<byte>(MaxPackets * NameLength, pinned: true);
    private readonly IoVector[] _vectors = GC.AllocateArray<IoVector>(MaxPackets, pinned: true);
    private readonly MultiMessage[] _messages = GC.AllocateArray<MultiMessage>(MaxPackets, pinned: true);
    private readonly (int Start, int Length, int NameLength, int InterfaceIndex, int Next)[] _packets = new (int, int, int, int, int)[MaxPackets];
    private readonly int[] _order = new int[MaxPackets];
    private readonly TransmitSocket[] _sockets = new TransmitSocket[MaxPackets];
    private readonly Action<TransmitSocket, int> _onFailure;
    private readonly Action<int> _onSendingAgain;
    private int _count;
    private int _bytes;
    private int _socketCount;

    /// <param name="onFailure">Told of a socket with the error number, where the first of the destinations on an interface cannot be sent to.</param>
    /// <param name="onSendingAgain">Told of the interface, where a destination can be sent to again.</param>
    public AdvertBatch(Action<TransmitSocket, int> onFailure, Action<int> onSendingAgain) => (_onFailure, _onSendingAgain) = (onFailure, onSendingAgain);

    public bool IsEmpty => _count == 0;

    /// <summary>Adds a packet, at least an IP header long, at most 64 KiB; sends what is there where there is no room.</summary>
    public void Add(TransmitSocket socket, int interfaceIndex, ReadOnlySpan<byte> packet)
    {
        if (_count == MaxPackets || _bytes + packet.Length > MaxBytes)
            Flush();
        packet.CopyTo(_data.AsSpan(_bytes));
        var name = _names.AsSpan(_count * NameLength, NameLength);
        var nameLength = socket.IsLink ? SocketAddress.WriteLinkDestination(name, packet, interfaceIndex) : SocketAddress.WriteDestination(name, packet, interfaceIndex);
        _packets[_count] = (_bytes, packet.Length, nameLength, interfaceIndex, -1);
        if (socket.First < 0)
        {
            socket.First = _count;
            _sockets[_socketCount++] = socket;
        }
        else
        {
            _packets[socket.Last].Next = _count;
        }
        socket.Last = _count++;
        _bytes += packet.Length;
    }

    /// <summary>Sends everything, in order for each socket.</summary>
    public void Flush()
    {
        for (var i = 0; i < _socketCount; i++)
        {
            Send(_sockets[i]);
            (_sockets[i].First, _sockets[i].Last) = (-1, -1);
            _sockets[i] = null!;
        }
        (_count, _bytes, _socketCount) = (0, 0, 0);
    }

    private void Send(TransmitSocket socket)
    {
        var count = 0;
        for (var i = socket.First; i >= 0; i = _packets[i].Next)
        {
            var (start, length, nameLength, _, _) = _packets[i];
            _vectors[count] = new() { Base = (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(_data, start), Length = length };
            _messages[count] = new()
            {
                Name = (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(_names, i * NameLength),
                NameLength = (uint)nameLength,
                Vectors = (IoVector*)Marshal.UnsafeAddrOfPinnedArrayElement(_vectors, count),
                VectorCount = 1,
            };
            _order[count++] = i;
        }
        for (var done = 0; done < count;)
        {
            var sent = Libc.SendMany(
                socket.Number, (MultiMessage*)Marshal.UnsafeAddrOfPinnedArrayElement(_messages, done), (uint)(count - done), MSG_DONTWAIT | MSG_NOSIGNAL);
            if (sent > 0)
            {
                for (var i = 0; i < sent && socket.Failing.Count > 0; i++)
                    Succeed(socket, _order[done + i]);
                done += sent;
                continue;
            }
            // The first of the rest cannot be sent; those behind it may go elsewhere.
            var error = Errno.Last;
            if (error == Errno.EINTR)
                continue;
            Fail(socket, _order[done++], error);
        }
    }

    private void Succeed(TransmitSocket socket, int packet)
    {
        if (socket.Failing.Remove(To(packet)))
            _onSendingAgain(_packets[packet].InterfaceIndex);
    }

    private void Fail(TransmitSocket socket, int packet, int error)
    {
        var to = To(packet);
        if (socket.Failing.Contains(to))
            return;
        var isFirst = true;
        foreach (var (interfaceIndex, _) in socket.Failing)
            isFirst &= interfaceIndex != to.InterfaceIndex;
        socket.Failing.Add(to);
        if (isFirst)
            _onFailure(socket, error);
    }

    private (int InterfaceIndex, UInt128 Destination) To(int packet)
    {
        var (start, _, _, interfaceIndex, _) = _packets[packet];
        var bytes = _data.AsSpan(start);
        return (interfaceIndex, bytes[0] >> 4 == 6 ? BinaryPrimitives.ReadUInt128BigEndian(bytes[24..]) : BinaryPrimitives.ReadUInt32BigEndian(bytes[16..]));
    }
}
