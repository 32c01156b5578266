using FailoverIp.Packaging.Tests.Support;

namespace FailoverIp.Nightly.Tests;

/// <summary>What <c>./package --only nuget,tarball,deb</c> makes: compiled once, for all tests of it.</summary>
[CollectionDefinition(Name)]
public sealed class PublishedFixture : ICollectionFixture<PublishedFixture>, IAsyncLifetime, IDisposable
{
    /// <summary>The collection of those tests.</summary>
    public const string Name = "published";

    private readonly Folder _folder = new();

    internal string Tarball => _folder[$"failoverip-{Repository.Version}-linux-x64.tar.gz"];

    internal string Package => _folder[$"failoverip_{Repository.Version}_amd64.deb"];

    /// <summary>All files that were made.</summary>
    internal IEnumerable<string> Files => Directory.EnumerateFiles(_folder.Path);

    internal string NewFolder(string name) => Directory.CreateDirectory(_folder[name]).FullName;

    public async Task InitializeAsync() =>
        (await Command.RunAsync(Repository.PathOf("package"), "--only", "nuget,tarball,deb", "--output", _folder.Path)).ShouldSucceed();

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();
}
