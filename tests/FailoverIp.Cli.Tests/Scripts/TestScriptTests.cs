using FailoverIp.Cli.Tests.Harness;
using FailoverIp.TestKit;

namespace FailoverIp.Cli.Tests.Scripts;

/// <summary>The root script <c>./test</c>, with a fake SDK: that it never calls a run good that was not.</summary>
public class TestScriptTests
{
    // What each project does is a file of its own: the counters of its results, and the status it ends with.
    private const string Dotnet = """
        [ "$1" = test ] || { echo build >>"$builds"; exit 0; }
        name=$(basename "$2")
        report=$(printf '%s\n' "$@" | sed -n 's/.*LogFileName=//p')
        case $report in *.second.trx) second=yes; printf '%s\n' "$@" | grep -A 1 '^--filter$' | tail -n 1 >>"$root/filters" ;; *) second= ;; esac
        . "$root/tests/$name/behaviour"
        if [ -n "$total" ]; then
            [ -z "$failing" ] || { echo "  Failed $failing [3 ms]"; echo "  Error Message:"; echo "   it is broken"; echo "Failed!  - Failed: 1"; }
            {
                [ -z "$skipping" ] || echo "<UnitTestResult testName=\"$skipping\" outcome=\"NotExecuted\" />"
                [ -z "$failing" ] || echo "<UnitTestResult executionId=\"1\" testName=\"$failing(x: 1)\" outcome=\"Failed\" />"
                echo "<Counters total=\"$total\" executed=\"$executed\" passed=\"$passed\" failed=\"$((executed - passed))\" notExecuted=\"0\" />"
            } >"$root/artifacts/test-results/$report"
        fi
        exit "$status"
        """;

    [Fact]
    public async Task All_good_is_one_line_at_the_end_and_0()
    {
        using var sandbox = Projects(("A.Tests", Passed(3)), ("B.Tests", Passed(4)), ("Interop.Tests", Passed(1)));

        var result = await sandbox.RunAsync("test");

        result.ShouldEndWith(0);
        LastLine(result).ShouldBe("8 passed, 0 failed, 0 skipped");
    }

    [Fact]
    public async Task A_failure_is_shown_with_its_message()
    {
        using var sandbox = Projects(("A.Tests", Passed(3)), ("B.Tests", "total=2 executed=2 passed=1 status=1 failing=Some.Test_that_fails"));

        var result = await sandbox.RunAsync("test");

        result.ShouldEndWith(1);
        result.Output.ShouldContain("Some.Test_that_fails");
        result.Output.ShouldContain("it is broken");
        LastLine(result).ShouldBe("4 passed, 1 failed, 0 skipped");
    }

    [Fact]
    public async Task A_failure_beside_real_peers_is_looked_at_twice_and_told_even_where_the_second_look_was_fine()
    {
        using var sandbox = Projects(("A.Tests", Passed(3)),
            ("Interop.Tests", "if [ $second ]; then total=1 executed=1 passed=1 status=0; else total=2 executed=2 passed=1 status=1 failing=Some.Test_by_the_clock; fi"));

        var result = await sandbox.RunAsync("test");

        result.ShouldEndWith(0);
        result.Output.ShouldContain("Interop.Tests: passed on the second try only, after the first had failed:");
        result.Output.ShouldContain("it is broken");
        File.ReadAllText($"{sandbox.Root}/filters").Trim().ShouldBe("FullyQualifiedName=Some.Test_by_the_clock");
        LastLine(result).ShouldBe("5 passed, 0 failed, 0 skipped");
    }

    [Theory]
    [InlineData("Interop.Tests", "total=2 executed=2 passed=1 status=1 failing=Some.Test")] // broken both times
    [InlineData("A.Tests", "if [ $second ]; then total=1 executed=1 passed=1 status=0; else total=2 executed=2 passed=1 status=1 failing=Some.Test; fi")] // not by the clock
    [InlineData("Interop.Tests", "if [ $second ]; then total= status=134; else total=2 executed=2 passed=1 status=1 failing=Some.Test; fi")] // the second broke off
    [InlineData("Interop.Tests", "if [ $second ]; then total=1 executed=1 passed=1 status=0; else total=2 executed=2 passed=1 status=134 failing=Some.Test; fi")] // so did the first
    [InlineData("Interop.Tests", "if [ $second ]; then total=1 executed=1 passed=1 status=0; else echo 'Test Run Aborted.'; total=2 executed=2 passed=1 status=1 failing=Some.Test; fi")]
    [InlineData("Interop.Tests", "if [ $second ]; then total=1 executed=0 passed=0 status=0; else total=2 executed=2 passed=1 status=1 failing=Some.Test; fi")] // skipped there
    public async Task Nothing_else_gets_a_second_look(string project, string behaviour)
    {
        using var sandbox = Projects((project, behaviour));

        var result = await sandbox.RunAsync("test");

        result.ShouldEndWith(1);
        LastLine(result).ShouldBe("1 passed, 1 failed, 0 skipped");
    }

    [Theory]
    [InlineData("total= status=134")]
    [InlineData("total=2 executed=2 passed=2 status=1")]
    [InlineData("total=0 executed=0 passed=0 status=0")]
    [InlineData("total= status=0")]
    public async Task A_project_that_broke_off_or_ran_nothing_is_a_failure(string behaviour)
    {
        using var sandbox = Projects(("A.Tests", Passed(3)), ("B.Tests", behaviour));

        var result = await sandbox.RunAsync("test");

        result.ShouldEndWith(1);
        LastLine(result).ShouldMatch("^[35] passed, 1 failed, 0 skipped$");
    }

    [Fact]
    public async Task A_project_that_hangs_is_stopped_and_a_failure()
    {
        using var sandbox = Projects(("A.Tests", "sleep 60"));

        var result = await sandbox.RunAsync("test", new Dictionary<string, string?> { ["PROJECT_TIMEOUT"] = "1" });

        result.ShouldEndWith(1);
        result.Output.ShouldContain("stopped after 1 s");
    }

    [Fact]
    public async Task What_compiles_the_whole_tool_may_take_five_times_as_long()
    {
        using var sandbox = Projects(("A.Tests", Passed(3)), ("Nightly.Tests", Passed(1)));
        sandbox.WriteScript("bin/timeout", $"echo \"$2\" >>'{sandbox.Root}/limits'; exit 124");

        var result = await sandbox.RunAsync("test", arguments: "--nightly");

        result.Output.ShouldContain("A.Tests: stopped after 720 s");
        result.Output.ShouldContain("Nightly.Tests: stopped after 3600 s");
        File.ReadAllLines($"{sandbox.Root}/limits").ShouldBe(["720", "3600"], ignoreOrder: true);
    }

    [Fact]
    public async Task Of_two_failures_a_second_look_at_one_is_not_enough()
    {
        using var sandbox = Projects(("Interop.Tests",
            "if [ $second ]; then total=2 executed=1 passed=1 status=0 skipping=Some.Test; else total=3 executed=3 passed=1 status=1 failing=Some.Test; fi"));

        var result = await sandbox.RunAsync("test");

        result.ShouldEndWith(1);
        LastLine(result).ShouldBe("1 passed, 2 failed, 0 skipped");
    }

    [Theory]
    [InlineData("A.Tests")]
    [InlineData("Interop.Tests")]
    public async Task Who_ends_it_ends_what_it_runs(string project)
    {
        using var sandbox = Projects((project, "echo $$ >\"$root/pid.new\"; mv \"$root/pid.new\" \"$root/pid\"; exec sleep 300"));
        await using var running = sandbox.Start("test");
        await Eventually.True(() => File.Exists($"{sandbox.Root}/pid"));
        var process = int.Parse(File.ReadAllText($"{sandbox.Root}/pid"), System.Globalization.CultureInfo.InvariantCulture);

        running.Signal(15);

        (await running.ToEndAsync(TimeSpan.FromSeconds(60))).ShouldEndWith(130);
        Directory.Exists($"/proc/{process}").ShouldBeFalse();
    }

    [Theory]
    [InlineData("3 passed, 0 failed, 0 skipped")]
    [InlineData("7 passed, 0 failed, 0 skipped", "--nightly")]
    public async Task What_takes_minutes_is_run_where_it_is_asked_for(string expected, params string[] arguments)
    {
        using var sandbox = Projects(("A.Tests", Passed(3)), ("Nightly.Tests", Passed(4)));

        var result = await sandbox.RunAsync("test", new Dictionary<string, string?> { ["FAILOVERIP_NIGHTLY"] = null }, arguments);

        result.ShouldEndWith(0);
        LastLine(result).ShouldBe(expected);
    }

    [Theory]
    [InlineData(null, 0)]
    [InlineData("true", 1)]
    public async Task A_skipped_test_is_named_and_in_CI_a_failure(string? ci, int status)
    {
        using var sandbox = Projects(("A.Tests", "total=3 executed=2 passed=2 status=0 skipping=Some.Skipped_test"));

        var result = await sandbox.RunAsync("test", new Dictionary<string, string?> { ["CI"] = ci });

        result.ShouldEndWith(status);
        result.Output.ShouldContain("Skipped Some.Skipped_test");
        LastLine(result).ShouldBe("2 passed, 0 failed, 1 skipped");
    }

    [Theory]
    [InlineData("test", 0)]
    [InlineData(".ci/run", 1)]
    public async Task What_cannot_be_had_is_named_and_in_CI_a_failure(string script, int status)
    {
        using var sandbox = Projects(("A.Tests", Passed(1)));
        Directory.Delete($"{sandbox.Root}/artifacts/tools", recursive: true);
        sandbox.WriteScript("bin/npm", "echo no network >&2; exit 1");

        var result = await sandbox.RunAsync(script);

        result.ShouldEndWith(status);
        result.Error.ShouldContain("left out: the tests against the providers' API documents");
        LastLine(result).ShouldBe("1 passed, 0 failed, 0 skipped");
    }

    [Fact]
    public async Task A_build_that_fails_is_a_failure_too()
    {
        using var sandbox = Projects(("A.Tests", Passed(1)));
        sandbox.WriteScript("bin/dotnet", "echo 'X.cs(1,1): error CS0000: broken'; exit 1");

        var result = await sandbox.RunAsync("test");

        result.ShouldEndWith(1);
        result.Error.ShouldContain("error CS0000: broken");
        LastLine(result).ShouldBe("0 passed, 1 failed, 0 skipped");
    }

    private static string Passed(int count) => $"total={count} executed={count} passed={count} status=0";

    private static string LastLine(ToolResult result) => result.Output.TrimEnd('\n').Split('\n')[^1];

    // Everything that the script would install is there already: these tests change nothing on the machine.
    private static ScriptSandbox Projects(params (string Name, string Behaviour)[] projects)
    {
        var sandbox = new ScriptSandbox(Dotnet);
        foreach (var (name, behaviour) in projects)
        {
            sandbox.Write($"tests/{name}/{name}.csproj", "<Project />");
            sandbox.Write($"tests/{name}/behaviour", $"total= executed= passed= failing= skipping=\n{behaviour}\n");
        }
        foreach (var command in new[] { "keepalived", "tcpdump", "ip", "ping", "arping", "nft", "pgrep", "npm", "node", "systemd-analyze", "unshare", "lintian" })
            sandbox.WriteScript($"bin/{command}", "exit 1");
        sandbox.WriteScript("bin/id", "echo 0");
        sandbox.WriteScript("bin/uname", "echo Linux");
        sandbox.WriteScript("artifacts/tools/prism/node_modules/.bin/prism", "exit 1");
        return sandbox;
    }
}
