using System.Text;

namespace FailoverIp.Netcup;

/// <summary>Writes a refresh token so that at any moment, power cuts included, the file holds either the old token or the new one.</summary>
internal static class RefreshTokenFile
{
    public const string LoginHint = "; run `failoverip login netcup`";

    public static string Read(string path)
    {
        var token = SecretFile.Read(path, nameof(NetcupRestOptions.RefreshTokenFile), LoginHint);
        return token.All(c => c is > ' ' and < '\x7f')
            ? token
            : throw SecretFile.Unusable(nameof(NetcupRestOptions.RefreshTokenFile), path, "does not hold a refresh token" + LoginHint);
    }

    /// <summary>Writes beside the file with mode 0600, to the disk, then renames over it. A symbolic link is followed, not replaced.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(string path, string token)
    {
        var target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        var beside = $"{target}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var file = Create(beside))
            {
                file.Write(Encoding.ASCII.GetBytes(token + "\n"));
                file.Flush(flushToDisk: true);
            }
            File.Move(beside, target, overwrite: true);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
    }

    /// <summary>Says before a person is asked to log in whether the result could be saved; makes a missing directory.</summary>
    /// <exception cref="FailoverIpException">It could not (<see cref="FailoverErrorKind.Configuration"/>).</exception>
    public static void EnsureWritable(string path)
    {
        try
        {
            var directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
            if (!Directory.Exists(directory))
                CreateDirectory(directory);
            if (Directory.Exists(path))
                throw new IOException("it is a directory");
            var probe = $"{path}.{Guid.NewGuid():N}.tmp";
            Create(probe).Dispose();
            File.Delete(probe);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw SecretFile.Unusable(nameof(NetcupRestOptions.RefreshTokenFile), path, $"cannot be written: {SecretFile.Reason(e)}", e);
        }
    }

    private static FileStream Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new(path, options);
    }

    private static void CreateDirectory(string directory)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(directory);
        else
            Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
