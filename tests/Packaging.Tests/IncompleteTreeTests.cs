using FailoverIp.Packaging.Tests.Support;

namespace FailoverIp.Packaging.Tests;

/// <summary><c>./package</c> in a copy of what it needs, with a fake SDK: whatever fails on the way, no package is called made.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class IncompleteTreeTests : IDisposable
{
    private const string Dotnet = """
        #!/bin/sh
        case "$1" in
            nuget) echo "global-packages: /nowhere" ;;
            publish)
                while [ "$1" != -o ]; do shift; done
                mkdir -p "$2" && echo program >"$2/failoverip" && echo library >"$2/library.dll" ;;
        esac
        """;

    private readonly Folder _copy = new();

    public IncompleteTreeTests()
    {
        foreach (var file in (string[])["package", "LICENSE", "README.md", "CHANGELOG.md", "eng/Common.props", "eng/scripts/build.sh", "eng/scripts/packages.sh"])
            Copy(file);
        foreach (var file in Directory.EnumerateFiles(Repository.PathOf("packaging"), "*", SearchOption.AllDirectories))
            Copy(Path.GetRelativePath(Repository.Root, file));
        WriteCommand("dotnet", Dotnet);
        WriteCommand("dpkg-deb", "#!/bin/sh\nfor last; do :; done\necho package >\"$last\"\n");
    }

    public void Dispose() => _copy.Dispose();

    [Fact]
    public async Task With_everything_there_both_are_made()
    {
        var result = (await RunAsync()).ShouldSucceed();
        result.Output.Trim().Split('\n').Select(Path.GetExtension).ShouldBe([".gz", ".deb"]);
    }

    [Theory]
    [InlineData("LICENSE")]
    [InlineData("packaging/man/failoverip.8")]
    [InlineData("packaging/debian/lintian-overrides")]
    [InlineData("packaging/debian/prerm")]
    [InlineData("packaging/debian/control")]
    public async Task Without_one_of_the_files_it_fails(string file)
    {
        File.Delete(_copy[file]);
        var result = await RunAsync();

        result.Status.ShouldBe(1);
        result.Output.ShouldNotContain(".deb");
        result.Errors.ShouldContain("package: ");
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("md5sum")]
    [InlineData("chmod")]
    public async Task With_a_command_that_fails_it_fails(string command)
    {
        WriteCommand(command, "#!/bin/sh\nexit 1\n");
        var result = await RunAsync();

        result.Status.ShouldBe(1);
        result.Output.ShouldNotContain(".deb");
    }

    private Task<CommandResult> RunAsync() => Command.RunInAsync(
        _copy.Path, new Dictionary<string, string> { ["PATH"] = $"{_copy["bin"]}:{Environment.GetEnvironmentVariable("PATH")}", ["SOURCE_DATE_EPOCH"] = "0" }, _copy["package"], "--only", "tarball,deb");

    private void Copy(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_copy[file])!);
        File.Copy(Repository.PathOf(file), _copy[file]);
    }

    private void WriteCommand(string name, string text) => _copy.WriteProgram($"bin/{name}", text);
}
