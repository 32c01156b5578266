using System.Text;
using FailoverIp.Lvs.Loop;
using FailoverIp.Lvs.Tests.Checks.Support;
using static FailoverIp.Lvs.Tests.Checks.Support.HttpTalk;

namespace FailoverIp.Lvs.Tests.Checks.Http;

/// <summary>The verdicts were taken from keepalived 2.2.7 with the same answers; where ours differ, the test says so.</summary>
public class HttpDialogueTests
{
    [Theory]
    [InlineData("200 OK", true)]
    [InlineData("204 No Content", true)]
    [InlineData("299 X", true)]
    [InlineData("199 X", false)]
    [InlineData("300 X", false)]
    [InlineData("301 Moved", false)]
    [InlineData("404 Not Found", false)]
    [InlineData("100 Continue", false)]
    public void Where_nothing_is_said_200_to_299_is_success(string status, bool passes) => Judge(new(), Answer(status)).Passed.ShouldBe(passes);

    [Fact]
    public void Nothing_of_the_body_is_kept_once_there_is_a_verdict()
    {
        foreach (var regex in new[] { "hello", "other" })
        {
            var dialogue = Dialogue(new HttpCheckUrl { Regex = regex });
            dialogue.Begin();
            dialogue.Received(Answer());
            dialogue.Kept.ShouldBe(Body.Length);
            dialogue.Ended();
            dialogue.Kept.ShouldBe(0);
        }
        var silent = Dialogue(new HttpCheckUrl { Regex = "hello" });
        silent.Begin();
        silent.Received(Answer());
        silent.TimedOut(TimeSpan.FromSeconds(1));
        silent.Kept.ShouldBe(0);
    }

    [Fact]
    public void A_wrong_status_is_told_with_the_ones_expected() =>
        Judge(new() { Path = "/x", StatusCodes = [200, new(400, 403)] }, Answer("404 Not Found")).Failure.ShouldBe("GET /x: status 404, expected 200 400-403");

    [Theory]
    [InlineData("HTTP/1.1 200\r\n\r\n")] // keepalived: a status error
    [InlineData("HTTP/1.0 200 \r\n\r\n")]
    [InlineData("HTTP/2.0 200 OK\r\n\r\n")]
    public void The_reason_of_a_status_may_be_missing(string answer) => Judge(new(), Encoding.ASCII.GetBytes(answer)).Passed.ShouldBeTrue();

    [Theory]
    [InlineData("garbage\r\n\r\nhello", "this is not an HTTP answer: 'garbage'")]
    [InlineData("HTTP/1.1 2000 OK\r\n\r\n", "this is not an HTTP answer: 'HTTP/1.1 2000 OK'")]
    [InlineData("HTTP/1.1 20 OK\r\n\r\n", "this is not an HTTP answer: 'HTTP/1.1 20 OK'")]
    [InlineData("HTTP/1.1\r\n\r\n", "this is not an HTTP answer: 'HTTP/1.1'")]
    [InlineData("\u0001\u001b[31mred\r\n\r\n", "this is not an HTTP answer: '..[31mred'")]
    [InlineData("", "the connection was closed without an answer")]
    [InlineData("HTTP/1.1 200 OK\r\nFoo: bar\r\n", "the connection was closed before the end of the header: 'HTTP/1.1 200 OK'")]
    [InlineData("HTTP/1.1 200 OK\nContent-Length: 5\n\nhello", "the connection was closed before the end of the header: 'HTTP/1.1 200 OK'")]
    public void What_is_not_an_answer_is_told_in_one_line(string answer, string why) =>
        Judge(new(), Encoding.Latin1.GetBytes(answer)).Failure.ShouldBe($"GET /: {why}");

    [Fact]
    public void A_digest_is_computed_over_the_body() => Judge(new() { Digest = BodyDigest }, Answer()).Passed.ShouldBeTrue();

    [Fact]
    public void A_wrong_digest_is_told_with_the_one_expected() =>
        Judge(new() { Digest = NoDigest }, Answer()).Failure.ShouldBe($"GET /: digest {BodyDigest}, expected {NoDigest}");

    [Fact]
    public void The_status_counts_with_a_digest_too()
    {
        Judge(new() { Digest = BodyDigest }, Answer("404 Not Found")).Passed.ShouldBeFalse();
        Judge(new() { Digest = BodyDigest, StatusCodes = [404] }, Answer("404 Not Found")).Passed.ShouldBeTrue();
    }

    [Fact]
    public void The_body_ends_where_Content_Length_says() =>
        Judge(new() { Digest = "5d41402abc4b2a76b9719d911017c592" /* hello */ }, Answer(fields: Length(5))).Passed.ShouldBeTrue();

    [Fact]
    public void A_body_shorter_than_Content_Length_is_judged_as_it_is() => Judge(new() { Digest = BodyDigest }, Answer(fields: Length(50))).Passed.ShouldBeTrue();

    [Fact]
    public void The_framing_of_a_chunked_body_is_part_of_the_digest() =>
        Judge(new() { Digest = "265a97f4776b3e06fd7fbb444c386320" }, Answer(fields: "Transfer-Encoding: chunked\r\n", body: "b\r\nhello body\n\r\n0\r\n\r\n")).Passed.ShouldBeTrue();

    [Fact]
    public void The_digest_of_nothing_is_known() =>
        Judge(new() { Digest = "d41d8cd98f00b204e9800998ecf8427e" }, Answer(body: "")).Passed.ShouldBeTrue();

    [Fact]
    public void A_complete_answer_is_not_waited_upon_further_but_may_be_closed_by_the_server()
    {
        var dialogue = Dialogue(new HttpCheckUrl());
        dialogue.Begin();
        dialogue.Received(Answer(fields: Length())).ShouldBe(Turn.Drain);
        dialogue.Result.Passed.ShouldBeTrue();
    }

    [Fact]
    public void Without_Content_Length_the_end_of_the_connection_is_awaited() => Talk.Stream(Dialogue(new HttpCheckUrl()), [Answer()], close: false).ShouldBeNull();

    [Theory]
    [InlineData("abc")]
    [InlineData("-1")]
    [InlineData("")]
    [InlineData("99999999999999999999999")]
    public void A_Content_Length_that_is_none_is_left_out(string length) =>
        Judge(new() { Digest = BodyDigest }, Answer(fields: $"Content-Length: {length}\r\n")).Passed.ShouldBeTrue();

    [Fact]
    public void An_endless_header_is_cut_off() =>
        Judge(new(), Answer(fields: $"X: {new string('a', 20_000)}\r\n")).Failure.ShouldBe("GET /: the header of the answer is longer than 16384 bytes");

    [Fact]
    public void An_endless_body_is_cut_off()
    {
        var dialogue = Dialogue(new HttpCheckOptions { MaxBodySize = 1000 });
        Talk.Stream(dialogue, [Answer(body: ""), .. Enumerable.Repeat(new byte[100], 20)])!.Value.Failure.ShouldBe("GET /: the body is longer than 1000 bytes");
    }

    [Fact]
    public void A_dialogue_forgets_what_was_before()
    {
        var dialogue = Dialogue(new HttpCheckUrl { Digest = BodyDigest, Regex = "^hello body$", RegexOptions = System.Text.RegularExpressions.RegexOptions.Multiline });
        for (var i = 0; i < 3; i++)
        {
            Talk.Stream(dialogue, [Answer(body: "hello nobody")[..^3]])!.Value.Passed.ShouldBeFalse();
            Talk.Stream(dialogue, [Encoding.ASCII.GetBytes("HTTP/1.1 200")])!.Value.Passed.ShouldBeFalse();
            Talk.Stream(dialogue, [Answer()])!.Value.Passed.ShouldBeTrue();
        }
    }

    [Fact]
    public void Timeouts_and_broken_connections_name_the_page()
    {
        var dialogue = Dialogue(new HttpCheckUrl { Path = "/slow" });
        dialogue.Begin();
        dialogue.TimedOut(TimeSpan.FromSeconds(1.5));
        dialogue.Result.Failure.ShouldBe("GET /slow: no answer within 1.5 s");
        dialogue.Broken("no connection: Connection refused");
        dialogue.Result.Failure.ShouldBe("GET /slow: no connection: Connection refused");
    }
}
