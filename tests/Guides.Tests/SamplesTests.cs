using FailoverIp.Guides.Pages;
using FailoverIp.Interop.Lab;
using FailoverIp.Interop.Peers;

namespace FailoverIp.Guides;

/// <summary>The samples, run as their READMEs say, on a host with the interfaces of their appsettings.json.</summary>
public sealed class SamplesTests
{
    private const string WebApi = "samples/WebApi/README.md";
    private const string Worker = "samples/Worker/README.md";
    private const string ConsoleHost = "samples/ConsoleHost/README.md";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [SkippableTheory]
    [Follows(WebApi, "WebApi")]
    [Follows(Worker, "Worker")]
    [Follows(ConsoleHost, "ConsoleHost")]
    [InlineData(WebApi, "WebApi")]
    [InlineData(Worker, "Worker")]
    [InlineData(ConsoleHost, "ConsoleHost")]
    public async Task It_becomes_Active(string readme, string section)
    {
        await using var lab = await NetworkLab.CreateAsync("s1", "netcup");
        using var netcup = await NetcupSimulator.StartAsync(lab, lab["netcup"]);
        var token = netcup.RestProviders("s1")["netcup"]!["RefreshTokenFile"]!.GetValue<string>();
        var block = Page.Read(readme).Typed(section, 1)[0];
        var run = block.Commands[0];
        run.ShouldBe($"dotnet run --project samples/{section}");

        // What belongs to another machine than the reader's comes from the environment, as the README says. It was built already, with everything else.
        var application = lab["s1"].Start("unshare", "--mount", "bash", "-ec", $"""
            mkdir -p /run/failoverip
            mount -t tmpfs tmpfs /run/failoverip
            cd '{Page.Root}'
            export Store__Folder={lab.Folder} FailoverIp__Node={lab["s1"].Namespace}
            {(File.ReadAllText(Path.Combine(Page.Root, $"samples/{section}/appsettings.json")).Contains("\"netcup\"", StringComparison.Ordinal)
                ? $"export FailoverIp__Providers__netcup__BaseAddress={netcup.BaseAddress} FailoverIp__Providers__netcup__RefreshTokenFile={token}" : "")}
            exec {run} -c Release --no-build
            """);
        // Wherever it is typed, the interface, the addresses and the server are those of its own appsettings.json.
        await application.WaitForLineAsync("→ Active", Patience);
        foreach (var ask in block.Commands.Skip(1))
            (await lab["s1"].RunAsync("bash", "-ec", ask + " --silent --retry 10 --retry-connrefused")).Output.ShouldContain("s1");
    }
}
