namespace FailoverIp.Lvs.Files;

/// <summary>Reads a tracked file.</summary>
internal sealed class FileProbe : ICheckProbe
{
    private readonly FileCheckOptions _options;
    private readonly byte[] _content = new byte[FileNumber.MaxLength];

    /// <exception cref="ArgumentException">There is no path.</exception>
    public FileProbe(FileCheckOptions options) =>
        _options = !string.IsNullOrWhiteSpace(options.Path) && !options.Path.Contains('\0') ? options : throw BadOption.Of($"{nameof(options.Path)}: it is empty");

    // Opening a file may block, on a file system of the network for one: not in the thread that asks.
    public async ValueTask<CheckResult> ProbeAsync(CancellationToken cancellationToken) => await Task.Run(Read, cancellationToken).ConfigureAwait(false);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private CheckResult Read()
    {
        try
        {
            using var file = File.OpenHandle(_options.Path);
            var length = RandomAccess.Read(file, _content, 0);
            return FileNumber.Judge(_content.AsSpan(0, length), _options);
        }
        catch (IOException e) when (Native.Errno.IsShortage(e.HResult)) // on Linux it is the error number
        {
            return CheckResult.Unasked($"{_options.Path}: {e.Message}");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return FileNumber.Judge([], _options);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return CheckResult.Fail($"{_options.Path}: {e.Message}");
        }
    }
}
