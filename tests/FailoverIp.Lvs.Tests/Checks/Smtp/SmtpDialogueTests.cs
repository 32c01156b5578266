using System.Text;
using FailoverIp.Lvs.Loop;
using FailoverIp.Lvs.Smtp;
using FailoverIp.Lvs.Tests.Checks.Support;
using FsCheck;
using FsCheck.Fluent;

namespace FailoverIp.Lvs.Tests.Checks.Smtp;

public class SmtpDialogueTests
{
    [Fact]
    public void Greeting_HELO_and_QUIT_are_exchanged()
    {
        var dialogue = new SmtpDialogue(new() { HeloName = "me.test" });
        dialogue.Begin().ShouldBe(Turn.Receive);
        dialogue.Received("220 ok ESMTP\r\n"u8).ShouldBe(Turn.Send);
        Encoding.ASCII.GetString(dialogue.Output.Span).ShouldBe("HELO me.test\r\n");
        dialogue.Received("250 fine\r\n"u8).ShouldBe(Turn.Send);
        Encoding.ASCII.GetString(dialogue.Output.Span).ShouldBe("QUIT\r\n");
        dialogue.Received("500 what\r\n"u8).ShouldBe(Turn.Drain); // any reply to QUIT will do, as in keepalived 2.2.7
        dialogue.Result.ShouldBe(CheckResult.Pass);
    }

    [Theory]
    [InlineData("the greeting is '554 no', expected 220", "554 no\r\n")]
    [InlineData("the greeting is 'garbage', expected 220", "garbage\r\n")]
    [InlineData("the greeting is '', expected 220", "\r\n")]
    [InlineData("the reply to HELO is '502 no', expected 250", "220 ok\r\n", "502 no\r\n")]
    [InlineData("the connection was closed before the greeting", "220 o")]
    [InlineData("the connection was closed before the reply to HELO", "220 ok\r\n")]
    [InlineData("the connection was closed before the reply to QUIT", "220 ok\r\n", "250 ok\r\n")]
    public void What_is_wrong_is_told(string why, params string[] replies) =>
        Talk.Stream(new SmtpDialogue(new()), replies.Select(Encoding.ASCII.GetBytes))!.Value.Failure.ShouldBe(why);

    [Fact]
    public void Replies_of_several_lines_are_understood() // keepalived 2.2.7 takes them for failures
    {
        string[] replies = ["220-ok\r\n220 ok\r\n", "250-fine\r\n250-SIZE\r\n250 X\r\n", "221-bye\r\n221 bye\r\n"];
        Talk.Stream(new SmtpDialogue(new()), replies.Select(Encoding.ASCII.GetBytes)).ShouldBe(CheckResult.Pass);
    }

    [Fact]
    public void An_endless_reply_is_cut_off() =>
        Talk.Stream(new SmtpDialogue(new()), Enumerable.Repeat("220-x\r\n"u8.ToArray(), 2000))!.Value.Failure.ShouldBe("the greeting is longer than 8192 bytes");

    [Fact]
    public void However_replies_are_cut_the_verdict_is_the_same()
    {
        string[] replies = ["220-a\r\n220 b\r\n", "250 fine\r\n", "221 bye\r\n"];
        Prop.ForAll<int[]>(places => Talk.Stream(new SmtpDialogue(new()), replies.SelectMany(r => Talk.Cut(Encoding.ASCII.GetBytes(r), places))) == CheckResult.Pass)
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public async Task Over_a_socket_it_passes()
    {
        await using var server = new LocalServer(async (stream, stop) =>
        {
            using var reader = new StreamReader(stream, leaveOpen: true);
            await stream.WriteAsync("220 hello\r\n"u8.ToArray(), stop);
            (await reader.ReadLineAsync(stop)).ShouldBe("HELO smtpchecker.failoverip");
            await stream.WriteAsync("250 hello\r\n"u8.ToArray(), stop);
            (await reader.ReadLineAsync(stop)).ShouldBe("QUIT");
            await stream.WriteAsync("221 bye\r\n"u8.ToArray(), stop);
        });
        (await Probes.AskAsync(new SmtpCheckOptions(), server.EndPoint)).ShouldBe(CheckResult.Pass);
    }

    [Fact]
    public async Task A_server_without_a_greeting_is_told()
    {
        await using var server = new LocalServer((_, stop) => Task.Delay(Timeout.Infinite, stop));
        (await Probes.AskAsync(new SmtpCheckOptions(), server.EndPoint, Probes.Impatient)).Failure.ShouldBe("the greeting did not come within 0.2 s");
    }
}
