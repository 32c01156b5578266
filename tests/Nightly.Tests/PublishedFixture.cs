using FailoverIp.Packaging.Tests.Support;

namespace FailoverIp.Nightly.Tests;

/// <summary>What <c>./package --only tarball,deb</c> makes: compiled once, for all tests of it.</summary>
public sealed class PublishedFixture : IAsyncLifetime, IDisposable
{
    private readonly Folder _folder = new();

    internal string Tarball => _folder[$"failoverip-{Repository.Version}-linux-x64.tar.gz"];

    internal string Package => _folder[$"failoverip_{Repository.Version}_amd64.deb"];

    internal string NewFolder(string name) => Directory.CreateDirectory(_folder[name]).FullName;

    public async Task InitializeAsync() =>
        (await Command.RunAsync(Repository.PathOf("package"), "--only", "tarball,deb", "--output", _folder.Path)).ShouldSucceed();

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();
}
