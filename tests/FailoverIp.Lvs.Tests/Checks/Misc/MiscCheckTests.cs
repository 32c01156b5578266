using System.Diagnostics;
using System.Net;
using FailoverIp.Lvs.Loop;
using FailoverIp.Lvs.Misc;
using FailoverIp.Lvs.Tests.Checks.Support;

namespace FailoverIp.Lvs.Tests.Checks.Misc;

public class MiscCheckTests
{
    private static readonly IPEndPoint Nowhere = new(IPAddress.Loopback, 0);

    [Theory]
    [InlineData(0, false, true, null)]
    [InlineData(1, false, false, null)]
    [InlineData(2, false, false, null)]
    [InlineData(0, true, true, null)]
    [InlineData(1, true, false, null)]
    [InlineData(2, true, true, 0)]
    [InlineData(10, true, true, 8)]
    [InlineData(255, true, true, 253)]
    public async Task The_exit_status_decides(int code, bool dynamic, bool passes, int? weight)
    {
        var result = await AskAsync(Shell($"exit {code}") with { Dynamic = dynamic });
        result.ShouldBe(passes ? new(true, null, weight) : CheckResult.Fail($"sh: exit status {code}"));
    }

    [Fact]
    public async Task A_signal_is_told() => (await AskAsync(Shell("kill -9 $$"))).Failure.ShouldBe("sh: ended by signal 9");

    [Fact]
    public async Task A_program_that_is_not_there_is_told() =>
        (await AskAsync(new() { Command = ["/nonexistent/check"] })).Failure.ShouldBe("/nonexistent/check: cannot be run: No such file or directory");

    [Fact]
    public async Task A_file_that_is_no_program_is_told() =>
        (await AskAsync(new() { Command = ["/etc/passwd"] })).Failure.ShouldBe("/etc/passwd: cannot be run: Permission denied");

    [Fact]
    public async Task Arguments_arrive_as_they_are() =>
        (await AskAsync(new() { Command = ["sh", "-c", "test \"$1\" = \"a b'\\\"c\" && test $# = 2", "sh", "a b'\"c", ""] })).ShouldBe(CheckResult.Pass);

    [Fact]
    public async Task It_reads_nothing_and_may_write_without_end_of_lines() =>
        (await AskAsync(Shell("read x; test -z \"$x\" && head -c 1000000 /dev/zero && head -c 1000000 /dev/zero >&2"))).ShouldBe(CheckResult.Pass);

    [Fact]
    public async Task No_signal_is_ignored_in_it() => // SIGPIPE, which .NET ignores
        (await AskAsync(Shell("! grep -q '^SigIgn:.*[1-9a-f]' /proc/self/status"))).ShouldBe(CheckResult.Pass);

    [Fact]
    public async Task After_the_timeout_the_whole_process_group_ends()
    {
        var pids = Path.GetTempFileName();
        var result = await AskAsync(Shell($"trap '' TERM; (trap '' TERM; echo $$ >> {pids}; exec sleep 300) & echo $! >> {pids}; sleep 300") with { Timeout = TimeSpan.FromMilliseconds(500) });
        result.Failure.ShouldBe("sh: not ended within 0.5 s");
        var left = (await File.ReadAllLinesAsync(pids)).Select(int.Parse).ToArray();
        left.Length.ShouldBe(2);
        for (var tries = 0; tries < 100 && left.Any(IsAlive); tries++)
            await Task.Delay(20);
        left.ShouldAllBe(pid => !IsAlive(pid));
        File.Delete(pids);
    }

    [Fact]
    public async Task One_that_ends_on_SIGTERM_is_not_killed()
    {
        var sign = Path.GetTempFileName();
        var result = await AskAsync(Shell($"trap 'echo ended > {sign}; exit 0' TERM; while :; do sleep 0.05; done") with { Timeout = TimeSpan.FromMilliseconds(500) });
        result.Failure.ShouldBe("sh: not ended within 0.5 s");
        (await File.ReadAllTextAsync(sign)).ShouldBe("ended\n");
        File.Delete(sign);
    }

    [Fact]
    public async Task A_cancelled_one_is_killed()
    {
        var sign = Path.GetTempFileName();
        using var factory = new CheckProbeFactory();
        await using var probe = factory.Create(Shell($"echo $$ > {sign}; exec sleep 300"), Nowhere, Probes.Patient);
        using var cancellation = new CancellationTokenSource();
        var asking = probe.ProbeAsync(cancellation.Token).AsTask();
        while (new FileInfo(sign).Length == 0)
            await Task.Delay(5);
        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(asking);
        var pid = int.Parse(await File.ReadAllTextAsync(sign));
        for (var tries = 0; tries < 100 && IsAlive(pid); tries++)
            await Task.Delay(20);
        IsAlive(pid).ShouldBeFalse();
        File.Delete(sign);
    }

    [Fact]
    public async Task One_that_hangs_before_it_begins_holds_up_no_other_and_is_not_begun_twice()
    {
        using var loop = new CheckLoop(answersOnThreadPool: true);
        var sign = Path.GetTempFileName();
        using var starts = new SemaphoreSlim(0);
        var check = Shell($"echo $$ >> {sign}; exec sleep 300") with { Timeout = TimeSpan.FromMilliseconds(300) };
        await using var hanging = new CommandProbe(loop, check, Probes.Patient, new SlowSpawner(starts, check.Command));
        var asking = hanging.ProbeAsync(CancellationToken.None).AsTask();

        await using var other = new CommandProbe(loop, Shell("exit 0"), Probes.Patient);
        (await other.ProbeAsync(CancellationToken.None)).ShouldBe(CheckResult.Pass);
        (await asking).Failure.ShouldBe("sh: not even started within 2 s");
        (await hanging.ProbeAsync(CancellationToken.None)).Failure.ShouldBe("sh: the command before has not ended");

        starts.Release(); // now it starts, and nobody wants it
        CheckResult result;
        do
            result = await hanging.ProbeAsync(CancellationToken.None);
        while (result.Failure == "sh: the command before has not ended");
        starts.Release();
        if (result.Failure == "sh: not even started within 2 s")
            starts.Release();
        foreach (var pid in (await File.ReadAllLinesAsync(sign)).Select(int.Parse))
        {
            for (var tries = 0; tries < 100 && Status(pid) is not null; tries++)
                await Task.Delay(20);
            Status(pid).ShouldBeNull(); // killed, and no zombie
        }
        File.Delete(sign);
    }

    [Fact]
    public async Task It_leaves_no_zombies()
    {
        using var factory = new CheckProbeFactory();
        await using var probe = factory.Create(Shell("exit 0"), Nowhere, Probes.Patient);
        for (var i = 0; i < 20; i++)
            (await probe.ProbeAsync(CancellationToken.None)).ShouldBe(CheckResult.Pass);
        var children = Process.GetProcesses().Where(p => p.ProcessName == "sh").Select(p => p.Id).Where(IsZombieOfOurs);
        children.ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task It_runs_as_another_user()
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "only root can become somebody else");
        (await AskAsync(Shell("test $(id -un) = nobody && test $(id -gn) = nogroup") with { User = "nobody" })).ShouldBe(CheckResult.Pass);
        (await AskAsync(Shell("test $(id -gn) = daemon") with { User = "nobody", Group = "daemon" })).ShouldBe(CheckResult.Pass);
        (await AskAsync(new MiscCheckOptions { Command = ["/nonexistent"], User = "nobody", Dynamic = true })).Failure.ShouldBe("/nonexistent: exit status 127: it could not be run as nobody");
    }

    [Theory]
    [InlineData("/bin/check a  b", "/bin/check", "a", "b")]
    [InlineData(" /bin/sh -c 'exit  1' ", "/bin/sh", "-c", "exit  1")]
    [InlineData("a \"b 'c'\" d\\ e \"\" f\"g\"h", "a", "b 'c'", "d e", "", "fgh")]
    [InlineData("a 'b\\c' \"d\\\"e\"", "a", "b\\c", "d\"e")]
    public void A_line_is_split_into_words(string line, params string[] words) => MiscCheckOptions.SplitCommand(line).ShouldBe(words);

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("a 'b")]
    [InlineData("a \"b'")]
    public void A_line_that_is_none_is_refused(string line) => Should.Throw<FormatException>(() => MiscCheckOptions.SplitCommand(line));

    private static MiscCheckOptions Shell(string script) => new() { Command = ["sh", "-c", script], Timeout = TimeSpan.FromSeconds(20) };

    private static Task<CheckResult> AskAsync(MiscCheckOptions check) => Probes.AskAsync(check, Nowhere);

    private sealed class SlowSpawner(SemaphoreSlim starts, IReadOnlyList<string> command) : Spawner(command)
    {
        public override int Start(out int pid)
        {
            starts.Wait();
            return base.Start(out pid);
        }
    }

    private static bool IsAlive(int pid) => Status(pid) is { } status && !status.Contains("State:\tZ", StringComparison.Ordinal);

    private static bool IsZombieOfOurs(int pid) =>
        Status(pid) is { } status && status.Contains("State:\tZ", StringComparison.Ordinal) && status.Contains($"PPid:\t{Environment.ProcessId}\n", StringComparison.Ordinal);

    private static string? Status(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/status");
        }
        catch (IOException)
        {
            return null;
        }
    }
}
