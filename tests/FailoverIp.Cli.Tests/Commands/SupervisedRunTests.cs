using System.Globalization;
using System.Text.RegularExpressions;
using FailoverIp.Cli.Tests.Harness;

namespace FailoverIp.Cli.Tests.Commands;

/// <summary>A supervisor and its node, without an election, which needs no root.</summary>
public partial class SupervisedRunTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_node_that_is_killed_is_started_again_and_a_clean_stop_ends_both()
    {
        await using var account = await Account.StartAsync();
        var socket = account.Directory["control.sock"];
        await using var supervisor = Tool.Start(["run", "--supervised", "-c", account.ConfigurationFile, "--control", socket]);
        var first = await NodeOf(supervisor, socket, null);
        (await Tool.RunAsync("status", "--control", socket)).ShouldEndWith(0);

        Tool.Kill(first, 9).ShouldBe(0);
        await supervisor.Error.WaitForAsync(l => l.Contains("was ended by signal 9", StringComparison.Ordinal));
        var second = await NodeOf(supervisor, socket, first);
        (await Tool.RunAsync("status", "--control", socket)).ShouldEndWith(0);
        supervisor.Signal(15);
        var end = await supervisor.ToEndAsync(Patience);

        end.ShouldEndWith(0).ShouldNotTell(Account.RefreshToken, Account.Password);
        end.Error.ShouldContain("node s1 has stopped");
        Runs(second).ShouldBeFalse();
        File.Exists(socket).ShouldBeFalse();
    }

    [Fact]
    public async Task A_node_that_hangs_is_killed_and_started_again_and_the_service_manager_hears_of_those_alone_that_live()
    {
        await using var account = await Account.StartAsync();
        var socket = account.Directory["control.sock"];
        using var manager = new ServiceManagerSocket(account.Directory["notify.sock"]);
        await using var supervisor = Tool.Start(["run", "--supervised", "-c", account.ConfigurationFile, "--control", socket], manager.Environment(TimeSpan.FromSeconds(8)));
        await manager.WaitForAsync("READY=1");
        await manager.WaitForAsync("WATCHDOG=1");
        var first = await NodeOf(supervisor, socket, null);

        Tool.Kill(first, 19).ShouldBe(0); // SIGSTOP: it is there, and does nothing
        await supervisor.Error.WaitForAsync(l => l.Contains("has not been heard of", StringComparison.Ordinal), Patience);
        manager.Forget();

        await manager.WaitForAsync("READY=1");
        await manager.WaitForAsync("WATCHDOG=1");
        await NodeOf(supervisor, socket, first);
        supervisor.Signal(15);
        (await supervisor.ToEndAsync(Patience)).ShouldEndWith(0);
        await manager.WaitForAsync("STOPPING=1");
    }

    [Fact]
    public async Task A_node_stops_cleanly_when_its_supervisor_is_killed()
    {
        await using var account = await Account.StartAsync();
        var socket = account.Directory["control.sock"];
        await using var supervisor = Tool.Start(["run", "--supervised", "-c", account.ConfigurationFile, "--control", socket]);
        var node = await NodeOf(supervisor, socket, null);

        supervisor.Signal(9);

        // The node writes to what its supervisor wrote to: the end of that is the node's.
        await supervisor.Error.WaitForAsync(l => l.Contains("node s1 has stopped", StringComparison.Ordinal), Patience);
        await supervisor.ToEndAsync(Patience);
        Runs(node).ShouldBeFalse();
        File.Exists(socket).ShouldBeFalse();
    }

    [Theory]
    [InlineData(2)]
    [InlineData(15)]
    public async Task A_signal_to_both_at_once_is_one_clean_stop(int signal)
    {
        await using var account = await Account.StartAsync();
        var socket = account.Directory["control.sock"];
        await using var supervisor = Tool.Start(["run", "--supervised", "-c", account.ConfigurationFile, "--control", socket]);
        var node = await NodeOf(supervisor, socket, null);

        Tool.Kill(node, signal).ShouldBe(0);
        supervisor.Signal(signal);

        var end = await supervisor.ToEndAsync(Patience);
        end.ShouldEndWith(0).Error.ShouldContain("node s1 has stopped");
        end.Error.ShouldNotContain("started again");
    }

    [Fact]
    public async Task Two_signals_in_one_moment_to_all_of_them_are_one_clean_stop()
    {
        await using var account = await Account.StartAsync();
        var socket = account.Directory["control.sock"];
        await using var supervisor = Tool.Start(["run", "--supervised", "-c", account.ConfigurationFile, "--control", socket]);
        var node = await NodeOf(supervisor, socket, null);

        supervisor.Signal(15); // as timeout(1) does it, which signals its child and then its group
        supervisor.Signal(2);
        Tool.Kill(node, 15).ShouldBe(0);
        Tool.Kill(node, 2);

        var end = await supervisor.ToEndAsync(Patience);
        end.ShouldEndWith(0).Error.ShouldContain("node s1 has stopped");
        end.Error.ShouldNotContain("was ended by signal");
        Runs(node).ShouldBeFalse();
    }

    [Fact]
    public async Task What_a_node_refuses_to_start_with_ends_its_supervisor_with_the_same_status_and_one_line()
    {
        await using var account = await Account.StartAsync();
        var file = account.Directory["bad.json"];
        await File.WriteAllTextAsync(file, "{ \"FailoverIp\": { \"Nodde\": \"x\" } }");

        var end = await Tool.RunAsync("run", "--supervised", "-c", file);

        end.ShouldEndWith(2);
        end.ErrorLines.Count(l => l.Contains("Nodde", StringComparison.Ordinal)).ShouldBe(1);
        end.Error.ShouldNotContain("started again");
    }

    [Fact]
    public async Task A_file_that_is_bad_when_a_node_dies_is_tried_again_until_it_is_good()
    {
        await using var account = await Account.StartAsync();
        var socket = account.Directory["control.sock"];
        await using var supervisor = Tool.Start(["run", "--supervised", "-c", account.ConfigurationFile, "--control", socket]);
        var first = await NodeOf(supervisor, socket, null);
        var good = await File.ReadAllTextAsync(account.ConfigurationFile);
        await File.WriteAllTextAsync(account.ConfigurationFile, "{ \"FailoverIp\": { \"Nodde\": \"x\" } }");

        Tool.Kill(first, 9).ShouldBe(0);
        await supervisor.Error.WaitForAsync(l => l.Contains("cannot use its configuration as it is now", StringComparison.Ordinal), Patience);
        await File.WriteAllTextAsync(account.ConfigurationFile, good);

        await WaitForSocketAsync(socket);
        supervisor.Signal(15);
        (await supervisor.ToEndAsync(Patience)).ShouldEndWith(0);
    }

    [Fact]
    public async Task A_node_that_somebody_stops_alone_is_started_again()
    {
        await using var account = await Account.StartAsync();
        var socket = account.Directory["control.sock"];
        await using var supervisor = Tool.Start(["run", "--supervised", "-c", account.ConfigurationFile, "--control", socket]);
        var first = await NodeOf(supervisor, socket, null);

        Tool.Kill(first, 15).ShouldBe(0);

        await supervisor.Error.WaitForAsync(l => l.Contains("has ended with 0", StringComparison.Ordinal), Patience);
        await NodeOf(supervisor, socket, first);
        supervisor.Signal(15);
        (await supervisor.ToEndAsync(Patience)).ShouldEndWith(0);
    }

    [Fact]
    public async Task SIGHUP_reaches_the_node()
    {
        await using var account = await Account.StartAsync();
        var socket = account.Directory["control.sock"];
        await using var supervisor = Tool.Start(["run", "--supervised", "-c", account.ConfigurationFile, "--control", socket]);
        await NodeOf(supervisor, socket, null);

        supervisor.Signal(1);

        await supervisor.Error.WaitForAsync(l => l.Contains("reloaded: ", StringComparison.Ordinal), Patience);
        (await Tool.RunAsync("status", "--control", socket)).ShouldEndWith(0);
    }

    [Fact]
    public async Task Only_a_supervisor_has_a_use_for_the_link()
    {
        await using var account = await Account.StartAsync();

        (await account.RunAsync("run", "--supervisor", "9999")).ShouldFailInOneLine(2, "--supervised");
    }

    private static async Task<int> NodeOf(RunningTool supervisor, string socket, int? before)
    {
        var line = await supervisor.Error.WaitForAsync(l => Process().Match(l) is { Success: true } m && m.Groups[1].Value != before?.ToString(CultureInfo.InvariantCulture), Patience);
        var id = int.Parse(Process().Match(line).Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        await WaitForSocketAsync(socket);
        return id;
    }

    private static async Task WaitForSocketAsync(string socket)
    {
        for (var i = 0; i < 400; i++)
        {
            if ((await Tool.RunAsync("status", "--control", socket)).ExitStatus == 0)
                return;
        }
        throw new TimeoutException("the node does not answer");
    }

    /// <summary>One that has ended and that nobody has taken note of does not run.</summary>
    private static bool Runs(int id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            return stat[stat.LastIndexOf(')') + 2] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }

    [GeneratedRegex("the node runs as process ([0-9]+)", RegexOptions.None, 1000)]
    private static partial Regex Process();
}
