using System.Threading.Channels;
using FailoverIp.Lvs.Misc;
using FailoverIp.Lvs.Native;
using Microsoft.Extensions.Logging;
using static FailoverIp.Lvs.Native.Constants;

namespace FailoverIp.Node;

/// <summary>
/// A FIFO of lines. Writing never waits: what the kernel's pipe has no room for waits in a queue of bounded length, of which the oldest lines are dropped, for the newest
/// say how things are.
/// </summary>
internal sealed class NotifyFifo : IAsyncDisposable
{
    /// <summary>So many lines wait beside those in the pipe.</summary>
    public const int MostWaiting = 10_000;

    private const int O_RDWR = 2, O_NONBLOCK = 0x800, O_CLOEXEC = 0x80000, O_NOFOLLOW = 0x20000;
    private const int EEXIST = 17;
    private const uint OwnerOnly = 0x180; // 0600

    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LastLines = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Channel<byte[]> _lines;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _writer;
    private readonly int _fd;
    private readonly bool _isOurs;
    private FifoReader? _reader;
    private long _lost;

    private NotifyFifo(NotifyFifoOptions options, int fd, bool isOurs, TimeProvider clock, ILogger logger)
    {
        (Options, _fd, _isOurs, _clock, _logger) = (options, fd, isOurs, clock, logger);
        _lines = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(MostWaiting) { SingleReader = true, FullMode = BoundedChannelFullMode.DropOldest }, _ => Drop());
        _writer = Task.Run(WriteAsync);
        BeginReader();
    }

    public NotifyFifoOptions Options { get; private set; }

    /// <summary>Whether it is the one of a path, however that is written.</summary>
    public bool IsAt(string path) => string.Equals(Path.GetFullPath(path), Path.GetFullPath(Options.Path), StringComparison.Ordinal);

    /// <summary>Opens one, and makes it where it does not exist; null where that cannot be, which has been told.</summary>
    public static NotifyFifo? Open(NotifyFifoOptions options, TimeProvider clock, ILogger logger)
    {
        var fd = -1;
        try
        {
            var owner = Identity.Find(options.User, options.Group);
            var isOurs = Make(options.Path);
            // For reading as well: then it opens without a reader, and one that goes away takes no line with it.
            fd = FifoNative.Open(options.Path, O_RDWR | O_NONBLOCK | O_CLOEXEC | O_NOFOLLOW);
            if (fd < 0)
                throw new IOException(Errno.Text(Errno.Last));
            if (!FifoNative.IsPipe(fd))
                throw new IOException("it is not a FIFO");
            if (isOurs && owner is not null)
                Give(fd, owner.Value, options);
            return new(options, fd, isOurs, clock, logger);
        }
        catch (Exception e) when (e is IOException or ArgumentException)
        {
            if (fd >= 0)
                _ = Libc.Close(fd);
            logger.FifoUnusable(options.Path, e.Message.ReplaceLineEndings(" "));
            return null;
        }
    }

    /// <summary>Leaves a line to be written; never waits.</summary>
    public void Write(byte[] line) => _lines.Writer.TryWrite(line);

    /// <summary>Goes over to other options for the same path. What has been written stays for whoever reads from here on.</summary>
    public async Task GoOverAsync(NotifyFifoOptions options)
    {
        var before = Options;
        // Where it could not be given away, the next reload tries it again.
        Options = !_isOurs || (before.User, before.Group) == (options.User, options.Group) || GiveAway(options) ? options : options with { User = before.User, Group = before.Group };
        if (before.Reader == options.Reader)
            return;
        // One after the other: of two at a time each would get pieces of lines.
        if (_reader is { } reader)
            await reader.DisposeAsync().ConfigureAwait(false);
        BeginReader();
    }

    /// <summary>Waits a moment for the last lines to be read, then ends the reader, as keepalived does, and closes the FIFO.</summary>
    public async ValueTask DisposeAsync()
    {
        _lines.Writer.TryComplete();
        using var patience = new CancellationTokenSource(LastLines, _clock);
        using var end = patience.Token.Register(_stopping.Cancel);
        await _writer.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (_reader is not null && !_stopping.IsCancellationRequested && FifoNative.Waiting(_fd) > 0)
            await Task.Delay(TimeSpan.FromMilliseconds(10), _clock).ConfigureAwait(false);
        _reader?.Interrupt();
        _ = Libc.Close(_fd); // to the reader that is the end
        if (_isOurs)
            Remove();
        if (_reader is not null)
            await _reader.DisposeAsync().ConfigureAwait(false);
    }

    private void BeginReader() => _reader = Options.Reader is { } reader ? new(reader, Options.Path, _clock, _logger) : null;

    private bool GiveAway(NotifyFifoOptions options)
    {
        try
        {
            Give(_fd, Identity.Find(options.User, options.Group) ?? Identity.Own, options);
            return true;
        }
        catch (Exception e) when (e is IOException or ArgumentException)
        {
            _logger.FifoKeepsOwner(Options.Path, e.Message.ReplaceLineEndings(" "));
            return false;
        }
    }

    private static void Give(int fd, (uint User, uint Group) owner, NotifyFifoOptions options)
    {
        if (FifoNative.ChangeOwner(fd, owner.User, owner.Group) != 0)
            throw new IOException($"it cannot be given to {options.User ?? "the user of this process"}: {Errno.Text(Errno.Last)}");
    }

    private void Remove()
    {
        try
        {
            File.Delete(Options.Path);
        }
        catch (DirectoryNotFoundException)
        {
            // It has gone with its folder.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _logger.FifoStays(Options.Path, e.Message.ReplaceLineEndings(" "));
        }
    }

    /// <summary>Makes it, for nobody else; false where it exists.</summary>
    private static bool Make(string path) => FifoNative.MakeFifo(path, OwnerOnly) == 0 || (Errno.Last == EEXIST ? false : throw new IOException(Errno.Text(Errno.Last)));

    private void Drop()
    {
        if (Interlocked.Increment(ref _lost) == 1)
            _logger.FifoFull(Options.Path);
    }

    private async Task WriteAsync()
    {
        await foreach (var line in _lines.Reader.ReadAllAsync(_stopping.Token).ConfigureAwait(false))
        {
            while (!TryWrite(line))
                await Task.Delay(Retry, _clock, _stopping.Token).ConfigureAwait(false);
            if (_lines.Reader.Count == 0 && Interlocked.Exchange(ref _lost, 0) is > 0 and var lost)
                _logger.FifoRead(Options.Path, lost);
        }
    }

    // A line is shorter than PIPE_BUF: it is written whole or not at all.
    private unsafe bool TryWrite(byte[] line)
    {
        fixed (byte* bytes = line)
            return Libc.Write(_fd, bytes, line.Length) >= 0 || Errno.Last is not (EAGAIN or EINTR);
    }
}
