using FailoverIp.Cli.Tests.Harness;

namespace FailoverIp.Cli.Tests.Scripts;

/// <summary>The root script <c>./failoverip</c>, with a fake SDK: when it builds, and what reaches the tool.</summary>
public class FailoverIpScriptTests
{
    private const string Works = """
        if [ "$1" = build ]; then
            echo build >>"$builds"; echo "noise of the build"; sleep 0.3
            mkdir -p "$root/artifacts/bin/FailoverIp.Cli/release" && echo >"$root/artifacts/bin/FailoverIp.Cli/release/failoverip.dll"
            exit
        fi
        shift
        echo "pid $$"
        for argument; do echo "[$argument]"; done
        [ "${1:-}" != wait ] || exec sleep 60
        exit 7
        """;

    [Fact]
    public async Task It_builds_what_is_missing_and_then_becomes_the_tool()
    {
        using var sandbox = new ScriptSandbox(Works);

        var first = await sandbox.RunAsync("failoverip", null, "route", "ensure", "a name", "");
        var second = await sandbox.RunAsync("failoverip", null, "again");

        first.ShouldEndWith(7);
        first.Output.Split('\n')[1..].ShouldBe(["[route]", "[ensure]", "[a name]", "[]", ""]);
        first.Error.ShouldBe("building failoverip…\n");
        second.ShouldEndWith(7).Error.ShouldBeEmpty();
        sandbox.Builds.ShouldBe(1);
    }

    [Fact]
    public async Task It_builds_again_when_a_source_is_newer_or_gone()
    {
        using var sandbox = new ScriptSandbox(Works);
        sandbox.Write("src/Other.cs", "");
        await sandbox.RunAsync("failoverip");

        File.SetLastWriteTimeUtc($"{sandbox.Root}/src/Program.cs", File.GetLastWriteTimeUtc($"{sandbox.Root}/artifacts/.built").AddSeconds(1));
        await sandbox.RunAsync("failoverip");
        sandbox.Builds.ShouldBe(2);

        File.SetLastWriteTimeUtc($"{sandbox.Root}/src/Program.cs", File.GetLastWriteTimeUtc($"{sandbox.Root}/artifacts/.built").AddSeconds(-10));
        File.Delete($"{sandbox.Root}/src/Other.cs");
        await sandbox.RunAsync("failoverip");
        sandbox.Builds.ShouldBe(3);
    }

    [Fact]
    public async Task Two_at_once_build_once()
    {
        using var sandbox = new ScriptSandbox(Works);

        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => sandbox.RunAsync("failoverip")));

        results.ShouldAllBe(r => r.ExitStatus == 7);
        sandbox.Builds.ShouldBe(1);
    }

    [Fact]
    public async Task A_signal_to_its_pid_reaches_the_tool()
    {
        using var sandbox = new ScriptSandbox(Works);
        await using var running = sandbox.Start("failoverip", null, "wait");

        (await running.Output.WaitForAsync(l => l.StartsWith("pid ", StringComparison.Ordinal))).ShouldBe($"pid {running.Id}");
        running.Signal(15);

        (await running.ToEndAsync(TimeSpan.FromSeconds(10))).ExitStatus.ShouldBe(143);
    }

    [Fact]
    public async Task A_build_that_fails_is_told_on_standard_error_and_nothing_runs()
    {
        using var sandbox = new ScriptSandbox("""[ "$1" != build ] || { echo "Program.cs(1,1): error CS0000: broken"; exit 1; }; echo ran""");

        var result = await sandbox.RunAsync("failoverip");

        result.ShouldEndWith(2).Output.ShouldBeEmpty();
        result.Error.ShouldContain("error CS0000: broken");
    }

    [Fact]
    public async Task It_needs_no_home()
    {
        using var sandbox = new ScriptSandbox($"""[ "$1" != build ] || echo "${'{'}DOTNET_CLI_HOME:-none{'}'}" >>"$root/homes"; {Works}""");

        (await sandbox.RunAsync("failoverip", new Dictionary<string, string?> { ["HOME"] = null })).ShouldEndWith(7);
        File.SetLastWriteTimeUtc($"{sandbox.Root}/src/Program.cs", File.GetLastWriteTimeUtc($"{sandbox.Root}/artifacts/.built").AddSeconds(1));
        (await sandbox.RunAsync("failoverip", new Dictionary<string, string?> { ["HOME"] = "/proc/no-home", ["DOTNET_CLI_HOME"] = null })).ShouldEndWith(7);

        File.ReadAllLines($"{sandbox.Root}/homes")[1].ShouldBe($"{sandbox.Root}/artifacts/home");
    }
}
