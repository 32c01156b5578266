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

    [Fact]
    public void What_it_says_to_add_for_the_group_is_valid_beside_Vrrp()
    {
        var added = Addition().Match(Guide).Groups["text"].Value.Replace("<uuid of this server>", "5b4d6c2e-8d0b-4f4c-9d8e-2f1f6a3c9e01", StringComparison.Ordinal)
            .Replace("<uuid of its public NIC>", "7a1e0c52-13c8-4f7a-8a55-94f4c1b1f002", StringComparison.Ordinal);

        var configuration = Load("vrrpmaster", f => f.Replace("    \"Vrrp\": {", added + "    \"Vrrp\": {", StringComparison.Ordinal));

        configuration.Lines().ShouldBeEmpty();
        var address = configuration.Options!.Addresses.ShouldHaveSingleItem();
        (address.Route.Name, address.Follows).ShouldBe(("shared", "VI_1"));
        Guide.ShouldContain("failoverip route show shared");
    }

    private static NodeConfiguration Load(string machine, Func<string, string>? change = null)
    {
        var file = Files().Matches(Guide).Single(m => m.Groups["machine"].Value == machine).Groups["text"].Value;
        using var folder = new TempFolder();
        folder.Write("vrrp.password", "tellno1!\n");
        folder.Write("ionos.token", "token\n");
        return NodeConfiguration.Load(folder.Write("f.json", (change?.Invoke(file) ?? file).Replace("/etc/failoverip/", "", StringComparison.Ordinal)), new() { Environment = Configurations.NoEnvironment });
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

    [GeneratedRegex(@"Add to both files, beside `Vrrp`:\n\n```text\n(?<text>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Addition();

    [GeneratedRegex(@"```ini\n(?<text>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Unit();

    [GeneratedRegex(@"^echo '(?<page>.+)' > /var/www/html/index\.html$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Page();
}
