using System.Text;
using FailoverIp.Vrrp.Kernel.Netlink;
using FailoverIp.Vrrp.Native;
using static FailoverIp.Vrrp.Tests.Kernel.Netlink.Datagrams;

namespace FailoverIp.Vrrp.Tests.Kernel.Netlink;

public class NetlinkConversationTests
{
    private const ushort Type = 30;

    private sealed class Collected : INetlinkAnswer
    {
        public List<string> Messages { get; } = [];

        public int Begun { get; private set; }

        public void Begin()
        {
            Begun++;
            Messages.Clear();
        }

        public void Add(ReadOnlySpan<byte> payload) => Messages.Add(Encoding.ASCII.GetString(payload));
    }

    private static NetlinkConversation Over(ScriptedTransport transport) => new(transport, NetlinkByteOrder.LittleEndian);

    private static void Put(NetlinkConversation conversation, int messages)
    {
        for (var i = 0; i < messages; i++)
        {
            var writer = conversation.Batch.Begin(Type);
            writer.Attribute(1, (uint)i);
            conversation.Batch.End(in writer);
        }
    }

    private static int[] Exchange(NetlinkConversation conversation, int messages, INetlinkAnswer? answer = null)
    {
        Put(conversation, messages);
        var errors = new NetlinkError[messages];
        conversation.Exchange(errors, answer);
        return [.. errors.Select(e => e.Number)];
    }

    private static NetlinkError Dump(NetlinkConversation conversation, INetlinkAnswer answer) =>
        conversation.Dump(0, static (batch, _) =>
        {
            var writer = batch.Begin(Type, 0x300);
            batch.End(in writer);
        }, answer);

    private static byte[] Said(uint sequence, string text, ushort flags = 2) => Message(Type, flags, sequence, Encoding.ASCII.GetBytes(text));

    [Fact]
    public void Requests_of_a_batch_have_numbers_of_their_own_and_the_last_one_asks_for_an_acknowledgement()
    {
        var transport = new ScriptedTransport(sent => [Ack(Headers(sent)[^1].Sequence)]);
        var conversation = Over(transport);

        Exchange(conversation, 3).ShouldBe([0, 0, 0]);
        Exchange(conversation, 2).ShouldBe([0, 0]);

        Headers(transport.Sent[0]).ShouldBe([(Type, (ushort)1, 1U), (Type, (ushort)1, 2U), (Type, (ushort)5, 3U)]);
        Headers(transport.Sent[1]).ShouldBe([(Type, (ushort)1, 4U), (Type, (ushort)5, 5U)]);
    }

    [Fact]
    public void A_failure_in_the_middle_belongs_to_its_request()
    {
        var transport = new ScriptedTransport(_ => [Ack(2, Errno.EEXIST), Ack(4, Errno.ESRCH)]);

        Exchange(Over(transport), 4).ShouldBe([0, Errno.EEXIST, 0, Errno.ESRCH]);
    }

    [Fact]
    public void Where_the_last_acknowledgement_is_missing_nothing_is_known_of_what_seemed_to_succeed()
    {
        Exchange(Over(new(_ => [Ack(2, Errno.EEXIST)])), 3).ShouldBe([Errno.ENOBUFS, Errno.EEXIST, Errno.ENOBUFS]);
        Exchange(Over(new(_ => [null, Ack(3)])), 3).ShouldBe([Errno.ENOBUFS, Errno.ENOBUFS, Errno.ENOBUFS]);
        Exchange(Over(new(_ => [])), 1).ShouldBe([Errno.ENOBUFS]);
    }

    [Fact]
    public void What_is_left_of_a_lost_answer_is_not_taken_for_the_next_one()
    {
        var answers = new Queue<byte[]?[]>([[null, Ack(1, Errno.EINVAL), Ack(2)], [Ack(2, Errno.EINVAL), Ack(99), Ack(3)]]);
        var conversation = Over(new(_ => answers.Dequeue()));

        Exchange(conversation, 2).ShouldBe([Errno.ENOBUFS, Errno.ENOBUFS]);
        Exchange(conversation, 1).ShouldBe([0]);
    }

    [Fact]
    public void A_send_that_fails_fails_every_request()
    {
        var transport = new ScriptedTransport(_ => []) { SendError = Errno.EPERM };

        Exchange(Over(transport), 2).ShouldBe([Errno.EPERM, Errno.EPERM]);
    }

    [Fact]
    public void A_request_gets_its_answer()
    {
        var collected = new Collected();

        Exchange(Over(new(_ => [Said(1, "four", flags: 0), Ack(1)])), 1, collected).ShouldBe([0]);

        collected.Messages.ShouldBe(["four"]);
    }

    [Fact]
    public void A_dump_of_several_datagrams_is_read_to_its_end()
    {
        var collected = new Collected();

        Dump(Over(new(_ => [[.. Said(1, "one1"), .. Said(1, "two2")], Said(1, "3333"), Done(1)])), collected).Number.ShouldBe(0);

        collected.Messages.ShouldBe(["one1", "two2", "3333"]);
    }

    [Fact]
    public void An_interrupted_dump_begins_again_and_what_it_had_said_does_not_count()
    {
        var attempt = 0U;
        var collected = new Collected();
        var transport = new ScriptedTransport(_ => ++attempt < 3
            ? [Said(attempt, "half"), Said(attempt, "torn", flags: 0x12), Done(attempt)]
            : [Said(attempt, "good"), Done(attempt)]);

        Dump(Over(transport), collected).Number.ShouldBe(0);

        collected.Messages.ShouldBe(["good"]);
        transport.Sent.Count.ShouldBe(3);
    }

    [Fact]
    public void A_dump_that_is_interrupted_each_time_is_given_up()
    {
        var attempt = 0U;
        var transport = new ScriptedTransport(_ => [Message(3, 0x12, ++attempt, Number(0))]);

        var error = Dump(Over(transport), new Collected());

        (error.Number, error.Text).ShouldBe((Errno.EINTR, "the table changes faster than it can be read"));
        transport.Sent.Count.ShouldBe(NetlinkConversation.DumpAttempts);
    }

    [Fact]
    public void A_dump_that_ends_with_an_error_has_failed()
    {
        Dump(Over(new(_ => [Said(1, "some"), Done(1, Errno.EINVAL)])), new Collected()).Number.ShouldBe(Errno.EINVAL);
        Dump(Over(new(_ => [Ack(1, Errno.EPERM)])), new Collected()).Number.ShouldBe(Errno.EPERM);
    }

    [Theory]
    [InlineData("silence")]
    [InlineData("overrun")]
    [InlineData("cut off")]
    [InlineData("too long")]
    [InlineData("no end")]
    public void A_dump_that_is_not_whole_is_lost(string how)
    {
        byte[] whole = [.. Said(1, "one1"), .. Done(1)];
        IEnumerable<byte[]?> answers = how switch
        {
            "overrun" => [Said(1, "one1"), null, Done(1)],
            "cut off" => [Said(1, "one1"), whole[..30], Done(1)],
            "too long" => [new byte[70_000], Done(1)],
            "no end" => [Said(1, "one1")],
            _ => [],
        };

        Dump(Over(new(_ => answers)), new Collected()).Number.ShouldBe(Errno.ENOBUFS);
    }

    [Fact]
    public void The_kernels_own_words_are_read_capped_or_not()
    {
        byte[] words = Attribute(1, Text("no such\tthing"));
        byte[] request = [.. Number(24), .. new byte[20]]; // a header that says 24, and 8 bytes more
        var capped = Message(2, 0x300, 1, [.. Number(-Errno.EINVAL), .. Number(200), .. new byte[12], .. words]);
        var whole = Message(2, 0x200, 1, [.. Number(-Errno.EINVAL), .. request, .. words]);
        var done = Message(3, 0x202, 1, [.. Number(-Errno.EINVAL), .. words]);
        var lying = Message(2, 0x200, 1, [.. Number(-Errno.EINVAL), .. Number(int.MaxValue), .. new byte[12], .. words]);

        foreach (var datagram in new[] { capped, whole, done })
            Dump(Over(new(_ => [datagram])), new Collected()).ShouldBe(new NetlinkError(Errno.EINVAL, "no such?thing"));
        Dump(Over(new(_ => [lying])), new Collected()).ShouldBe(new NetlinkError(Errno.EINVAL));
    }

    [Fact]
    public void A_batch_has_room_until_a_longest_message_no_longer_fits()
    {
        var batch = new NetlinkBatch(capacity: 4 * NetlinkBatch.LongestMessage);
        while (batch.HasRoom)
        {
            var writer = batch.Begin(Type);
            writer.Attribute(1, new byte[NetlinkBatch.LongestMessage - 20]);
            batch.End(in writer);
        }

        batch.Count.ShouldBe(4);
        batch.Finish().Length.ShouldBe(4 * NetlinkBatch.LongestMessage);
    }
}
