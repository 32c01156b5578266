using Shouldly;
namespace FailoverIp.TestKit;

/// <summary>A folder of one test.</summary>
public sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("failoverip-tests-");

    public string Path => _folder.FullName;

    public string File(string name, string? content = null)
    {
        var path = System.IO.Path.Combine(_folder.FullName, name);
        if (content is not null)
            System.IO.File.WriteAllText(path, content);
        return path;
    }

    /// <summary>Only the owner may read and write it.</summary>
    public static void ShouldBePrivate(string file)
    {
        if (!OperatingSystem.IsWindows())
            System.IO.File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    public void Dispose()
    {
        if (Directory.Exists(Path))
            _folder.Delete(recursive: true);
    }
}
