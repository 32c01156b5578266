using System.Collections.Concurrent;
using System.Net;
using FailoverIp.Simulation;
using FailoverIp.Vrrp.Ipvs;
using Shouldly;

namespace FailoverIp.Lvs.Tests.Engine;

/// <summary>An engine on virtual time with a table in memory and probes that tests answer.</summary>
internal sealed class EngineBench : IAsyncDisposable, ICheckProbeFactory
{
    private readonly ConcurrentDictionary<(string Check, IPEndPoint Target), HandProbe> _probes = new();
    private readonly ConcurrentQueue<LvsEvent> _events = new();
    private readonly LogLines _log = new();
    private int _made;

    public EngineBench(IIpvsReconciler? table = null, Func<double>? jitter = null)
    {
        Engine = new(table ?? Table, this, Clock, _log, new() { Jitter = jitter ?? (() => 0) });
        Engine.Subscribe(_events.Enqueue);
    }

    public VirtualTimeProvider Clock { get; } = new();

    public SimulatedIpvs Table { get; } = new();

    public LvsEngine Engine { get; }

    public IReadOnlyList<LvsEvent> Events => [.. _events];

    public string[] Log => _log.Lines;

    /// <summary>How many probes were made.</summary>
    public int Made => _made;

    /// <summary>Why no probe can be made for a check of this name.</summary>
    public string? Impossible { get; set; }

    public HandProbe Probe(int server, string check = "a") => _probes[(check, Samples.Real(server))];

    public string[]? Destinations(VirtualServerOptions service) => Table.Destinations(service.Key)?.Select(d => d.Replace(":80 ", " ")).ToArray();

    public VirtualServerStatus Status(string name = "web") => Engine.GetStatus().VirtualServers.Single(s => s.Name == name);

    /// <summary>The events so far, two words each; of one virtual server where a name is given.</summary>
    public string[] Told(string? name = null) => [.. _events.Where(e => name is null || e.VirtualServer == name).Select(e => e.RealServer is null ? e.Kind.ToString() : $"{e.Kind} {e.RealServer.Address}")];

    /// <summary>Lets time pass until something holds.</summary>
    public async Task Until(Func<bool> condition, double seconds = 10)
    {
        var end = Clock.Elapsed + TimeSpan.FromSeconds(seconds);
        while (await SettledAsync() && !condition())
        {
            Clock.Elapsed.ShouldBeLessThan(end, $"it does not hold within {seconds} s\n{string.Join('\n', Log)}");
            Step(end);
        }
    }

    /// <summary>Lets time pass, and whatever follows from it happen.</summary>
    public async Task Pass(double seconds)
    {
        var end = Clock.Elapsed + TimeSpan.FromSeconds(seconds);
        while (await SettledAsync() && Clock.Elapsed < end)
            Step(end);
    }

    /// <summary>Stops; what the engine waits for at its end comes soon, in virtual time: when nothing has happened for a while that is long for a busy machine, too.</summary>
    public async ValueTask DisposeAsync()
    {
        var stopped = Engine.StopAsync();
        while (!stopped.IsCompleted)
        {
            if (await Task.WhenAny(stopped, Task.Delay(200)) != stopped && Clock.NextDue is { } due)
                Clock.Advance(due - Clock.Elapsed);
        }
        await stopped;
    }

    ICheckProbe ICheckProbeFactory.Create(CheckOptions check, IPEndPoint target, EffectiveCheckTiming timing)
    {
        var name = check is SampleCheck sample ? sample.Name : check.Kind;
        if (name == Impossible)
            throw new ArgumentException("this cannot be checked");
        Interlocked.Increment(ref _made);
        return _probes[(name, target)] = new HandProbe(Clock);
    }

    private void Step(TimeSpan end) => Clock.Advance(Clock.NextDue is { } due && due < end ? due - Clock.Elapsed : end - Clock.Elapsed);

    private async Task<bool> SettledAsync()
    {
        await Engine.SettledAsync();
        return true;
    }
}
