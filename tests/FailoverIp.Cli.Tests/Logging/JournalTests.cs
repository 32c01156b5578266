using FailoverIp.Cli.Logging;
using FailoverIp.Cli.Tests.Harness;
using Microsoft.Extensions.Logging;

namespace FailoverIp.Cli.Tests.Logging;

/// <summary>In the journal a line begins with its priority and has no time of its own; anywhere else it is as ever.</summary>
public class JournalTests
{
    [Theory]
    [InlineData("9:12345", "socket:[12345]", true)]
    [InlineData("9:12345", "socket:[123456]", false)]
    [InlineData("9:12345", "/dev/pts/0", false)]
    [InlineData("9:", "socket:[]", false)]
    [InlineData(null, "socket:[12345]", false)]
    [InlineData("9:12345", null, false)]
    public void It_is_the_journal_only_where_standard_error_is_what_the_variable_names(string? variable, string? target, bool expected) =>
        Journal.IsStream(variable, target).ShouldBe(expected);

    [Theory]
    [InlineData(LogLevel.Debug, "<7>")]
    [InlineData(LogLevel.Information, "<6>")]
    [InlineData(LogLevel.Warning, "<4>")]
    [InlineData(LogLevel.Error, "<3>")]
    [InlineData(LogLevel.Critical, "<2>")]
    public void Levels_are_syslogs_priorities(LogLevel level, string prefix) => Journal.Prefix(level).ShouldBe(prefix);

    [Theory]
    [InlineData("$(stat -Lc %d:%i /proc/self/fd/2)", "^<3>failoverip: ")]
    [InlineData("9:1", "^failoverip: ")]
    public async Task An_error_has_its_priority(string stream, string expected)
    {
        using var folder = new TemporaryDirectory();
        var script = folder.Write("run", $"JOURNAL_STREAM={stream}; export JOURNAL_STREAM; exec dotnet '{AppContext.BaseDirectory}/failoverip.dll' run -c /nonexistent.json\n");

        var result = await Tool.RunCommandAsync("sh", script);

        result.ShouldEndWith(2);
        result.Error.ShouldMatch(expected);
    }

    [Fact]
    public async Task A_log_line_has_its_priority_and_no_time()
    {
        await using var account = await Account.StartAsync();
        var script = account.Directory.Write(
            "run",
            "JOURNAL_STREAM=$(stat -Lc %d:%i /proc/self/fd/2); export JOURNAL_STREAM\n"
            + $"exec dotnet '{AppContext.BaseDirectory}/failoverip.dll' run -c '{account.ConfigurationFile}' --control '{account.Directory["control.sock"]}'\n");
        await using var tool = Tool.StartCommand("sh", [script]);

        var line = await tool.Error.WaitForAsync(l => l.Contains("Status: ", StringComparison.Ordinal));
        tool.Signal(15);

        line.ShouldStartWith("<6>Status: ");
        (await tool.ToEndAsync(TimeSpan.FromSeconds(20))).ShouldEndWith(0);
    }
}
