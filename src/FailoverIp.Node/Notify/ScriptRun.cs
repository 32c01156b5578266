using FailoverIp.Lvs.Misc;
using FailoverIp.Lvs.Native;
using Microsoft.Extensions.Logging;
using static FailoverIp.Lvs.Native.Constants;

namespace FailoverIp.Node;

/// <summary>One run of one script: what it writes goes to the log, and how it ended.</summary>
internal sealed class ScriptRun
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FirstLook = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MostBetweenLooks = TimeSpan.FromMinutes(10);

    private readonly ChildProcess _child;
    private readonly string _subject;
    private readonly string _program;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private volatile bool _isInterrupted;

    private ScriptRun(ChildProcess child, string subject, string program, TimeProvider clock, ILogger logger)
    {
        (_child, _subject, _program, _clock, _logger) = (child, subject, program, clock, logger);
        Ended = TellEndAsync();
        _ = ReapAsync();
    }

    /// <summary>Completes when the script itself has ended, and that has been told; what it has started may live on.</summary>
    public Task Ended { get; }

    /// <summary>True where nothing of it is left.</summary>
    public bool IsGone => _child.IsReaped;

    /// <summary>Starts one; null where it cannot be run, which has been told. Returns when its program has been loaded.</summary>
    /// <param name="command">The command.</param>
    /// <param name="more">Arguments behind its own.</param>
    /// <param name="subject">What it is run for, in the log.</param>
    /// <param name="clock">The time.</param>
    /// <param name="logger">Where its output goes.</param>
    public static async Task<ScriptRun?> StartAsync(NodeCommand command, IEnumerable<string> more, string subject, TimeProvider clock, ILogger logger)
    {
        var program = command.Command[0];
        try
        {
            var spawner = new Spawner([.. Identity.Prefix(command.User, command.Group), .. command.Command, .. more]);
            // On a thread of the pool: its program may lie on a file system that hangs.
            var (child, error) = await Task.Run(() => (ChildProcess.Start(spawner, endsGroup: false, line => logger.ScriptOutput(subject, program, line), out var error), error))
                .ConfigureAwait(false);
            if (child is not null)
                return new(child, subject, program, clock, logger);
            logger.ScriptFailed(subject, program, $"cannot be run: {Errno.Text(error)}");
        }
        catch (Exception e) when (e is ArgumentException or IOException)
        {
            logger.ScriptFailed(subject, program, $"cannot be run: {e.Message.ReplaceLineEndings(" ")}");
        }
        return null;
    }

    /// <summary>Asks it and all that it has started to end; returns at once.</summary>
    public void Interrupt()
    {
        _isInterrupted = true;
        _child.Signal(SIGTERM);
    }

    /// <summary>Ends it and all that it has started in its process group. When it returns nobody of them acts any more.</summary>
    public Task EndAsync()
    {
        _isInterrupted = true;
        return _child.EndGroupAsync(Grace, _clock);
    }

    // What it has left behind ends when it likes, and nobody says when: until then its number stays taken, and after that it must not stay for as long as the node runs.
    private async Task ReapAsync()
    {
        await ((Task)_child.Ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        for (var pause = FirstLook; !_child.IsReaped; pause = pause * 2 < MostBetweenLooks ? pause * 2 : MostBetweenLooks)
        {
            await Task.Delay(pause, _clock).ConfigureAwait(false);
            _child.ReapWhereAlone();
        }
    }

    private async Task TellEndAsync()
    {
        var begun = _clock.GetTimestamp();
        var problem = ChildProcess.Judge(await _child.Ended.ConfigureAwait(false));
        if (_isInterrupted)
            _logger.ScriptInterrupted(_subject, _program);
        else if (problem is null)
            _logger.ScriptDone(_subject, _program, _clock.GetElapsedTime(begun).TotalSeconds);
        else
            _logger.ScriptFailed(_subject, _program, problem);
    }
}
