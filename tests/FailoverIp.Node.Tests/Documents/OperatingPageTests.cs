using System.Diagnostics;
using System.Text.RegularExpressions;
using FailoverIp.Lvs;
using FailoverIp.Vrrp;

namespace FailoverIp.Node.Tests;

/// <summary>docs/guides/operating.md explains everything that a node can name.</summary>
public partial class OperatingPageTests
{
    private static readonly MarkdownPage Page = MarkdownPage.Read("docs/guides/operating.md");

    [Fact]
    public void Every_reason_to_discard_an_advert() => Same("Discarded adverts", Enum.GetNames<VrrpDiscardReason>().Where(n => n != nameof(VrrpDiscardReason.None)));

    [Fact]
    public void Every_kind_of_error() => Same("Errors of a provider", Enum.GetNames<FailoverErrorKind>());

    [Fact]
    public void Every_reason_of_a_transition() => Same("Why an instance has changed its state", Enum.GetNames<TransitionReason>());

    [Fact]
    public void Every_event_of_a_virtual_server() => Same("Events of virtual servers", Enum.GetNames<LvsEventKind>());

    [Fact]
    public void Every_line_that_a_Fault_can_have()
    {
        string[] sources = ["VrrpProcessor.Interfaces.cs", "VrrpProcessor.Tracking.cs", "VrrpProcessor.PutBack.cs", "Tracking/Standing.cs"];
        var lines = sources.SelectMany(file => File.ReadLines(MarkdownPage.PathOf("src/FailoverIp.Vrrp/Engine/" + file)))
            .SelectMany(line => Interpolated().Matches(line)).Select(m => Hole().Replace(m.Groups["text"].Value, "…"))
            .Where(text => FaultText().IsMatch(text)).Distinct(StringComparer.Ordinal).ToList();

        lines.Count.ShouldBeGreaterThan(9);
        lines.Except(Page.FirstCellsUnder("Why an instance is in Fault"), StringComparer.Ordinal).ShouldBeEmpty("not in the page");
    }

    [SkippableFact]
    public async Task Its_questions_to_a_node_are_answered()
    {
        Demand("curl");
        using var folder = new TempFolder();
        await using var site = await StatusSite.StartAsync(TestNode.Options with { ControlSocket = folder["control.sock"] });
        site.Node.Engine.Move("VI_1", Vrrp.VrrpState.Backup);

        (await RunAsync(Command("curl -s http").Replace("http://127.0.0.1:9112", site.Url, StringComparison.Ordinal))).ShouldBe("healthy\n");
        (await RunAsync(Command("curl --unix-socket").Replace("curl ", "curl -s ", StringComparison.Ordinal).Replace("/run/failoverip/control.sock", folder["control.sock"], StringComparison.Ordinal)))
            .ShouldContain("failoverip_node{node=\"s1\"");
    }

    [SkippableFact]
    public async Task The_token_that_it_makes_lets_in()
    {
        Demand("openssl");
        using var folder = new TempFolder();
        foreach (var command in new[] { Command("openssl rand"), Command("chmod 600") })
            await RunAsync(command.Replace("/etc/failoverip", folder.Path, StringComparison.Ordinal));
        var secret = File.ReadAllText(folder["status.token"]).Trim();
        await using var site = await StatusSite.StartAsync(TestNode.Options with { StatusToken = new(secret) });

        using var answer = await site.GetAsync("/status", ("Authorization", "Bearer " + secret));

        answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.OK);
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(folder["status.token"]).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private static string Command(string beginning)
    {
        var at = Page.Text.IndexOf(beginning, StringComparison.Ordinal);
        at.ShouldBeGreaterThan(0, beginning);
        return Page.Text[at..].Split('\n', '`', '#')[0].Trim();
    }

    private static async Task<string> RunAsync(string command)
    {
        using var shell = Process.Start(new ProcessStartInfo("sh", ["-c", command]) { RedirectStandardOutput = true })!;
        var said = await shell.StandardOutput.ReadToEndAsync();
        await shell.WaitForExitAsync();
        shell.ExitCode.ShouldBe(0, command);
        return said;
    }

    private static void Demand(string tool) =>
        Skip.If(Environment.GetEnvironmentVariable("CI") != "true" && Environment.GetEnvironmentVariable("PATH")!.Split(':').All(p => !File.Exists(Path.Combine(p, tool))), $"not installed: {tool}");

    private static void Same(string heading, IEnumerable<string> names)
    {
        var written = Page.FirstCellsUnder(heading).ToList();

        names.Except(written, StringComparer.Ordinal).ShouldBeEmpty("not in the page");
        written.Except(names, StringComparer.Ordinal).ShouldBeEmpty("only in the page");
        written.ShouldBeUnique();
    }

    [GeneratedRegex("\\$\"(?<text>(?:\\{(?:[^{}\"]|\"[^\"]*\"|\\{[^{}]*\\})*\\}|[^\"{])*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Interpolated();

    [GeneratedRegex(@"\{[^{}]*\}", RegexOptions.None, 1000)]
    private static partial Regex Hole();

    [GeneratedRegex("^(there is no interface|interface |the source address|the tracked interface|the tracker|…; it was there|… of the sync group)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FaultText();
}
