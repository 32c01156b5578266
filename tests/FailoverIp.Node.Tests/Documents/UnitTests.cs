using System.Diagnostics;

namespace FailoverIp.Node.Tests;

/// <summary>The unit in packaging/ is the one that the guide shows, and systemd takes it.</summary>
public class UnitTests
{
    private static readonly string Unit = File.ReadAllText(MarkdownPage.PathOf("packaging/systemd/failoverip.service"));

    [Fact]
    public void The_guide_shows_the_very_file() =>
        MarkdownPage.Read("docs/guides/supervised-node.md").Blocks.Single(b => b.Language == "ini").Text.ShouldBe(Unit);

    [Theory]
    [InlineData("ExecStart=/usr/bin/failoverip run --supervised $OPTIONS")]
    [InlineData("Restart=always")]
    [InlineData("StartLimitIntervalSec=0")]
    [InlineData("Environment=DOTNET_EnableWriteXorExecute=0")]
    [InlineData("KillMode=mixed")]
    [InlineData("User=failoverip")]
    [InlineData("NoNewPrivileges=yes")]
    [InlineData("ProtectSystem=strict")]
    public void It_says(string line) => Unit.Split('\n').ShouldContain(line);

    [Fact]
    public void Systemd_does_not_empty_the_folder_of_the_state_file() =>
        Unit.Split('\n').ShouldContain("RuntimeDirectoryPreserve=yes");

    [Theory]
    [InlineData("AmbientCapabilities=CAP_NET_ADMIN CAP_NET_RAW")]
    [InlineData("CapabilityBoundingSet=CAP_NET_ADMIN CAP_NET_RAW")]
    public void The_node_has_the_two_rights_it_cannot_do_without_and_no_others(string line) =>
        Unit.Split('\n').Where(l => l.StartsWith(line.Split('=')[0] + "=", StringComparison.Ordinal)).ShouldBe([line]);

    /// <summary>Half of it belongs to the supervisor, which resigns for a node that hangs before systemd ends both.</summary>
    [Fact]
    public void The_watchdog_leaves_the_supervisor_time_to_resign_for_a_node_that_hangs() => Unit.Split('\n').ShouldContain("WatchdogSec=40");

    [Fact]
    public async Task Systemd_finds_nothing_wrong_with_it_alone_or_with_scripts_as_root()
    {
        if (!HasSystemd)
            return; // the program is not everywhere; the other tests read the file all the same
        using var folder = new TempFolder();
        var file = Write(folder, Unit);
        (await AnalyzeAsync("verify", "--man=no", "--recursive-errors=no", file)).ShouldBe((0, ""));

        Directory.CreateDirectory(file + ".d");
        File.Copy(MarkdownPage.PathOf("packaging/systemd/scripts-as-root.conf"), file + ".d/scripts-as-root.conf");
        (await AnalyzeAsync("verify", "--man=no", "--recursive-errors=no", file)).ShouldBe((0, ""));
    }

    /// <summary>systemd's own measure, 0 to 10: what goes over 3 has lost a protection.</summary>
    [Fact]
    public async Task It_is_exposed_little()
    {
        if (!HasSystemd)
            return;
        using var folder = new TempFolder();
        (await AnalyzeAsync("security", "--offline=true", "--threshold=30", "--no-pager", Write(folder, Unit))).Status.ShouldBe(0);
        (await AnalyzeAsync("security", "--offline=true", "--threshold=30", "--no-pager", Write(folder, Unit.Replace("CapabilityBoundingSet", "#", StringComparison.Ordinal)))).Status.ShouldNotBe(0);
    }

    private static bool HasSystemd => Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(p => File.Exists(Path.Combine(p, "systemd-analyze")));

    // The program need not be installed where the tests run.
    private static string Write(TempFolder folder, string unit) => folder.Write("failoverip.service", unit.Replace("/usr/bin/failoverip", "/bin/true", StringComparison.Ordinal));

    private static async Task<(int Status, string Said)> AnalyzeAsync(params string[] arguments)
    {
        using var analyze = Process.Start(new ProcessStartInfo("systemd-analyze", arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var output = analyze.StandardOutput.ReadToEndAsync();
        var said = await analyze.StandardError.ReadToEndAsync() + await output;
        await analyze.WaitForExitAsync();
        // What it says of other units of this machine is not ours.
        return (analyze.ExitCode, string.Join('\n', said.Split('\n').Where(l => l.Contains("failoverip", StringComparison.Ordinal) && arguments[0] == "verify")));
    }
}
