namespace FailoverIp.Node.Tests;

public class ProcessStatTests
{
    [Theory]
    [InlineData("42 (sh) S 1 40 39 0 -1 4194560", "sh", 40, 39)]
    [InlineData("42 (a) Z 9 9 9) R 1 40 39 0", "a) Z 9 9 9", 40, 39)]
    [InlineData("42 () D 1 0 0 0", "", 0, 0)]
    public void A_name_may_hold_anything(string line, string name, int group, int session) =>
        ProcessStat.Parse(42, line).ShouldBe(new ProcessStat(42, name, group, session));

    [Theory]
    [InlineData("42 (sh) Z 1 40 39 0")]
    [InlineData("42 (sh) X 1 40 39 0")]
    [InlineData("42 (sh) S 1 40")]
    [InlineData("")]
    public void What_has_ended_or_is_no_line_is_nobody(string line) => ProcessStat.Parse(42, line).ShouldBeNull();

    [Fact]
    public void This_process_lives() => ProcessStat.Living().ShouldContain(p => p.Id == Environment.ProcessId && p.Group > 0 && p.Session >= 0);
}
