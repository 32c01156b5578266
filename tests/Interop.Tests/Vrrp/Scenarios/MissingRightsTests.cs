using System.Text.Json.Nodes;
using FailoverIp.Interop.Lab;
using FailoverIp.Interop.Peers;

namespace FailoverIp.Interop.Vrrp.Scenarios;

/// <summary><c>run</c> without a right that it needs: it says so before it touches anything.</summary>
public sealed class MissingRightsTests
{
    [SkippableTheory]
    [InlineData("net_raw", "CAP_NET_RAW")]
    [InlineData("net_admin", "CAP_NET_ADMIN")]
    public async Task One_line_names_it_and_the_kernel_is_as_it_was(string right, string name)
    {
        Requirements.Demand(Requirements.MissingTools("setpriv"));
        await using var lab = await NetworkLab.CreateAsync("a");
        var host = lab["a"];
        var configuration = Path.Combine(lab.Folder, "a.json");
        var socket = Path.Combine(lab.Folder, "a.sock");
        await File.WriteAllTextAsync(configuration, Configuration(host).ToJsonString());
        // The kernel is done with its own link-local addresses first.
        await Until.TrueAsync(async () => !(await KernelAsync(host)).Contains("tentative", StringComparison.Ordinal), TimeSpan.FromSeconds(20), lab.Describe);
        var before = await KernelAsync(host);

        // An owner, which would have its address at once; root without one of its rights.
        var (status, output, errors) = await host.RunAsync(
            "setpriv", "--bounding-set", $"-{right}", "--inh-caps", $"-{right}", "dotnet", Tool.Path, "run", "-c", configuration, "--control", socket);

        status.ShouldBe(1, $"{output}\n{errors}");
        output.ShouldBeEmpty();
        // Beside the log, which begins each of its lines with the time.
        var lines = errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(l => !char.IsAsciiDigit(l[0])).ToArray();
        lines.Length.ShouldBe(1, errors);
        lines[0].ShouldStartWith("failoverip: ");
        lines[0].ShouldContain(name);
        lines[0].ShouldNotContain(right == "net_raw" ? "CAP_NET_ADMIN" : "CAP_NET_RAW");
        var after = await KernelAsync(host);
        string.Equals(after, before, StringComparison.Ordinal).ShouldBeTrue($"before:\n{before}\nafter:\n{after}");
        lab.Capture.Adverts.ShouldBeEmpty();
        lab.Capture.Announcements.ShouldBeEmpty();
        var files = new DirectoryInfo("/run/failoverip");
        (files.Exists ? files.GetFiles(host.Namespace + ".*") : []).ShouldBeEmpty("nothing that a later run would clean up after");
        File.Exists(socket).ShouldBeFalse();
    }

    private static async Task<string> KernelAsync(LabHost host)
    {
        var all = "";
        foreach (var what in new[] { "addr", "route", "rule", "maddr" })
            all += await Shell.RunAsync("ip", "-n", host.Namespace, "-j", what, "show");
        return all;
    }

    private static JsonObject Configuration(LabHost host) => new()
    {
        ["FailoverIp"] = new JsonObject
        {
            ["Node"] = host.Namespace,
            ["Vrrp"] = new JsonObject
            {
                ["Instances"] = new JsonObject
                {
                    ["VI_1"] = new JsonObject { ["Interface"] = "eth1", ["VirtualRouterId"] = 101, ["Priority"] = 255, ["Version"] = 3, ["VirtualAddresses"] = new JsonArray("10.132.0.100") },
                },
            },
        },
    };
}
