using System.Globalization;
using System.Text;
using System.Threading.Channels;
using FailoverIp.Vrrp;
using Microsoft.Extensions.Logging;

namespace FailoverIp.Node;

/// <summary>Reads a number from a file whenever the kernel tells of a change in its folder, and now and then without: network file systems tell nothing.</summary>
internal sealed class FileTracker(FileTrackerOptions options, TimeProvider clock, ILogger logger) : Tracker(options, clock, logger)
{
    private const int MaxLength = 4096;

    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PollAlone = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan ShortestHang = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestHang = TimeSpan.FromHours(1);

    private Task<(TrackerReading Reading, string? Problem)>? _read;
    private long _readSince;
    private TimeSpan _giveUpAfter = ShortestHang;

    protected override TimeSpan Patience => ReadTimeout + TimeSpan.FromSeconds(1);

    /// <summary>The number in a text; null where it is none.</summary>
    public static int? Parse(string text, int initialValue)
    {
        var trimmed = text.Trim();
        if (trimmed.Length == 0)
            return initialValue;
        return long.TryParse(trimmed, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? (int)Math.Clamp(number, int.MinValue, int.MaxValue) : null;
    }

    protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        var changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        using var watcher = Watch(() => changes.Writer.TryWrite(true));
        Task<bool>? change = null;
        var hasChanged = false;
        while (true)
        {
            await LookAsync(hasChanged, cancellationToken).ConfigureAwait(false);
            // One wait across all rounds: one that nobody looks at any more would take the next change with it.
            change ??= changes.Reader.ReadAsync(cancellationToken).AsTask();
            hasChanged = false;
            try
            {
                hasChanged = await change.WaitAsync(watcher is null || _read is not null ? PollAlone : Poll, Clock, cancellationToken).ConfigureAwait(false);
                change = null;
            }
            catch (TimeoutException)
            {
                if (watcher is null && Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(options.Path))))
                    return; // the folder is there now: begin anew, with somebody who watches it
            }
        }
    }

    /// <summary>
    /// A pipe or a dead server may never answer: that is waited for with a bound, and for a while not a second time beside it. Once the path has changed, or after that while, which
    /// grows each time, it is given up: another file may be there by now.
    /// </summary>
    private async Task LookAsync(bool hasChanged, CancellationToken cancellationToken)
    {
        if (_read is { IsCompleted: false } && (hasChanged || Clock.GetElapsedTime(_readSince) >= _giveUpAfter))
        {
            _read = null;
            _giveUpAfter = _giveUpAfter * 2 < LongestHang ? _giveUpAfter * 2 : LongestHang;
        }
        if (_read is null)
            (_read, _readSince) = (Task.Factory.StartNew(Read, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default), Clock.GetTimestamp());
        try
        {
            var (reading, problem) = await _read.WaitAsync(ReadTimeout, Clock, cancellationToken).ConfigureAwait(false);
            (_read, _giveUpAfter) = (null, ShortestHang);
            Tell(reading, problem);
        }
        catch (TimeoutException)
        {
            Tell(TrackerReading.Unwell, $"{options.Path} has not answered for {ReadTimeout.TotalSeconds:0} s");
        }
    }

    private (TrackerReading Reading, string? Problem) Read()
    {
        var bytes = ConfigurationFile.TryRead(options.Path, out var problem, MaxLength);
        if (bytes is null && problem == ConfigurationFile.DoesNotExist)
            return (TrackerReading.Number(options.InitialValue), $"{options.Path} {problem}");
        if (bytes is null)
            return (TrackerReading.Unwell, $"{options.Path} {problem}");
        var text = Encoding.UTF8.GetString(bytes);
        return Parse(text, options.InitialValue) is { } number
            ? (TrackerReading.Number(number), null)
            : (TrackerReading.Unwell, $"{options.Path}: \"{SchemaChecker.Shown(text.Trim())}\" is not a number");
    }

    private FileSystemWatcher? Watch(Action changed)
    {
        var path = Path.GetFullPath(options.Path);
        if (!Directory.Exists(Path.GetDirectoryName(path)))
            return null;
        var watcher = new FileSystemWatcher(Path.GetDirectoryName(path)!, Path.GetFileName(path)) { NotifyFilter = NotifyFilters.FileName | NotifyFilters.LastWrite | NotifyFilters.Size };
        watcher.Changed += (_, _) => changed();
        watcher.Created += (_, _) => changed();
        watcher.Deleted += (_, _) => changed();
        watcher.Renamed += (_, _) => changed();
        watcher.Error += (_, _) => changed();
        try
        {
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (IOException) // no inotify watch left
        {
            watcher.Dispose();
            return null;
        }
    }
}
