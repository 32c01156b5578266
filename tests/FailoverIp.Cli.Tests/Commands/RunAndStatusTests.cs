using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using FailoverIp.Cli.Signals;
using FailoverIp.Cli.Tests.Harness;
using FailoverIp.Simulation;

namespace FailoverIp.Cli.Tests.Commands;

/// <summary>A node without an election, which needs no root, and the questions that can be asked of it.</summary>
public class RunAndStatusTests
{
    private const string Timestamped = @"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z (info |warn |error) \w+: .";

    [Theory]
    [InlineData(2)]
    [InlineData(15)]
    public async Task A_node_runs_answers_and_stops_cleanly(int signal)
    {
        await using var account = await Account.StartAsync();
        var socket = account.Directory["control.sock"];
        await using var node = await NodeAsync(account, socket);

        var plain = await Tool.RunAsync("status", "--control", socket);
        var json = await Tool.RunAsync("status", "--control", socket, "--json");
        node.Signal(signal);
        var end = await node.ToEndAsync(TimeSpan.FromSeconds(15));

        plain.ShouldEndWith(0).Error.ShouldBeEmpty();
        plain.Output.ShouldContain("node s1, version ");
        plain.Output.ShouldMatch(@"(?m)^web +203\.0\.113\.10/32 +Idle ");
        json.ShouldEndWith(0).Json.AsObject().Select(p => p.Key).ShouldBe(["node", "version", "uptimeSeconds", "instances", "addresses", "virtualServers"]);
        json.Json["addresses"]!.AsArray().Select(a => a!["name"]!.GetValue<string>()).ShouldBe(["web", "old"], ignoreOrder: true);
        end.ShouldEndWith(0).ShouldNotTell(Account.RefreshToken, Account.Password, "eyJ").Output.ShouldBeEmpty();
        foreach (var line in end.ErrorLines)
            line.ShouldMatch(Timestamped);
        File.Exists(socket).ShouldBeFalse();
    }

    [Fact]
    public async Task Signals_of_one_moment_are_one_clean_stop_up_to_its_very_end()
    {
        await using var account = await Account.StartAsync();
        var socket = account.Directory["control.sock"];
        await using var node = await NodeAsync(account, socket);

        node.Signal(15);
        var since = Stopwatch.GetTimestamp();
        var ending = node.ToEndAsync(TimeSpan.FromSeconds(15));
        while (!ending.IsCompleted && Stopwatch.GetElapsedTime(since) < Interrupt.OneRequest * 0.8)
        {
            _ = Tool.Kill(node.Id, 2);
            _ = Tool.Kill(node.Id, 1);
            await Task.Yield(); // without a pause: the moment in which the process ends is short
        }

        var end = await ending;
        end.ShouldEndWith(0).Error.ShouldContain("node s1 has stopped");
        File.Exists(socket).ShouldBeFalse();
    }

    [Fact]
    public async Task Who_connects_while_there_is_no_descriptor_left_is_answered_when_there_is_one()
    {
        await using var account = await Account.StartAsync();
        var socket = account.Directory["control.sock"];
        await using var node = await NodeAsync(account, socket);

        (await Tool.RunAsync("status", "--control", socket)).ShouldEndWith(0); // the server is up
        await StarveAsync();

        async Task StarveAsync()
        {
            // Where it has let go of a descriptor since it was looked at, somebody is answered, and it is tried again.
            for (var tries = 1; ; tries++)
            {
                tries.ShouldBeLessThan(20, "there is a descriptor for everybody");
                await LimitAsync(node.Id, FirstFree(node.Id));
                using var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket));
                await connection.SendAsync("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray());
                var answer = connection.ReceiveAsync(new byte[4096]);
                var isStarved = await Task.WhenAny(answer, Task.Delay(500)) != answer;
                await LimitAsync(node.Id, 1024);
                (await answer.WaitAsync(TimeSpan.FromSeconds(20))).ShouldBeGreaterThan(0);
                if (isStarved)
                    return;
            }
        }

        static int FirstFree(int process)
        {
            var taken = Directory.EnumerateFileSystemEntries($"/proc/{process}/fd").Select(f => int.Parse(Path.GetFileName(f), CultureInfo.InvariantCulture)).ToHashSet();
            return Enumerable.Range(0, int.MaxValue).First(n => !taken.Contains(n));
        }

        static async Task LimitAsync(int process, int descriptors)
        {
            using var prlimit = Process.Start("prlimit", [$"--pid={process}", $"--nofile={descriptors}:"]);
            await prlimit.WaitForExitAsync();
            prlimit.ExitCode.ShouldBe(0);
        }
    }

    [Fact]
    public async Task SIGHUP_reads_the_configuration_again()
    {
        await using var account = await Account.StartAsync();
        var socket = account.Directory["control.sock"];
        await using var node = await NodeAsync(account, socket);

        node.Signal(1);
        await node.Error.WaitForAsync(l => l.Contains("reloaded: ", StringComparison.Ordinal));

        (await Tool.RunAsync("status", "--control", socket)).ShouldEndWith(0);
    }

    [Fact]
    public async Task SIGHUP_goes_over_to_another_account_and_other_addresses()
    {
        await using var account = await Account.StartAsync();
        await using var other = await NetcupRestSimulator.StartAsync(new() { Scp = account.Scp });
        var socket = account.Directory["control.sock"];
        await using var node = await NodeAsync(account, socket);
        var text = await File.ReadAllTextAsync(account.ConfigurationFile);
        await File.WriteAllTextAsync(account.ConfigurationFile, text.Replace($"{account.Rest.BaseAddress}", $"{other.BaseAddress}", StringComparison.Ordinal).Replace("\"old\":", "\"older\":", StringComparison.Ordinal));

        node.Signal(1);

        // The new account is made ready for a failover as the old one was.
        await other.Requests.WaitForAsync(_ => true).WaitAsync(TimeSpan.FromSeconds(30));
        await node.Error.WaitForAsync(l => l.Contains("reloaded: ", StringComparison.Ordinal));
        var status = (await Tool.RunAsync("status", "--control", socket, "--json")).ShouldEndWith(0);
        status.Json["addresses"]!.AsArray().Select(a => (string)a!["name"]!).ShouldBe(["web", "older"]);
        node.Error.ToString().ShouldNotContain("started again");
    }

    [Fact]
    public async Task A_configuration_that_is_not_valid_is_refused_whole_with_its_lines()
    {
        await using var account = await Account.StartAsync();
        var socket = account.Directory["control.sock"];
        await using var node = await NodeAsync(account, socket);
        await File.WriteAllTextAsync(account.ConfigurationFile, "{ \"FailoverIp\": {\n \"Nodde\": \"x\",\n \"Vrpp\": {} } }");

        node.Signal(1);
        await node.Error.WaitForAsync(l => l.Contains("the configuration is refused", StringComparison.Ordinal));

        node.Error.ToString().ShouldContain(":2: unknown key \"Nodde\"");
        node.Error.ToString().ShouldContain(":3: unknown key \"Vrpp\"");
        var status = (await Tool.RunAsync("status", "--control", socket, "--json")).ShouldEndWith(0);
        status.Json["addresses"]!.AsArray().Count.ShouldBe(2);
        node.Signal(15);
        (await node.ToEndAsync(TimeSpan.FromSeconds(15))).ShouldEndWith(0);
    }

    [Fact]
    public async Task A_second_node_on_the_same_socket_is_refused_and_the_first_runs_on()
    {
        await using var account = await Account.StartAsync();
        var socket = account.Directory["control.sock"];
        await using var node = await NodeAsync(account, socket);

        var second = await Tool.RunAsync("run", "-c", account.ConfigurationFile, "--control", socket);

        second.ShouldEndWith(1);
        second.ErrorLines[^1].ShouldStartWith("failoverip: ");
        second.ErrorLines[^1].ShouldContain(socket);
        second.Error.ShouldNotContain("   at ");
        second.Error.ShouldNotMatch("Z (warn|error) ");
        (await Tool.RunAsync("status", "--control", socket)).ShouldEndWith(0);
    }

    [Fact]
    public async Task The_socket_of_a_node_that_was_killed_is_no_obstacle()
    {
        await using var account = await Account.StartAsync();
        var socket = account.Directory["control.sock"];
        await using (var killed = await NodeAsync(account, socket))
        {
            killed.Signal(9);
            await killed.ToEndAsync(TimeSpan.FromSeconds(10));
        }
        (await Tool.RunAsync("status", "--control", socket)).ShouldFailInOneLine(1, "no node is running");

        await using var node = await NodeAsync(account, socket);

        (await Tool.RunAsync("status", "--control", socket)).ShouldEndWith(0);
    }

    [Fact]
    public async Task Status_is_also_answered_at_a_URL()
    {
        await using var account = await Account.StartAsync();
        using var port = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        port.Start();
        var url = $"http://{port.LocalEndpoint}";
        port.Stop();
        await using var node = Tool.Start(["run", "-c", account.ConfigurationFile, "--control", account.Directory["control.sock"], "--status", url]);
        await node.Error.WaitForAsync(l => l.Contains(url, StringComparison.Ordinal));

        using var http = new HttpClient();
        (await http.GetStringAsync($"{url}/status")).ShouldStartWith("""{"node":"s1",""");
    }

    [Fact]
    public async Task An_option_that_cannot_be_used_is_told_by_its_name()
    {
        await using var account = await Account.StartAsync();

        (await account.RunAsync("run", "--status", "nonsense")).ShouldFailInOneLine(2, "--status: ", "nonsense");
    }

    [Fact]
    public async Task Without_a_node_status_says_so()
    {
        var plain = await Tool.RunAsync("status", "--control", "/nonexistent/control.sock");
        var json = await Tool.RunAsync("status", "--control", "/nonexistent/control.sock", "--json");

        plain.ShouldFailInOneLine(1, "no node is running", "/nonexistent/control.sock").Output.ShouldBeEmpty();
        json.ShouldFailInOneLine(1).ShouldFailAsJson(1, "Unavailable");
    }

    /// <summary>A node that answers at its control socket.</summary>
    private static async Task<RunningTool> NodeAsync(Account account, string socket)
    {
        var node = Tool.Start(["run", "-c", account.ConfigurationFile, "--control", socket]);
        try
        {
            await node.Error.WaitForAsync(l => l.Contains(socket, StringComparison.Ordinal));
            return node;
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }
}
