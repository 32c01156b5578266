using FailoverIp.Lvs.Tests.Checks.Support;
using FailoverIp.Lvs.Udp;

namespace FailoverIp.Lvs.Tests.Checks.Udp;

public class UdpCheckTests
{
    [Theory]
    [InlineData("Ab12f 3 456 546443123", "ab120f0345065464431203")] // the example of keepalived.conf(5)
    [InlineData("Ab12f3 456", "ab12f34506")] // as keepalived 2.2.7 sends it
    [InlineData("0", "00")]
    public void Hexadecimal_is_read_as_keepalived_reads_it(string text, string bytes) =>
        Convert.ToHexStringLower(HexPattern.Parse(text, "X", wildcards: false).Value).ShouldBe(bytes);

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("0g")]
    [InlineData("0x")]
    public void What_is_not_hexadecimal_is_refused(string text) =>
        Should.Throw<ArgumentException>(() => HexPattern.Parse(text, "Payload", wildcards: false)).Message.ShouldStartWith("Payload: ");

    [Theory]
    [InlineData("ab1x", "ab12", true)]
    [InlineData("ab1x", "ab22", false)]
    [InlineData("ab34", "ab12", false)]
    [InlineData("ab34", "ab", true)] // as far as both are long
    [InlineData("ab34", "", true)]
    [InlineData("ab", "ab1255", true)]
    [InlineData("xX x1", "ff01", true)]
    public async Task A_reply_must_fit(string pattern, string reply, bool fits)
    {
        await using var server = new Datagrams(_ => [Convert.FromHexString(reply)]);
        var result = await Probes.AskAsync(new UdpCheckOptions { Reply = pattern }, server.EndPoint);
        result.ShouldBe(fits ? CheckResult.Pass : CheckResult.Fail($"the reply {reply} is not the one expected"));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(3, true)]
    [InlineData(4, false)]
    public async Task A_reply_must_be_as_long_as_required(int length, bool passes)
    {
        await using var server = new Datagrams(_ => [new byte[length]]);
        var result = await Probes.AskAsync(new UdpCheckOptions { RequireReply = true, MinReplyLength = 2, MaxReplyLength = 3 }, server.EndPoint);
        result.ShouldBe(passes ? CheckResult.Pass : CheckResult.Fail($"the reply has {length} bytes, expected 2 to 3"));
    }

    [Fact]
    public async Task Silence_passes_where_no_reply_is_required()
    {
        await using var server = new Datagrams(_ => []);
        (await Probes.AskAsync(new UdpCheckOptions { Payload = "c0ffee" }, server.EndPoint, Probes.Impatient)).ShouldBe(CheckResult.Pass);
        server.Last.ShouldBe([0xc0, 0xff, 0xee]);
        (await Probes.AskAsync(new UdpCheckOptions { RequireReply = true }, server.EndPoint, Probes.Impatient)).Failure.ShouldBe("no reply within 0.2 s");
    }

    [Fact]
    public async Task An_ICMP_error_fails() => (await Probes.AskAsync(new UdpCheckOptions(), Probes.Closed())).Failure.ShouldEndWith("Connection refused");
}
