using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using FailoverIp.Lvs;

namespace FailoverIp.Node.Tests;

/// <summary>The guide's files and commands, taken from the guide itself.</summary>
public partial class GuideTests
{
    private static readonly string Guide = File.ReadAllText(Path.Combine(Repository(), "docs", "guides", "profitbricks-load-balancing.md"));

    [Fact]
    public void Both_files_are_valid_and_differ_in_name_and_priority_alone()
    {
        var (master, slave) = (Load("vrrpmaster"), Load("vrrpslave"));

        foreach (var configuration in new[] { master, slave })
        {
            configuration.Lines().ShouldBeEmpty();
            configuration.IsValid.ShouldBeTrue();
        }
        (master.Options!.Name, master.Options.Instances[0].Priority, slave.Options!.Name, slave.Options.Instances[0].Priority).ShouldBe(("vrrpmaster", 100, "vrrpslave", 50));
        slave.Options.VirtualServers.ShouldBe(master.Options.VirtualServers);
        (master.Options.Sysctls, master.Options.VirtualServers[0].Bypass, master.Options.VirtualServers[0].Follows).ShouldBe((SysctlHandling.Set, true, "VI_1"));
    }

    [Fact]
    public void The_digests_are_those_of_the_pages()
    {
        var pages = Page().Matches(Guide).Select(m => Convert.ToHexStringLower(Md5(m.Groups["page"].Value + "\n"))).ToArray();

        pages.Length.ShouldBe(2);
        Load("vrrpmaster").Options!.VirtualServers[0].Options.RealServers.Select(r => ((HttpCheckOptions)r.Checks[0]).Urls[0].Digest).ShouldBe(pages);
        Guide.ShouldContain($"```text\n{pages[0]}\n{pages[1]}\n```");
    }

    [Fact]
    public void The_service_runs_again_whenever_it_dies_and_keeps_what_the_next_run_has_to_know()
    {
        var unit = Unit().Match(Guide).Groups["text"].Value.Split('\n');

        unit.ShouldContain("Restart=always");
        unit.ShouldContain("RestartSec=1");
        unit.ShouldContain("StartLimitIntervalSec=0");
        unit.ShouldNotContain(l => l.StartsWith("RuntimeDirectory=", StringComparison.Ordinal), "systemd empties it at each stop");
    }

    private static NodeConfiguration Load(string machine)
    {
        var file = Files().Matches(Guide).Single(m => m.Groups["machine"].Value == machine).Groups["text"].Value;
        using var folder = new TempFolder();
        folder.Write("vrrp.password", "tellno1!\n");
        return NodeConfiguration.Load(folder.Write("f.json", file.Replace("/etc/failoverip/", "", StringComparison.Ordinal)), new() { Environment = Configurations.NoEnvironment });
    }

    private static string Repository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "FailoverIp.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("the repository");
        return folder;
    }

    // keepalived's choice, for telling pages apart and not for keeping secrets.
#pragma warning disable CA5351
    private static byte[] Md5(string text) => MD5.HashData(Encoding.UTF8.GetBytes(text));
#pragma warning restore CA5351

    [GeneratedRegex(@"```jsonc\n(?<text>// (?<machine>\w+): /etc/failoverip/failoverip\.json\n.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Files();

    [GeneratedRegex(@"```ini\n(?<text>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Unit();

    [GeneratedRegex(@"^echo '(?<page>.+)' > /var/www/html/index\.html$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Page();
}
