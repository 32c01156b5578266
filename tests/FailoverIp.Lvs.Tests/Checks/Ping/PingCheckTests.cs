using System.Net;
using FailoverIp.Lvs.Loop;
using FailoverIp.Lvs.Ping;
using FailoverIp.Lvs.Tests.Checks.Support;

namespace FailoverIp.Lvs.Tests.Checks.Ping;

public class PingCheckTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public async Task This_machine_answers_or_the_line_says_what_is_missing(string address)
    {
        var result = await Probes.AskAsync(new PingCheckOptions(), new(IPAddress.Parse(address), 0));
        if (Environment.IsPrivilegedProcess)
            result.ShouldBe(CheckResult.Pass);
        else if (!result.Passed)
            result.Failure.ShouldBe("this process may not send ICMP echo requests: put its group into the sysctl net.ipv4.ping_group_range, or give it CAP_NET_RAW");
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 129)]
    public void Only_the_reply_to_our_request_counts(bool isIPv6, byte reply)
    {
        var dialogue = new PingDialogue(isIPv6);
        dialogue.Begin().ShouldBe(Turn.Send);
        var answer = dialogue.Output.ToArray();
        dialogue.Received(answer).ShouldBe(Turn.Receive); // our own request, which a raw socket hears on loopback
        answer[0] = reply;
        (answer[4], answer[5]) = (1, 2); // the kernel's identifier
        byte[] other = [.. answer], shorter = answer[..^1];
        other[10] ^= 1;
        dialogue.Received(other).ShouldBe(Turn.Receive);
        dialogue.Received(shorter).ShouldBe(Turn.Receive);
        dialogue.Received([]).ShouldBe(Turn.Receive);
        dialogue.Received(answer).ShouldBe(Turn.Done);
        dialogue.Result.ShouldBe(CheckResult.Pass);
    }

    [Fact]
    public void A_raw_socket_gives_the_IP_header_too()
    {
        var dialogue = new PingDialogue(isIPv6: false);
        dialogue.Begin();
        var answer = dialogue.Output.ToArray();
        answer[0] = 0;
        var header = new byte[24];
        header[0] = 0x46;
        dialogue.Received([.. header, .. answer]).ShouldBe(Turn.Done);
    }

    [Fact]
    public void The_request_has_a_right_checksum()
    {
        var dialogue = new PingDialogue(isIPv6: false);
        dialogue.Begin();
        var sum = 0;
        for (var i = 0; i < dialogue.Output.Length; i += 2)
            sum += dialogue.Output.Span[i] << 8 | dialogue.Output.Span[i + 1];
        ((sum & 0xffff) + (sum >> 16)).ShouldBe(0xffff);
    }

    [Fact]
    public void Silence_is_told()
    {
        var dialogue = new PingDialogue(isIPv6: false);
        dialogue.Begin();
        dialogue.TimedOut(TimeSpan.FromSeconds(5));
        dialogue.Result.Failure.ShouldBe("no echo reply within 5 s");
    }
}
