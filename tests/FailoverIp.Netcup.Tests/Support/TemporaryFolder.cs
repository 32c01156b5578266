namespace FailoverIp.Netcup.Tests;

internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("failoverip-netcup-");

    public string Path => _folder.FullName;

    public string File(string name, string? content = null)
    {
        var path = System.IO.Path.Combine(_folder.FullName, name);
        if (content is not null)
            System.IO.File.WriteAllText(path, content);
        return path;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
