using FailoverIp.Cli.Output;

namespace FailoverIp.Cli.Tests.Output;

public class OneLineTests
{
    [Theory]
    [InlineData("as it is", "as it is")]
    [InlineData("first\r\nsecond\n\n  third ", "first second third")]
    [InlineData("\u001b[31mred\u0007\u0085x", " [31mred  x")]
    [InlineData("", "")]
    public void Line_breaks_and_control_characters_are_gone(string text, string line) => OneLine.From(text).ShouldBe(line);

    [Fact]
    public void It_is_not_endless() => OneLine.From(new string('x', 100_000)).Length.ShouldBe(1001);
}
