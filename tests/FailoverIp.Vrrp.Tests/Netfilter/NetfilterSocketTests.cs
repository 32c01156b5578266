using System.Runtime.InteropServices;
using FailoverIp.Vrrp.Kernel.Netlink;
using FailoverIp.Vrrp.Native;
using FailoverIp.Vrrp.Netfilter;

namespace FailoverIp.Vrrp.Tests.Netfilter;

public class NetfilterSocketTests
{
    [Theory]
    [InlineData(new[] { 0, 0 }, 0)]
    [InlineData(new[] { 0, -Errno.EINVAL, 0 }, Errno.EINVAL)]
    [InlineData(new int[0], Errno.EAGAIN)]
    public void The_first_error_is_the_answer(int[] answers, int expected) => Change([.. answers.Select(a => (int?)a)]).ShouldBe(expected);

    [Fact]
    public void A_transaction_whose_answers_are_lost_is_no_success()
    {
        Change([0, null]).ShouldBe(Errno.ENOBUFS);
        Change([null, 0, 0]).ShouldBe(Errno.ENOBUFS);
        Change([null, -Errno.EINVAL]).ShouldBe(Errno.EINVAL); // the kernel's own word is the better one
    }

    private static int Change(int?[] answers)
    {
        using var socket = new NetfilterSocket(new Answers(new(answers)));
        return socket.Change(new byte[20]);
    }

    /// <summary>A kernel that gives error numbers; null: an overrun of the buffer.</summary>
    private sealed class Answers(Queue<int?> answers) : INetlinkTransport
    {
        public int Send(ReadOnlySpan<byte> messages) => 0;

        public int ReceiveWhole(Span<byte> buffer)
        {
            if (!answers.TryDequeue(out var error))
                return -Errno.EAGAIN;
            if (error is null)
                return -Errno.ENOBUFS;
            buffer[..36].Clear();
            MemoryMarshal.Write(buffer, 36);
            MemoryMarshal.Write(buffer[4..], (ushort)NetlinkConstants.NLMSG_ERROR);
            MemoryMarshal.Write(buffer[16..], error.Value);
            return 36;
        }

        public void Dispose()
        {
        }
    }
}
