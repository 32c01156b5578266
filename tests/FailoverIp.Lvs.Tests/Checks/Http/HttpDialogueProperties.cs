using System.Text;
using FailoverIp.Lvs.Tests.Checks.Support;
using FsCheck;
using FsCheck.Fluent;
using static FailoverIp.Lvs.Tests.Checks.Support.HttpTalk;

namespace FailoverIp.Lvs.Tests.Checks.Http;

public class HttpDialogueProperties
{
    private static readonly HttpCheckUrl Url = new() { StatusCodes = [200], Digest = BodyDigest, Regex = "lo b", RegexMaxOffset = 3 };

    private static readonly byte[][] Answers =
    [
        Answer(), Answer(fields: Length()), Answer(fields: Length(5)), Answer(fields: Length(50)), Answer("404 No"), Answer(body: ""), Answer(body: "hello  body"),
        Encoding.ASCII.GetBytes("garbage\r\n\r\nhello"), Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nX: y\r\n"), [], Answer(fields: $"X: {new string('a', 20_000)}\r\n"),
        Answer(fields: $"X: {new string('a', 16_384 - "HTTP/1.1 200 OK\r\nServer: x\r\nX: \r\n\r\n".Length)}\r\n"),
        Answer(fields: $"X: {new string('a', 16_385 - "HTTP/1.1 200 OK\r\nServer: x\r\nX: \r\n\r\n".Length)}\r\n"),
    ];

    [Fact]
    public void However_an_answer_is_cut_the_verdict_is_the_same()
    {
        var cuts = Gen.Elements(Answers).SelectMany(_ => ArbMap.Default.GeneratorFor<int[]>(), (answer, places) => (answer, places)).ToArbitrary();
        Prop.ForAll(cuts, cut => Talk.Stream(Dialogue(Url), Talk.Cut(cut.answer, cut.places)) == Judge(Url, cut.answer)).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Byte_by_byte_the_verdict_is_the_same()
    {
        foreach (var answer in Answers)
            Talk.Stream(Dialogue(Url), answer.Select(b => new[] { b })).ShouldBe(Judge(Url, answer));
    }

    [Fact]
    public void Nothing_that_comes_makes_it_throw_or_gives_two_lines() =>
        Prop.ForAll<byte[], int[]>((bytes, places) =>
        {
            var result = Talk.Stream(Dialogue(Url), Talk.Cut([.. "HTTP/1.1 200 OK\r\n"u8, .. bytes], places))!.Value;
            return result.Passed ? result.Failure is null : !result.Failure!.Any(char.IsControl);
        }).QuickCheckThrowOnFailure();
}
