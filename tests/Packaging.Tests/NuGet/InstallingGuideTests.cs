using FailoverIp.Guides.Pages;
using FailoverIp.Packaging.Tests.Support;

namespace FailoverIp.Packaging.Tests.NuGet;

/// <summary>What docs/guides/installing.md and the tool's own page say about the packages, typed in folders that stand for the clone and for a reader's own.</summary>
[Collection(PackedFixture.Name)]
public sealed class InstallingGuideTests(PackedFixture packed)
{
    private readonly Page _page = Page.Read("docs/guides/installing.md");

    [Fact]
    public async Task The_tool_is_installed_as_the_guide_says()
    {
        var (clone, environment) = Clone("for-tool");
        // Nothing but the folder that the command names.
        packed.Write("for-tool/nuget.config", "<configuration><packageSources><clear /></packageSources><config><add key=\"signatureValidationMode\" value=\"accept\" /></config></configuration>");

        var said = await TypeToolAsync(clone, environment, _page.Typed("The .NET tool", 1)[0]);

        said.ShouldContain("Verified: s2 was Active");
    }

    [Fact]
    public async Task The_tool_is_installed_as_its_own_page_says()
    {
        var (_, environment) = Clone("for-reader");
        var (sources, _) = packed.Sources(alone: true); // the reader's only ones

        var said = await TypeToolAsync(Path.GetDirectoryName(sources)!, environment, Page.Read("src/FailoverIp.Cli/README.md").Typed("FailoverIp.Cli", 1)[0]);

        said.ShouldContain("Verified: s2 was Active");
    }

    [Fact]
    public async Task An_application_gets_the_package_as_the_guide_says()
    {
        var (clone, environment) = Clone("for-application");
        var blocks = _page.Typed("In an application", 2);
        packed.Write("for-application/app/app.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework><NuGetAudit>false</NuGetAudit><RestoreFallbackFolders>{PackageTests.GlobalPackages()}</RestoreFallbackFolders></PropertyGroup>
            </Project>
            """);
        packed.Write("for-application/app/Directory.Build.props", "<Project />");

        await TypeAsync(clone, environment, blocks[0].Script);
        await TypeAsync(Path.Combine(clone, "app"), environment, blocks[1].Script);

        File.ReadAllText(packed.Path("for-application/app/app.csproj")).ShouldContain($"<PackageReference Include=\"FailoverIp.Node\" Version=\"{Repository.Version}\"");
        File.Exists(packed.Path("for-application/app/obj/project.assets.json")).ShouldBeTrue("it is restored");
    }

    /// <summary>A folder with artifacts/packages, and a home in which what is installed stays.</summary>
    private (string Folder, IReadOnlyDictionary<string, string> Environment) Clone(string name)
    {
        Directory.CreateDirectory(packed.Path(name + "/artifacts"));
        Directory.CreateDirectory(packed.Path(name + "/home"));
        Directory.CreateSymbolicLink(packed.Path(name + "/artifacts/packages"), packed.Packages);
        return (packed.Path(name), new Dictionary<string, string>
        {
            ["HOME"] = packed.Path(name + "/home"), ["DOTNET_CLI_HOME"] = packed.Path(name + "/home"), ["NUGET_PACKAGES"] = packed.Path(name + "/restored"), ["DOTNET_NOLOGO"] = "1",
        });
    }

    private static Task<string> TypeToolAsync(string folder, IReadOnlyDictionary<string, string> environment, Block block) =>
        TypeAsync(folder, environment, $"export PATH=\"$PATH:$HOME/.dotnet/tools\"\n{block.Script}");

    private static async Task<string> TypeAsync(string folder, IReadOnlyDictionary<string, string> environment, string script) =>
        (await Command.RunInAsync(folder, environment, "bash", "-ec", script)).ShouldSucceed().Output;
}
