namespace FailoverIp.Cli.Commands.Simulate;

/// <summary>
/// Files that hold a simulator's secrets for its clients, mode 0600: beside the state file where there is one, otherwise in a directory that is
/// deleted at the end.
/// </summary>
internal sealed class SecretFiles(string? stateFile) : IDisposable
{
    private DirectoryInfo? _directory;

    /// <summary>The path of a file that holds one of the secrets. A file that holds one of them already is left as it is.</summary>
    public string Provide(string name, IReadOnlyList<string> secrets)
    {
        var path = stateFile is not null
            ? $"{Path.GetFullPath(stateFile)}.{name}"
            : Path.Combine((_directory ??= Directory.CreateTempSubdirectory("failoverip-simulator-")).FullName, name);
        try
        {
            if (secrets.Count > 0 && !(File.Exists(path) && secrets.Contains(File.ReadAllText(path).TrimEnd())))
                Write(path, secrets[0]);
            return path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ToolException(FailoverErrorKind.Configuration, $"{path}: {e.Message}", e);
        }
    }

    public void Dispose() => _directory?.Delete(recursive: true);

    private static void Write(string path, string secret)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        File.Delete(path);
        using var writer = new StreamWriter(path, options);
        writer.WriteLine(secret);
    }
}
