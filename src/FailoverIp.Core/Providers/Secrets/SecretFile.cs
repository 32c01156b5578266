using System.Text;

namespace FailoverIp;

/// <summary>Reads a secret that is given as a file. Errors name the file, never what is in it.</summary>
internal static class SecretFile
{
    private const int MaxBytes = 64 * 1024;

    /// <summary>The file's text without the white space at its end.</summary>
    /// <exception cref="FailoverIpException">It cannot be read, is empty or too large (<see cref="FailoverErrorKind.Configuration"/>).</exception>
    public static string Read(string path, string option, string hint = "")
    {
        byte[] content;
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            content = new byte[MaxBytes + 1];
            var length = file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
            Array.Resize(ref content, length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Unusable(option, path, $"cannot be read: {Reason(e)}{hint}", e);
        }
        if (content.Length > MaxBytes)
            throw Unusable(option, path, $"is larger than {MaxBytes / 1024} KiB");
        var text = Encoding.UTF8.GetString(content).TrimEnd();
        return text.Length > 0 ? text : throw Unusable(option, path, $"is empty{hint}");
    }

    /// <summary>Why a file could not be used, in words that do not repeat its name.</summary>
    public static string Reason(Exception e) => e switch
    {
        FileNotFoundException => "it does not exist",
        DirectoryNotFoundException => "its directory does not exist",
        UnauthorizedAccessException => "permission denied",
        _ => OneLine.Of(e),
    };

    public static FailoverIpException Unusable(string option, string path, string problem, Exception? inner = null) =>
        new(FailoverErrorKind.Configuration, $"{option} '{path}' {problem}", inner);
}
