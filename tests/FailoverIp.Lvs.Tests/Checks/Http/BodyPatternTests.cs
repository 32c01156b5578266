using System.Text;
using System.Text.RegularExpressions;
using FailoverIp.Lvs.Tests.Checks.Support;
using static FailoverIp.Lvs.Tests.Checks.Support.HttpTalk;

namespace FailoverIp.Lvs.Tests.Checks.Http;

public class BodyPatternTests
{
    [Theory]
    [InlineData("ello", 0, null, true)]
    [InlineData("^hello body$", 0, null, true)] // $ is also before a last line feed
    [InlineData("nothing", 0, null, false)]
    [InlineData("Server", 0, null, false)] // of the header
    [InlineData("lo b", 0, 3, true)]
    [InlineData("lo b", 0, 2, false)]
    [InlineData("lo b", 3, null, true)]
    [InlineData("lo b", 4, null, false)]
    [InlineData("o", 5, 8, true)]
    [InlineData("o", 5, 6, false)]
    [InlineData("x?", 12, null, false)] // beyond the end
    [InlineData("(?<=hel)lo", 0, null, true)] // look-behind cannot be matched without backtracking
    [InlineData("(l)\\1", 0, null, true)]
    public void A_pattern_is_looked_for_in_the_body_between_its_offsets(string pattern, int min, int? max, bool found)
    {
        var url = new HttpCheckUrl { Regex = pattern, RegexMinOffset = min, RegexMaxOffset = max };
        Judge(url, Answer()).Passed.ShouldBe(found);
        Judge(url with { RegexNoMatch = true }, Answer()).Passed.ShouldBe(!found);
    }

    [Fact]
    public void Both_outcomes_are_told()
    {
        Judge(new() { Regex = "x+" }, Answer()).Failure.ShouldBe("GET /: the body does not match 'x+'");
        Judge(new() { Regex = "l+", RegexNoMatch = true }, Answer()).Failure.ShouldBe("GET /: the body matches 'l+'");
    }

    [Fact]
    public void A_long_or_strange_pattern_is_told_in_one_line() =>
        Judge(new() { Regex = "\nü" + new string('x', 200) }, Answer()).Failure.ShouldBe($"GET /: the body does not match '.ü{new string('x', 98)}…'");

    [Fact]
    public void Options_hold() => Judge(new() { Regex = "HELLO", RegexOptions = RegexOptions.IgnoreCase }, Answer()).Passed.ShouldBeTrue();

    [Fact]
    public void A_pattern_that_is_not_ASCII_finds_its_UTF8()
    {
        var body = Encoding.Latin1.GetString(Encoding.UTF8.GetBytes("Grüße"));
        Judge(new() { Regex = "rüß" }, Answer(body: body)).Passed.ShouldBeTrue();
        Judge(new() { Regex = "e$", RegexMinOffset = 6 }, Answer(body: body)).Passed.ShouldBeTrue(); // bytes, not characters
    }

    [Fact]
    public void A_match_across_pieces_is_found()
    {
        var answer = Answer(body: new string('x', 20_000) + "MARK" + new string('x', 20_000));
        var pieces = Talk.Cut(answer, [20_032, 20_033, 20_034, 20_035]);
        Judge(new() { Regex = "xMARKx", RegexMinOffset = 19_000 }, [.. pieces]).Passed.ShouldBeTrue();
        Judge(new() { Regex = "MARK", RegexMaxOffset = 19_000 }, [.. pieces]).Passed.ShouldBeFalse();
    }

    [Fact]
    public void Only_the_first_mebibyte_is_searched()
    {
        var answer = Answer(body: new string('x', 1 << 20) + "MARK");
        Judge(new() { Regex = "x{100}$" }, answer).Passed.ShouldBeTrue();
        Judge(new() { Regex = "MARK" }, answer).Passed.ShouldBeFalse();
    }

    [Fact]
    public void A_pattern_that_takes_for_ever_is_given_up() =>
        Judge(new() { Regex = "^(?=x)(x+x+)+y$" }, Answer(body: new string('x', 5_000))).Failure.ShouldBe("GET /: matching '^(?=x)(x+x+)+y$' took longer than 0.05 s");

    [Theory]
    [InlineData("(", 0, null, "Regex: ")]
    [InlineData("(?<=(", 0, null, "Regex: ")]
    [InlineData("x", -1, null, "RegexMinOffset: ")]
    [InlineData("x", 1 << 20, null, "RegexMinOffset: ")]
    [InlineData("x", 5, 4, "RegexMaxOffset: ")]
    public void What_makes_no_sense_is_refused_by_the_name_of_the_option(string pattern, int min, int? max, string message) =>
        Should.Throw<ArgumentException>(() => Dialogue(new HttpCheckUrl { Regex = pattern, RegexMinOffset = min, RegexMaxOffset = max })).Message.ShouldStartWith(message);
}
