using System.Collections.Immutable;

namespace FailoverIp.Simulation;

/// <summary>How a simulator runs. Immutable.</summary>
public record SimulatorOptions
{
    /// <summary>Where it listens: <c>http://</c>, an IP address or <c>localhost</c>, and a port; port 0 takes a free one.</summary>
    /// <value><c>http://127.0.0.1:0</c>.</value>
    public string Listen { get; init; } = "http://127.0.0.1:0";

    /// <summary>The clock of everything that takes time: delays, tasks, tokens, limits.</summary>
    /// <value>The system's.</value>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>The faults it starts with.</summary>
    public ImmutableArray<Fault> Faults { get; init; } = [];

    /// <summary>Called when it is known how a request ends, before the answer is sent, on the thread that answers. For showing requests as they come.</summary>
    public Action<RecordedRequest>? Answered { get; init; }

    /// <summary>The seed of everything random in the faults: with the same seed and the same requests, the same happens.</summary>
    /// <value>0.</value>
    public int Seed { get; init; }
}
