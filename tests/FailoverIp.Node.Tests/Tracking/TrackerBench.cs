using System.Collections.Concurrent;
using FailoverIp.Simulation;
using FailoverIp.Vrrp;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FailoverIp.Node.Tests;

/// <summary>Trackers on virtual time, and what an engine would hear of them.</summary>
internal sealed class TrackerBench : IAsyncDisposable
{
    private readonly TrackerSet _trackers;

    public TrackerBench(Action<IServiceCollection>? services = null)
    {
        var collection = new ServiceCollection();
        services?.Invoke(collection);
        Services = collection.BuildServiceProvider();
        _trackers = new(Engine, Services, Time, Log.CreateLogger(""));
    }

    public VirtualTimeProvider Time { get; } = new();

    public FakeEngine Engine { get; } = new();

    public LogLines Log { get; } = new();

    private ServiceProvider Services { get; }

    public TrackerStatus Status => _trackers.GetStatus().ShouldHaveSingleItem();

    /// <summary>What the engine has heard, in order.</summary>
    public string Heard
    {
        get
        {
            lock (Engine.Events)
                return string.Join(", ", Engine.Events);
        }
    }

    public async Task ApplyAsync(params TrackerOptions[] trackers)
    {
        if (_trackers.GetStatus().IsEmpty)
        {
            _trackers.Begin([.. trackers]);
            return;
        }
        await _trackers.LookAsync([.. trackers], CancellationToken.None);
        await _trackers.GoOverAsync([.. trackers]);
    }

    public Task UntilHeardAsync(string last) => Time.UntilAsync(() => Heard.EndsWith(last, StringComparison.Ordinal), $"{last}; heard {Heard}");

    public async ValueTask DisposeAsync()
    {
        var stop = _trackers.StopAsync();
        await Time.UntilAsync(() => stop.IsCompleted);
        await stop;
        await Services.DisposeAsync();
    }
}
