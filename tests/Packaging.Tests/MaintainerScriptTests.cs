using System.Text.RegularExpressions;
using FailoverIp.Packaging.Tests.Support;

namespace FailoverIp.Packaging.Tests;

/// <summary>The maintainer scripts of the .deb as dpkg calls them (deb-prerm(5) and the like), below a folder of their own and with a service manager that does what a test says.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed partial class MaintainerScriptTests : IDisposable
{
    // Its state is a file; so is what fails.
    private const string Systemctl = """
        #!/bin/sh
        echo "$*" >>"$root/calls"
        ! grep -qx "$1" "$root/fails" 2>/dev/null && ! grep -qx "$2" "$root/fails" 2>/dev/null || exit 1
        case "$1" in
            show) cat "$root/state" ;;
            stop) echo inactive >"$root/state" ;;
            start) echo active >"$root/state" ;;
        esac
        """;

    private readonly Folder _root = new();

    public MaintainerScriptTests()
    {
        Directory.CreateDirectory(_root["run/systemd/system"]);
        Directory.CreateDirectory(_root["etc/failoverip"]);
        Directory.CreateDirectory(_root["var/lib"]);
        WriteCommand("systemctl", Systemctl);
        foreach (var command in (string[])["getent", "adduser", "chown"])
            WriteCommand(command, "#!/bin/sh\nexit 0\n");
        foreach (var script in (string[])["postinst", "prerm", "postrm"])
        {
            var text = Folders().Replace(File.ReadAllText(Repository.PathOf($"packaging/debian/{script}")), _root.Path + "$0");
            WriteCommand(script, text);
        }
    }

    public void Dispose() => _root.Dispose();

    [Fact]
    public async Task An_upgrade_stops_what_runs_and_starts_it_again()
    {
        State = "active";
        await RunAsync("prerm", "upgrade", "2.0");
        State.ShouldBe("inactive");
        await RunAsync("postrm", "upgrade", "2.0");
        State.ShouldBe("inactive");
        await RunAsync("postinst", "configure", "1.0");
        State.ShouldBe("active");

        await RunAsync("prerm", "upgrade", "3.0");
        Calls.Count(c => c.StartsWith("start ", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Theory]
    [InlineData("upgrade", "abort-upgrade")]
    [InlineData("failed-upgrade", "abort-upgrade")]
    [InlineData("remove", "abort-remove")]
    [InlineData("deconfigure", "abort-deconfigure")]
    [InlineData("deconfigure", "configure")]
    public async Task What_was_stopped_for_something_that_then_fails_runs_again(string what, string instead)
    {
        State = "active";
        await RunAsync("prerm", what, "in-favour", "other", "2.0");
        State.ShouldBe("inactive");
        if (instead == "abort-upgrade")
            await RunAsync("postrm", instead, "1.0");

        await RunAsync("postinst", instead, "2.0");

        State.ShouldBe("active");
        File.Exists(_root["run/failoverip.upgrade"]).ShouldBeFalse();
    }

    [Theory]
    [InlineData("remove")]
    [InlineData("purge")]
    [InlineData("disappear")]
    public async Task After_a_removal_another_installation_starts_nothing(string how)
    {
        State = "active";
        await RunAsync("prerm", "remove");
        await RunAsync("postrm", how);
        Directory.CreateDirectory(_root["etc/failoverip"]);
        await RunAsync("postinst", "configure");

        State.ShouldBe("inactive");
    }

    [Theory]
    [InlineData("active", true)]
    [InlineData("reloading", true)]
    [InlineData("activating", true)] // started at this moment, or about to be after it has failed
    [InlineData("deactivating", true)]
    [InlineData("inactive", false)]
    [InlineData("failed", false)]
    public async Task The_program_is_exchanged_under_no_node_that_may_run(string state, bool isStopped)
    {
        State = state;
        await RunAsync("prerm", "upgrade", "2.0");
        Calls.Contains("stop failoverip.service").ShouldBe(isStopped);

        await RunAsync("postinst", "configure", "1.0");
        Calls.Contains("start failoverip.service").ShouldBe(isStopped && state != "deactivating");
    }

    [Fact]
    public async Task A_node_that_cannot_be_stopped_keeps_its_program()
    {
        State = "active";
        _root.Write("fails", "stop\n");
        (await TryAsync("prerm", "upgrade", "2.0")).Status.ShouldNotBe(0);
    }

    [Theory]
    [InlineData("prerm", "remove")]
    [InlineData("postinst", "configure")]
    [InlineData("postrm", "remove")]
    [InlineData("postrm", "purge")]
    public async Task A_service_manager_that_does_not_answer_is_no_reason_to_fail(string script, string argument)
    {
        State = "active";
        _root.Write("fails", "show\nstop\nstart\ndaemon-reload\n");
        await RunAsync(script, argument);
    }

    [Fact]
    public async Task What_may_have_been_stopped_on_purpose_is_not_started_by_an_upgrade()
    {
        State = "inactive";
        _root.Write("fails", "show\n"); // at this moment
        await RunAsync("prerm", "upgrade", "2.0");

        await RunAsync("postinst", "configure", "1.0");

        State.ShouldBe("inactive");
    }

    [Theory]
    [InlineData("prerm", "remove", "upgrade 2.0", "failed-upgrade 1.0 2.0", "deconfigure in-favour other 1.0", "remove in-favour other 1.0")]
    [InlineData("postinst", "configure", "configure 1.0", "abort-upgrade 2.0", "abort-remove", "abort-remove in-favour other 1.0", "abort-deconfigure in-favour other 1.0", "triggered something")]
    [InlineData("postrm", "remove", "upgrade 2.0", "failed-upgrade 1.0 2.0", "abort-install", "abort-install 1.0", "abort-upgrade 1.0 2.0", "disappear other 1.0", "purge")]
    public async Task Without_systemd_every_call_of_dpkg_succeeds_and_nobody_asks_for_it(string script, params string[] calls)
    {
        Directory.Delete(_root["run/systemd"], recursive: true);
        foreach (var call in calls)
        {
            Directory.CreateDirectory(_root["etc/failoverip"]);
            await RunAsync(script, call.Split(' '));
        }
        File.Exists(_root["calls"]).ShouldBeFalse();
    }

    private string State
    {
        get => File.ReadAllText(_root["state"]).Trim();
        set => _root.Write("state", value + "\n");
    }

    private string[] Calls => File.Exists(_root["calls"]) ? File.ReadAllLines(_root["calls"]) : [];

    private async Task RunAsync(string script, params string[] arguments) => (await TryAsync(script, arguments)).ShouldSucceed();

    private Task<CommandResult> TryAsync(string script, params string[] arguments) => Command.RunInAsync(
        _root.Path, new Dictionary<string, string> { ["PATH"] = $"{_root["bin"]}:{Environment.GetEnvironmentVariable("PATH")}", ["root"] = _root.Path }, _root[$"bin/{script}"], arguments);

    private void WriteCommand(string name, string text) => _root.WriteProgram($"bin/{name}", text);

    // Every absolute path but those of the interpreter and of /dev/null.
    [GeneratedRegex(@"(?<![\w/!.])/(?!bin/|dev/null)[a-z]", RegexOptions.None, 1000)]
    private static partial Regex Folders();
}
