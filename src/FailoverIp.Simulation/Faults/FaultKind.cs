using System.Text.Json.Serialization;

namespace FailoverIp.Simulation;

/// <summary>What goes wrong. Of each of the three groups (delay, answer, task) one fault at most strikes a request; delays add up.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FaultKind>))]
public enum FaultKind
{
    /// <summary>Delay: the request waits for <see cref="Fault.Delay"/> before it takes effect. It does so also where the client has left by then.</summary>
    Latency,

    /// <summary>Answer: <see cref="Fault.Status"/> with <see cref="Fault.Body"/>; the request has no effect.</summary>
    Status,

    /// <summary>Answer: the connection is reset; the request has no effect.</summary>
    Reset,

    /// <summary>Answer: the request takes effect, then the connection is reset.</summary>
    LostAnswer,

    /// <summary>Answer: the request takes effect at once, its answer comes after <see cref="Fault.Delay"/>.</summary>
    SlowAnswer,

    /// <summary>Answer: the provider's words for "too many requests", with <c>Retry-After</c> where <see cref="Fault.RetryAfter"/> is set; no effect.</summary>
    RateLimit,

    /// <summary>Answer: the provider refuses credentials that are good (netcup REST: 401 for an unexpired token); no effect.</summary>
    Unauthorized,

    /// <summary>Answer: the request takes effect, the body is random bytes.</summary>
    Garbage,

    /// <summary>Answer: the request takes effect, the body is a web page.</summary>
    Html,

    /// <summary>Answer: the request takes effect, the body is <see cref="Fault.Bytes"/> long and says nothing.</summary>
    Huge,

    /// <summary>Answer: the request takes effect, the connection is reset after half of the body.</summary>
    Truncated,

    /// <summary>Task: the work on an accepted write takes <see cref="Fault.Delay"/>.</summary>
    SlowTask,

    /// <summary>Task: the work on an accepted write never ends (<c>RUNNING</c> for ever).</summary>
    StuckTask,

    /// <summary>Task: the work on an accepted write fails with <see cref="Fault.Message"/> (netcup REST: <c>ERROR</c>, ProfitBricks: <c>FAILED</c>); where the provider knows no tasks, the write is refused with it.</summary>
    TaskError,

    /// <summary>Task: the work on an accepted write is cancelled by the provider (netcup REST: <c>CANCELED</c>, ProfitBricks: <c>FAILED</c>).</summary>
    TaskCanceled,

    /// <summary>Task: the provider accepts the write, says that it is done, and changes nothing.</summary>
    Ignored,
}
