using FailoverIp.Vrrp.Native;
using static FailoverIp.Vrrp.Kernel.Netlink.NetlinkConstants;

namespace FailoverIp.Vrrp.Kernel.Netlink;

/// <summary>Takes the messages of an answer.</summary>
internal interface INetlinkAnswer
{
    /// <summary>The answer begins, perhaps anew: what came before does not count.</summary>
    void Begin();

    /// <summary>One message without its header.</summary>
    void Add(ReadOnlySpan<byte> payload);
}

/// <summary>
/// Requests and their answers over one netlink socket. The kernel answers while it is being sent to, so nothing here waits: where an answer is not there,
/// it was lost, and that is reported as ENOBUFS.
/// </summary>
/// <remarks>Not safe for concurrent use.</remarks>
internal sealed class NetlinkConversation(INetlinkTransport transport, NetlinkByteOrder order = default) : IDisposable
{
    /// <summary>How often an interrupted dump is asked for again.</summary>
    public const int DumpAttempts = 10;

    private const int LongestDatagram = 64 * 1024; // the kernel makes none above 32 KiB
    private const int DatagramsToDrain = 100_000;
    private readonly byte[] _buffer = new byte[LongestDatagram];

    /// <summary>The requests to be exchanged next.</summary>
    public NetlinkBatch Batch { get; } = new(order);

    public NetlinkByteOrder Order => order;

    /// <summary>How many datagrams have been sent.</summary>
    public long Sends { get; private set; }

    /// <summary>
    /// Sends the batch and reads the answers to their end. Each request's error goes to <paramref name="errors"/>; those whose outcome is not known, because
    /// answers were lost, get ENOBUFS. The batch is empty afterwards.
    /// </summary>
    public void Exchange(Span<NetlinkError> errors, INetlinkAnswer? answer = null)
    {
        errors = errors[..Batch.Count];
        errors.Clear();
        answer?.Begin();
        if (Send() is var error and not 0)
            errors.Fill(new(error));
        else
            ReadAnswers(errors, answer);
        Batch.Clear();
    }

    /// <summary>Sends a batch of one dump request and reads all of its answer; begins again where the kernel says that its table changed meanwhile (NLM_F_DUMP_INTR).</summary>
    public NetlinkError Dump<TState>(TState state, WriteRequest<TState> write, INetlinkAnswer answer)
    {
        for (var attempt = 0; attempt < DumpAttempts; attempt++)
        {
            write(Batch, state);
            answer.Begin();
            NetlinkError outcome = default;
            var interrupted = false;
            if (Send() is var error and not 0)
                outcome = new(error);
            else
                outcome = ReadDump(answer, out interrupted);
            Batch.Clear();
            if (outcome.Number != 0 || !interrupted)
                return outcome;
        }
        return new(Errno.EINTR, "the table changes faster than it can be read");
    }

    public void Dispose() => transport.Dispose();

    private int Send()
    {
        Sends++;
        return transport.Send(Batch.Finish());
    }

    private void ReadAnswers(Span<NetlinkError> errors, INetlinkAnswer? answer)
    {
        while (Receive() is var length and > 0)
        {
            var reader = new NetlinkReader(_buffer.AsSpan(0, length), order);
            while (reader.Next())
            {
                if (Batch.IndexOf(reader.Sequence) is not (>= 0 and var index))
                    continue;
                if (reader.Type >= NLMSG_MIN_TYPE)
                    answer?.Add(reader.Payload);
                if (reader.Type == NLMSG_ERROR && NetlinkError.TryRead(in reader, order, out errors[index]) && index == errors.Length - 1)
                    return;
            }
            if (reader.IsCutOff)
                break;
        }
        // The last acknowledgement is missing, so failures before it may be missing too.
        foreach (ref var error in errors)
        {
            if (error.Number == 0)
                error = new(Errno.ENOBUFS);
        }
        Drain();
    }

    private NetlinkError ReadDump(INetlinkAnswer answer, out bool interrupted)
    {
        interrupted = false;
        while (Receive() is var length and > 0)
        {
            var reader = new NetlinkReader(_buffer.AsSpan(0, length), order);
            while (reader.Next())
            {
                if (Batch.IndexOf(reader.Sequence) < 0)
                    continue;
                interrupted |= (reader.Flags & NLM_F_DUMP_INTR) != 0;
                if (reader.Type >= NLMSG_MIN_TYPE)
                    answer.Add(reader.Payload);
                else if (reader.Type is NLMSG_ERROR or NLMSG_DONE)
                    return NetlinkError.TryRead(in reader, order, out var end) || reader.Type == NLMSG_DONE ? end : new(Errno.ENOBUFS);
            }
            if (reader.IsCutOff)
                break;
        }
        Drain();
        return new(Errno.ENOBUFS);
    }

    // The rest of a broken answer: a dump that is not read to its end would refuse the next one.
    private void Drain()
    {
        for (var i = 0; i < DatagramsToDrain && transport.ReceiveWhole(_buffer) is > 0 or -Errno.ENOBUFS or -Errno.EINTR; i++)
        {
        }
    }

    // A datagram that did not fit, an overrun queue and silence are the same: the answer is not whole.
    private int Receive()
    {
        int length;
        do
            length = transport.ReceiveWhole(_buffer);
        while (length == -Errno.EINTR);
        return length <= _buffer.Length ? length : 0;
    }
}

/// <summary>Writes a request into an empty batch; it is called again where the request has to be repeated.</summary>
internal delegate void WriteRequest<in TState>(NetlinkBatch batch, TState state);
