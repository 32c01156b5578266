using System.Text.RegularExpressions;
using FailoverIp.Packaging.Tests.Support;

namespace FailoverIp.Packaging.Tests.NuGet;

/// <summary>What docs/guides/installing.md says about the packages, typed in a folder that stands for the clone.</summary>
[Collection(PackedFixture.Name)]
public sealed partial class InstallingGuideTests(PackedFixture packed)
{
    private static readonly string Page = File.ReadAllText(Repository.PathOf("docs/guides/installing.md"));

    [Fact]
    public async Task The_tool_is_installed_as_the_guide_says()
    {
        var (clone, environment) = Clone("for-tool");
        // Nothing but the folder that the command names.
        packed.Write("for-tool/nuget.config", "<configuration><packageSources><clear /></packageSources><config><add key=\"signatureValidationMode\" value=\"accept\" /></config></configuration>");

        var said = await TypeAsync(clone, environment, $"export PATH=\"$PATH:$HOME/.dotnet/tools\"\n{Blocks("The .NET tool").Single()}");

        said.ShouldContain("Verified: s2 was Active");
    }

    [Fact]
    public async Task An_application_gets_the_package_as_the_guide_says()
    {
        var (clone, environment) = Clone("for-application");
        var blocks = Blocks("In an application").ToList();
        blocks.Count.ShouldBe(2);
        packed.Write("for-application/app/app.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework><NuGetAudit>false</NuGetAudit><RestoreFallbackFolders>{PackageTests.GlobalPackages()}</RestoreFallbackFolders></PropertyGroup>
            </Project>
            """);
        packed.Write("for-application/app/Directory.Build.props", "<Project />");

        await TypeAsync(clone, environment, blocks[0]);
        await TypeAsync(Path.Combine(clone, "app"), environment, blocks[1]);

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

    private static async Task<string> TypeAsync(string folder, IReadOnlyDictionary<string, string> environment, string script) =>
        (await Command.RunInAsync(folder, environment, "bash", "-ec", script)).ShouldSucceed().Output;

    /// <summary>The blocks of commands of a section.</summary>
    private static IEnumerable<string> Blocks(string heading)
    {
        var section = Page[Page.IndexOf($"## {heading}\n", StringComparison.Ordinal)..];
        var end = section.IndexOf("\n## ", StringComparison.Ordinal);
        return Fence().Matches(end < 0 ? section : section[..end]).Select(m => m.Groups[1].Value);
    }

    [GeneratedRegex(@"^```sh\n(.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline, 1000)]
    private static partial Regex Fence();
}
