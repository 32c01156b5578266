using System.Text;
using System.Text.Unicode;

namespace FailoverIp.Node;

/// <summary>Reads a text file whole, or says in one line why not.</summary>
internal static class ConfigurationFile
{
    /// <summary>The problem of a file that is not there.</summary>
    public const string DoesNotExist = "does not exist";

    public const int MaxLength = 16 * 1024 * 1024;

    private static ReadOnlySpan<byte> Utf8Mark => [0xEF, 0xBB, 0xBF];

    /// <summary>The file's bytes, UTF-8 without a byte order mark; null with <paramref name="problem"/> where it cannot be read as text.</summary>
    public static byte[]? TryRead(string path, out string? problem, int maxLength = MaxLength)
    {
        problem = null;
        try
        {
            // Opened before anything is asked of it: the answer is about this very file.
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            var bytes = BoundedFile.Read(file, maxLength);
            if (bytes is null)
                problem = $"is larger than {Size(maxLength)}";
            else if (bytes.AsSpan().Contains((byte)0) || !Utf8.IsValid(bytes))
                problem = "is not a text file (UTF-8)";
            else
                return bytes.AsSpan().StartsWith(Utf8Mark) ? bytes[Utf8Mark.Length..] : bytes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            problem = e switch
            {
                FileNotFoundException or DirectoryNotFoundException => DoesNotExist,
                UnauthorizedAccessException => Directory.Exists(path) ? "is a directory" : "cannot be read: permission denied",
                ArgumentException => "is not the name of a file",
                _ => "cannot be read",
            };
        }
        return null;
    }

    /// <summary>The content of a file that holds one secret, without the white space at its end.</summary>
    public static string? TryReadSecret(string path, out string? problem)
    {
        var bytes = TryRead(path, out problem, maxLength: 64 * 1024);
        if (bytes is null)
            return null;
        var secret = Encoding.UTF8.GetString(bytes).TrimEnd();
        if (secret.Length > 0)
            return secret;
        problem = "is empty";
        return null;
    }

    private static string Size(int bytes) => bytes >= 1024 * 1024 ? $"{bytes / (1024 * 1024)} MiB" : $"{bytes / 1024} KiB";
}
