using System.IO.Compression;
using System.Xml.Linq;
using FailoverIp.Guides.Pages;
using FailoverIp.Packaging.Tests.Support;

namespace FailoverIp.Packaging.Tests.NuGet;

/// <summary>What README.md says to type, <c>./package</c>, with <c>--only nuget,tool</c> makes of the build that the tests belong to.</summary>
[CollectionDefinition(Name)]
public sealed class PackedFixture : ICollectionFixture<PackedFixture>, IAsyncLifetime, IDisposable
{
    /// <summary>The collection of the tests of it.</summary>
    public const string Name = "packed";

    private readonly Folder _folder = new();

    internal string Packages => _folder["packages"];

    internal string Path(string name) => _folder[name];

    internal string Write(string name, string text) => _folder.Write(name, text);

    /// <summary>A package's files, and what it says of itself.</summary>
    internal (IReadOnlyList<string> Files, XElement Metadata) Read(string name)
    {
        using var archive = ZipFile.OpenRead(System.IO.Path.Combine(Packages, $"{name}.{Repository.Version}.nupkg"));
        using var specification = archive.GetEntry($"{name}.nuspec")!.Open();
        return ([.. archive.Entries.Select(e => e.FullName)], XDocument.Load(specification).Root!.Elements().Single());
    }

    /// <summary>
    /// A configuration in which the packages of this repository come from the folder and nowhere else, and an environment in which nothing of them stays behind. What
    /// others have made comes from where it always does.
    /// </summary>
    internal (string File, IReadOnlyDictionary<string, string> Environment) Sources(bool alone)
    {
        var file = Write($"sources-{alone}/nuget.config", $"""
            <configuration>
              <packageSources>{(alone ? "<clear />" : "")}<add key="packed" value="{Packages}" /></packageSources>
              <config><add key="signatureValidationMode" value="accept" /></config>
            </configuration>
            """);
        return (file, new Dictionary<string, string> { ["NUGET_PACKAGES"] = _folder["restored"], ["DOTNET_CLI_HOME"] = _folder["home"] });
    }

    public async Task InitializeAsync() =>
        (await Command.RunAsync("bash", "-ec", $"{Page.Read("README.md").Typed("Build and test it", 2)[1].Script} --only nuget,tool --no-build --output '{Packages}'")).ShouldSucceed();

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();
}
