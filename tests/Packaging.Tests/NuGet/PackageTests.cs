using System.Xml.Linq;
using FailoverIp.Packaging.Tests.Support;

namespace FailoverIp.Packaging.Tests.NuGet;

/// <summary>The NuGet packages: complete, and usable by somebody who has nothing but them.</summary>
[Collection(PackedFixture.Name)]
public sealed class PackageTests(PackedFixture packed)
{
    private const string Sample = """
        using Microsoft.Extensions.Configuration;
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.Hosting;

        var builder = Host.CreateApplicationBuilder(args);
        builder.Services.AddFailoverIpNode(builder.Configuration.GetSection("FailoverIp"));
        await builder.Build().RunAsync();
        """;

    public static TheoryData<string> Libraries =>
        [.. Directory.GetDirectories(Repository.PathOf("src")).Select(d => Path.GetFileName(d)).Where(n => n != "FailoverIp.Cli")];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void A_library_comes_with_documentation_readme_icon_licence_and_symbols(string name)
    {
        var (files, metadata) = packed.Read(name);

        foreach (var file in new[] { $"lib/net10.0/{name}.dll", $"lib/net10.0/{name}.xml", "README.md", "icon.png" })
            files.ShouldContain(file);
        Value(metadata, "license").ShouldBe("MIT");
        Value(metadata, "readme").ShouldBe("README.md");
        Value(metadata, "icon").ShouldBe("icon.png");
        Value(metadata, "version").ShouldBe(Repository.Version);
        Value(metadata, "description")!.Length.ShouldBeGreaterThan(40);
        File.Exists(Path.Combine(packed.Packages, $"{name}.{Repository.Version}.snupkg")).ShouldBeTrue();
    }

    [Theory]
    [InlineData("FailoverIp.Core", "")]
    [InlineData("FailoverIp.Vrrp", "")]
    [InlineData("FailoverIp.Netcup", "Core")]
    [InlineData("FailoverIp.ProfitBricks", "Core")]
    [InlineData("FailoverIp.Lvs", "Vrrp")]
    [InlineData("FailoverIp.Simulation", "Core Vrrp")]
    [InlineData("FailoverIp.Node", "Core Lvs Netcup ProfitBricks Vrrp")]
    public void A_library_depends_on_those_that_it_uses_and_on_no_analyzer(string name, string ours)
    {
        var dependencies = packed.Read(name).Metadata.Descendants().Where(e => e.Name.LocalName == "dependency").Select(e => e.Attribute("id")!.Value).ToList();

        dependencies.Where(d => d.StartsWith("FailoverIp.", StringComparison.Ordinal)).Select(d => d["FailoverIp.".Length..]).Order()
            .ShouldBe(ours.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        dependencies.ShouldNotContain(d => d.Contains("Analyzer", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void The_schema_of_the_configuration_is_in_the_package_of_the_node() => packed.Read("FailoverIp.Node").Files.ShouldContain(f => f.EndsWith("failoverip.schema.json", StringComparison.Ordinal));

    [Fact]
    public async Task The_tool_is_installed_from_its_package_alone_and_runs()
    {
        var (sources, environment) = packed.Sources(alone: true);
        var tools = packed.Path("tools");

        (await Command.RunInAsync(packed.Packages, environment, "dotnet", "tool", "install", "FailoverIp.Cli", "--tool-path", tools, "--configfile", sources, "--version", Repository.Version)).ShouldSucceed();

        (await Command.RunAsync(Path.Combine(tools, "failoverip"), "--version")).ShouldSucceed().Output.ShouldStartWith(Repository.Version);
        (await Command.RunAsync(Path.Combine(tools, "failoverip"), "run", "--help")).ShouldSucceed().Output.ShouldContain("failoverip run");
    }

    [SkippableFact]
    public async Task An_application_that_has_nothing_but_the_packages_is_a_node()
    {
        Needs.Root();
        var (sources, environment) = packed.Sources(alone: false);
        packed.Write("app/Program.cs", Sample);
        packed.Write("app/Directory.Build.props", "<Project />");
        var project = packed.Write("app/app.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings><Nullable>enable</Nullable>
                <NuGetAudit>false</NuGetAudit><RestoreFallbackFolders>{GlobalPackages()}</RestoreFallbackFolders>
              </PropertyGroup>
              <ItemGroup><PackageReference Include="FailoverIp.Node" Version="{Repository.Version}" /></ItemGroup>
            </Project>
            """);
        File.Copy(sources, packed.Path("app/nuget.config"));
        packed.Write("app/run.sh", """
            set -e
            ip link set lo up
            ip link add eth1 type veth peer name eth1p && ip link set eth1p up && ip addr add 10.132.0.10/24 dev eth1 && ip link set eth1 up
            dotnet app.dll >log 2>&1 & node=$!
            for i in $(seq 300); do grep -q 'Initialize → Backup' log && break; kill -0 $node; sleep 0.1; done
            grep -q 'Initialize → Backup' log
            kill $node && wait $node
            """);

        (await Command.RunInAsync(packed.Path("app"), environment, "dotnet", "build", project, "-c", "Release", "-o", packed.Path("app/out"), "-nologo", "-v", "quiet", "-nodeReuse:false", "-p:UseSharedCompilation=false")).ShouldSucceed();
        File.ReadAllText(packed.Path($"restored/failoverip.node/{Repository.Version}/.nupkg.metadata")).ShouldContain(packed.Packages);
        File.Copy(packed.Path("app/run.sh"), packed.Path("app/out/run.sh"));
        var node = new Dictionary<string, string>
        {
            ["FailoverIp__Node"] = "packaging-test",
            ["FailoverIp__Control__Socket"] = packed.Path("app/out/control.sock"),
            ["FailoverIp__Vrrp__Instances__VI_1__Interface"] = "eth1",
            ["FailoverIp__Vrrp__Instances__VI_1__VirtualRouterId"] = "101",
            ["FailoverIp__Vrrp__Instances__VI_1__VirtualAddresses__0"] = "10.132.0.100",
        };
        var run = await Command.RunInAsync(packed.Path("app/out"), node, "unshare", "--net", "sh", "run.sh");

        run.Status.ShouldBe(0, run.Errors + File.ReadAllText(packed.Path("app/out/log")));
    }

    internal static string GlobalPackages() => Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } set
        ? set
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private static string? Value(XElement metadata, string name) => metadata.Elements().FirstOrDefault(e => e.Name.LocalName == name)?.Value;
}
