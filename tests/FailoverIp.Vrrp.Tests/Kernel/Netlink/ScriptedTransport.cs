using FailoverIp.Vrrp.Kernel.Netlink;
using FailoverIp.Vrrp.Native;

namespace FailoverIp.Vrrp.Tests.Kernel.Netlink;

/// <summary>A kernel whose answers a test writes. Null in the list of answers is a lost one: ENOBUFS.</summary>
internal sealed class ScriptedTransport(Func<byte[], IEnumerable<byte[]?>> answer) : INetlinkTransport
{
    private readonly Queue<byte[]?> _answers = [];

    public List<byte[]> Sent { get; } = [];

    public int SendError { get; set; }

    public void Queue(params byte[]?[] datagrams) => Array.ForEach(datagrams, _answers.Enqueue);

    public int Send(ReadOnlySpan<byte> messages)
    {
        Sent.Add(messages.ToArray());
        if (SendError == 0)
            Queue([.. answer(messages.ToArray())]);
        return SendError;
    }

    public int ReceiveWhole(Span<byte> buffer)
    {
        if (!_answers.TryDequeue(out var datagram))
            return -Errno.EAGAIN;
        if (datagram is null)
            return -Errno.ENOBUFS;
        datagram.AsSpan(0, Math.Min(datagram.Length, buffer.Length)).CopyTo(buffer);
        return datagram.Length;
    }

    public void Dispose()
    {
    }
}
