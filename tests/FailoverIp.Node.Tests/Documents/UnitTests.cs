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
    [InlineData("ExecStart=/usr/local/bin/failoverip run --supervised")]
    [InlineData("Restart=always")]
    [InlineData("StartLimitIntervalSec=0")]
    [InlineData("Environment=DOTNET_EnableWriteXorExecute=0")]
    [InlineData("KillMode=mixed")]
    public void It_says(string line) => Unit.Split('\n').ShouldContain(line);

    [Fact]
    public void Systemd_does_not_empty_the_folder_of_the_state_file() =>
        Unit.Split('\n').ShouldNotContain(l => l.StartsWith("RuntimeDirectory=", StringComparison.Ordinal));

    [Theory]
    [InlineData("CAP_NET_ADMIN")]
    [InlineData("CAP_NET_RAW")]
    public void The_node_keeps_the_rights_it_cannot_do_without(string capability) =>
        Unit.Split('\n').Single(l => l.StartsWith("CapabilityBoundingSet=", StringComparison.Ordinal)).Split('=')[1].Split(' ').ShouldContain(capability);

    [Fact]
    public async Task Systemd_finds_nothing_wrong_with_it()
    {
        if (Environment.GetEnvironmentVariable("PATH")!.Split(':').All(p => !File.Exists(Path.Combine(p, "systemd-analyze"))))
            return; // the program is not everywhere; the other tests read the file all the same
        using var folder = new TempFolder();
        // The program need not be installed where the tests run.
        var file = folder.Write("failoverip.service", Unit.Replace("/usr/local/bin/failoverip", "/bin/true", StringComparison.Ordinal));
        using var verify = Process.Start(new ProcessStartInfo("systemd-analyze", ["verify", "--man=no", "--recursive-errors=no", file]) { RedirectStandardError = true, RedirectStandardOutput = true })!;

        var said = await verify.StandardError.ReadToEndAsync() + await verify.StandardOutput.ReadToEndAsync();
        await verify.WaitForExitAsync();

        said.ShouldNotContain("failoverip");
        verify.ExitCode.ShouldBe(0);
    }
}
