namespace FailoverIp.Node;

/// <summary>Who may read a file.</summary>
internal static class FileReaders
{
    /// <summary>
    /// Whether everybody on this machine may read a file: it lets others read it, and each folder above it lets them through. False where that cannot be told; access control lists are not
    /// looked at.
    /// </summary>
    public static bool IncludeEverybody(string path)
    {
        if (OperatingSystem.IsWindows())
            return false;
        try
        {
            var full = Path.GetFullPath(path);
            // Where a link leads to is another path.
            var file = File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full;
            return File.GetUnixFileMode(file).HasFlag(UnixFileMode.OtherRead) && IsReached(file) && (file == full || IsReached(full));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return false;
        }
    }

    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private static bool IsReached(string path)
    {
        for (var folder = Path.GetDirectoryName(path); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (!File.GetUnixFileMode(folder).HasFlag(UnixFileMode.OtherExecute))
                return false;
        }
        return true;
    }
}
