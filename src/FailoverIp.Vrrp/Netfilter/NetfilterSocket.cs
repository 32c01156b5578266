using System.Buffers;
using System.Runtime.InteropServices;
using FailoverIp.Vrrp.Kernel.Netlink;
using FailoverIp.Vrrp.Native;
using static FailoverIp.Vrrp.Kernel.Netlink.NetlinkConstants;

namespace FailoverIp.Vrrp.Netfilter;

/// <summary>
/// A conversation with a subsystem of nfnetlink. The kernel carries a request out while it is being sent, and all it has to say is there when the
/// call returns.
/// </summary>
internal sealed class NetfilterSocket : IDisposable
{
    public const int NETLINK_NETFILTER = 12;

    private const int SO_SNDBUFFORCE = 32;
    private const int MaximumDatagram = 64 << 10;
    private const int MaximumDumps = 5;
    private const int ReceiveBuffer = 1 << 20;

    private readonly INetlinkTransport _socket;
    private readonly int _number;
    private uint _sequence;

    /// <exception cref="NetfilterException">The kernel has no netfilter.</exception>
    public NetfilterSocket()
    {
        try
        {
            var socket = new NetlinkSocket(NETLINK_NETFILTER, receiveBuffer: ReceiveBuffer);
            (_socket, _number) = (socket, socket.Number);
        }
        catch (VrrpException e)
        {
            throw new NetfilterException($"the kernel has no nfnetlink ({e.Message})", e) { IsUnsupported = true };
        }
    }

    internal NetfilterSocket(INetlinkTransport socket) => (_socket, _number) = (socket, -1);

    /// <summary>What is done with each message of a dump.</summary>
    public delegate void OnMessage(ReadOnlySpan<byte> payload);

    /// <summary>A number for the next request.</summary>
    public uint NextSequence() => ++_sequence;

    /// <summary>Sends requests that change something, and returns the first error number the kernel answered with, 0 where it had none.</summary>
    public int Change(ReadOnlySpan<byte> messages)
    {
        GrowSendBuffer(messages.Length);
        var error = _socket.Send(messages);
        if (error != 0)
            return error;
        var (isAcknowledged, isLost) = (false, false);
        var buffer = ArrayPool<byte>.Shared.Rent(MaximumDatagram);
        try
        {
            int length;
            while ((length = Receive(buffer)) is > 0 or -Errno.ENOBUFS)
            {
                isLost |= length < 0; // a part of the answers: the error may be among them
                if (length < 0)
                    continue;
                var reader = new NetlinkReader(buffer.AsSpan(0, length));
                while (reader.Next())
                {
                    if (reader.Type != NLMSG_ERROR || reader.Payload.Length < sizeof(int))
                        continue;
                    isAcknowledged = true;
                    if (error == 0)
                        error = -MemoryMarshal.Read<int>(reader.Payload);
                }
            }
            return error != 0 ? error : isLost ? Errno.ENOBUFS : isAcknowledged ? 0 : -length;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Reads a table: sends a request with NLM_F_DUMP; again, a few times, where it changed while it was read.</summary>
    /// <param name="request">Writes the request with the number it is given, into the buffer it is given; returns its length.</param>
    /// <param name="begin">The reading begins, for the first time or anew: what was read so far does not count.</param>
    /// <param name="onMessage">Each message without its netlink header.</param>
    /// <returns>0, or the error number.</returns>
    public int Read(Func<Memory<byte>, uint, int> request, Action begin, OnMessage onMessage)
    {
        var error = 0;
        for (var i = 0; i < MaximumDumps; i++)
        {
            begin();
            (error, var isInterrupted) = ReadOnce(request, onMessage);
            if (error != 0 || !isInterrupted)
                return error;
        }
        return Errno.EINTR;
    }

    public void Dispose() => _socket.Dispose();

    private int Receive(Span<byte> buffer) => Math.Min(_socket.ReceiveWhole(buffer), buffer.Length);

    private (int Error, bool IsInterrupted) ReadOnce(Func<Memory<byte>, uint, int> request, OnMessage onMessage)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(MaximumDatagram);
        try
        {
            var sequence = NextSequence();
            var error = _socket.Send(buffer.AsSpan(0, request(buffer, sequence)));
            if (error != 0)
                return (error, false);
            var isInterrupted = false;
            while (true)
            {
                var length = Receive(buffer);
                if (length <= 0)
                    return (length == 0 ? Errno.EAGAIN : -length, false);
                var reader = new NetlinkReader(buffer.AsSpan(0, length));
                while (reader.Next())
                {
                    if (reader.Sequence != sequence)
                        continue; // of an earlier reading that was given up
                    isInterrupted |= (reader.Flags & NLM_F_DUMP_INTR) != 0;
                    if (reader.Type is NLMSG_DONE or NLMSG_ERROR)
                        return (reader.Payload.Length >= sizeof(int) ? -MemoryMarshal.Read<int>(reader.Payload) : 0, isInterrupted);
                    onMessage(reader.Payload);
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>A transaction goes in one piece, however large it is.</summary>
    private unsafe void GrowSendBuffer(int length)
    {
        if (length > 64 << 10)
            _ = Libc.SetSocketOption(_number, SocketConstants.SOL_SOCKET, SO_SNDBUFFORCE, &length, sizeof(int));
    }
}
