using FailoverIp.Lvs.Dns;
using FailoverIp.Lvs.Loop;
using FailoverIp.Lvs.Tests.Checks.Support;
using FsCheck;
using FsCheck.Fluent;

namespace FailoverIp.Lvs.Tests.Checks.Dns;

public class DnsDialogueTests
{
    private static readonly DnsCheckOptions Www = new() { Type = DnsQueryType.A, Name = "www.example.com" };

    [Theory]
    [InlineData("www.example.com", DnsQueryType.A, "010000010000000000000377777707" + "6578616d706c6503636f6d0000010001")] // as keepalived 2.2.7 sends it
    [InlineData("example.com.", DnsQueryType.MX, "01000001000000000000076578616d706c6503636f6d00000f0001")]
    [InlineData(".", DnsQueryType.SOA, "010000010000000000000000060001")]
    [InlineData("a", DnsQueryType.AAAA, "010000010000000000000161" + "00001c0001")]
    [InlineData("a", DnsQueryType.RRSIG, "010000010000000000000161" + "00002e0001")]
    public void The_query_is_the_one_of_RFC_1035(string name, DnsQueryType type, string query) =>
        Convert.ToHexStringLower(DnsMessage.Query(name, type).AsSpan(2)).ShouldBe(query);

    [Fact]
    public void Each_query_has_another_identification()
    {
        var dialogue = new DnsDialogue(Www);
        Enumerable.Range(0, 20).Select(_ => Answer(dialogue)[0] << 8 | Answer(dialogue)[1]).Distinct().Count().ShouldBeGreaterThan(10);
    }

    [Theory]
    [InlineData(0x81, 0x80, null)]
    [InlineData(0x83, 0x80, null)] // truncated: it serves
    [InlineData(0x81, 0x83, "www.example.com A: NXDOMAIN")]
    [InlineData(0x81, 0x82, "www.example.com A: SERVFAIL")]
    [InlineData(0x81, 0x85, "www.example.com A: REFUSED")]
    [InlineData(0x81, 0x8f, "www.example.com A: response code 15")]
    public void The_response_code_decides(byte high, byte low, string? failure)
    {
        var dialogue = new DnsDialogue(Www);
        var answer = Answer(dialogue);
        (answer[2], answer[3]) = (high, low);
        dialogue.Received(answer).ShouldBe(Turn.Done);
        dialogue.Result.ShouldBe(failure is null ? CheckResult.Pass : CheckResult.Fail(failure));
    }

    [Fact]
    public void Letters_may_come_back_in_another_case()
    {
        var dialogue = new DnsDialogue(Www);
        var answer = Answer(dialogue);
        answer[13] = (byte)'W';
        dialogue.Received(answer).ShouldBe(Turn.Done);
    }

    [Fact]
    public void What_does_not_answer_the_question_is_passed_over_and_told_at_the_end()
    {
        var dialogue = new DnsDialogue(Www);
        var answer = Answer(dialogue);
        byte[] otherId = [.. answer], query = [.. answer], otherName = [.. answer], otherType = [.. answer];
        otherId[0] ^= 1;
        query[2] &= 0x7f;
        otherName[14] ^= 1;
        otherType[^3] ^= 1;
        foreach (var datagram in (byte[][])[otherId, query, otherName, otherType, answer[..11], answer[..^1], [], new byte[100]])
            dialogue.Received(datagram).ShouldBe(Turn.Receive);
        dialogue.TimedOut(TimeSpan.FromSeconds(5));
        dialogue.Result.Failure.ShouldBe("www.example.com A: no answer within 5 s, but 8 datagrams that do not answer the question");
        dialogue.Received(answer).ShouldBe(Turn.Done);
    }

    [Fact]
    public void Garbage_never_passes() => Prop.ForAll<byte[]>(garbage =>
    {
        var dialogue = new DnsDialogue(Www);
        dialogue.Begin();
        return dialogue.Received(garbage) == Turn.Receive;
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("a..b")]
    [InlineData("a b")]
    [InlineData("ü.de")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123.x")]
    public void What_is_no_name_is_refused(string name) => Should.Throw<ArgumentException>(() => DnsMessage.Query(name, DnsQueryType.A)).Message.ShouldStartWith("Name: ");

    [Fact]
    public async Task Over_a_socket_the_answer_is_found_among_others()
    {
        await using var server = new Datagrams(query =>
        {
            byte[] answer = [.. query], forged = [.. query];
            answer[2] |= 0x80;
            forged[0] ^= 0xff;
            forged[3] = 3;
            return [forged, new byte[3], answer];
        });
        (await Probes.AskAsync(Www, server.EndPoint)).ShouldBe(CheckResult.Pass);
    }

    [Fact]
    public async Task Nobody_there_is_told() => (await Probes.AskAsync(Www, Probes.Closed())).Failure.ShouldEndWith("Connection refused");

    [Fact]
    public async Task Datagrams_that_are_not_the_answer_leave_no_more_time_for_it()
    {
        await using var server = new Datagrams(_ => Enumerable.Repeat(new byte[20], 3));
        (await Probes.AskAsync(Www, server.EndPoint, Probes.Impatient)).Failure.ShouldBe("www.example.com A: no answer within 0.2 s, but 3 datagrams that do not answer the question");
    }

    private static byte[] Answer(DnsDialogue dialogue)
    {
        dialogue.Begin();
        var answer = dialogue.Output.ToArray();
        answer[2] |= 0x80;
        return answer;
    }
}
