using System.Collections.Concurrent;

namespace FailoverIp.Vrrp;

/// <summary>
/// What other threads ask of the engine's: they leave it here and wake it, without waiting. Of each tracker only the last reading is kept, so nothing grows while the
/// engine does not look, or has not been started.
/// </summary>
internal sealed class EngineCommands
{
    private readonly ConcurrentDictionary<string, TrackerReading> _readings = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<Request> _reloads = new();
    private readonly ConcurrentQueue<TaskCompletionSource> _probes = new();
    private volatile bool _hasEnded;

    /// <summary>A tracker has found something.</summary>
    public void Set(string tracker, TrackerReading reading) => _readings[tracker] = reading;

    /// <summary>Asks for other options; completes when the engine runs with them, or fails as it does.</summary>
    public Task ReloadAsync(VrrpEngineOptions options)
    {
        var request = new Request(options, new(TaskCreationOptions.RunContinuationsAsynchronously));
        _reloads.Enqueue(request);
        if (_hasEnded)
            Fail();
        return request.Done.Task;
    }

    /// <summary>Asks for a sign of life: completes when the engine's thread comes by.</summary>
    public Task ProbeAsync()
    {
        var probe = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _probes.Enqueue(probe);
        if (_hasEnded)
            Fail();
        return probe.Task;
    }

    /// <summary>On the engine's thread: it is alive.</summary>
    public void AnswerProbes()
    {
        while (_probes.TryDequeue(out var probe))
            probe.TrySetResult();
    }

    /// <summary>On the engine's thread: takes what the trackers have told since the last time.</summary>
    public void TakeReadings(Action<string, TrackerReading> set)
    {
        foreach (var reading in _readings)
        {
            // What was told in between stays, and its wake-up comes.
            if (_readings.TryRemove(reading))
                set(reading.Key, reading.Value);
        }
    }

    /// <summary>On the engine's thread: takes the next options to go over to.</summary>
    public void TakeReload(Action<VrrpEngineOptions> reload)
    {
        while (_reloads.TryDequeue(out var request))
        {
            try
            {
                reload(request.Options);
                request.Done.TrySetResult();
            }
            catch (VrrpException e)
            {
                request.Done.TrySetException(e);
            }
            catch (Exception e)
            {
                request.Done.TrySetException(e); // whoever asked hears of it, and the engine as of any other failure
                throw;
            }
        }
    }

    /// <summary>The engine has ended: whoever waits, waits in vain.</summary>
    public void End()
    {
        _hasEnded = true;
        Fail();
    }

    private void Fail()
    {
        while (_reloads.TryDequeue(out var request))
            request.Done.TrySetException(Stopped());
        while (_probes.TryDequeue(out var probe))
            probe.TrySetException(Stopped());
    }

    private static InvalidOperationException Stopped() => new("The VRRP engine has stopped");

    private sealed record Request(VrrpEngineOptions Options, TaskCompletionSource Done);
}
