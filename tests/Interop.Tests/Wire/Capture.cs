using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using FailoverIp.Interop.Lab;

namespace FailoverIp.Interop.Wire;

/// <summary>tcpdump in the switch: the truth about who said what and when.</summary>
internal sealed partial class Capture : IAsyncDisposable
{
    private readonly Process _process;
    private readonly NetworkLab _lab;
    private readonly string _interface;
    private readonly Lock _lock = new();
    private readonly List<Frame> _frames = [];
    private TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _reading = Task.CompletedTask;
    private volatile bool _isCounted;
    private int _dropped;

    private Capture(NetworkLab lab, string networkInterface, Process process) => (_lab, _interface, _process) = (lab, networkInterface, process);

    /// <summary>Everything seen so far, in order. Who reads it counts frames, or looks for one that must not be there: then none may be lost.</summary>
    public IReadOnlyList<Frame> Frames
    {
        get
        {
            _isCounted = true;
            return Seen;
        }
    }

    /// <summary>True where more is sent than tcpdump can be sure to keep up with.</summary>
    public bool MayLose { get; set; }

    /// <summary>Once it has ended: what was lost and should not have been; null for nothing.</summary>
    public string? Losses => _dropped > 0 && _isCounted && !MayLose ? $"tcpdump has lost {_dropped} frames on {_interface}: what was not seen may have been there" : null;

    private IReadOnlyList<Frame> Seen
    {
        get
        {
            lock (_lock)
                return [.. _frames];
        }
    }

    public IEnumerable<AdvertFrame> Adverts => Frames.OfType<AdvertFrame>();

    public IEnumerable<ArpFrame> Announcements => Frames.OfType<ArpFrame>().Where(a => a.IsGratuitous);

    /// <summary>Starts to capture; returns when nothing is missed any more.</summary>
    public static async Task<Capture> StartAsync(NetworkLab lab, string networkInterface)
    {
        var process = Process.Start(new ProcessStartInfo("ip",
        [
            "netns", "exec", lab.Switch, "tcpdump", "-i", networkInterface, "-n", "-U", "--immediate-mode", "--time-stamp-precision=nano", "-B", "16384", "-s", "1600", "-w", "-", "ip proto 112 or ip proto 51 or ip6 proto 112 or arp or (icmp6 and ip6[40] == 136)",
        ])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        process.StandardInput.Close();
        var capture = new Capture(lab, networkInterface, process);
        process.ErrorDataReceived += (_, line) => capture.OnError(line.Data);
        process.BeginErrorReadLine();
        var reader = new PcapReader(process.StandardOutput.BaseStream);
        await reader.ReadFileHeaderAsync().WaitAsync(TimeSpan.FromSeconds(20));
        capture._reading = capture.ReadAsync(reader);
        return capture;
    }

    /// <summary>The first frame after a moment that is as asked for; waits for it.</summary>
    /// <param name="what">Says what is waited for, for people.</param>
    /// <param name="timeout">The longest it may take from now on.</param>
    /// <param name="predicate">Which frame.</param>
    /// <param name="after">Frames up to this moment do not count.</param>
    public async Task<T> WaitForAsync<T>(string what, TimeSpan timeout, Func<T, bool> predicate, DateTime after)
        where T : Frame
    {
        using var deadline = new CancellationTokenSource(timeout);
        var seen = 0;
        while (true)
        {
            Task arrived;
            lock (_lock)
            {
                for (; seen < _frames.Count; seen++)
                {
                    if (_frames[seen].At > after && _frames[seen] is T frame && predicate(frame))
                        return frame;
                }
                arrived = _arrived.Task;
            }
            try
            {
                await arrived.WaitAsync(deadline.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"within {timeout.TotalSeconds:0.#} s, after {after:HH:mm:ss.fff}: {what}\n{_lab.Describe()}");
            }
        }
    }

    public string Describe(int frames) => $"--- {_interface}, now {DateTime.UtcNow:HH:mm:ss.ffffff}\n  {string.Join("\n  ", Seen.TakeLast(frames))}";

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await LabProcess.SignalAsync("INT", [_process.Id]); // then it tells what it has lost
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(20)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }
        await _reading;
        _process.Dispose();
    }

    private void OnError(string? line)
    {
        if (line is not null && Dropped().Match(line) is { Success: true } match)
            _dropped = int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("^([0-9]+) packets? dropped by kernel", RegexOptions.None, 1000)]
    private static partial Regex Dropped();

    private async Task ReadAsync(PcapReader reader)
    {
        try
        {
            while (await reader.ReadAsync() is { } packet)
            {
                if (FrameParser.Parse(packet.At, packet.Bytes.Span) is { } frame)
                    Add(frame);
            }
        }
        catch (EndOfStreamException)
        {
            // Killed within a packet: the lab is being taken down.
        }
    }

    private void Add(Frame frame)
    {
        TaskCompletionSource arrived;
        lock (_lock)
        {
            _frames.Add(frame);
            (arrived, _arrived) = (_arrived, new(TaskCreationOptions.RunContinuationsAsynchronously));
        }
        arrived.SetResult();
    }
}
