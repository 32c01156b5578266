namespace FailoverIp.Core.Tests.Support;

/// <summary>A router that answers what the test says, when the test says it.</summary>
public sealed class ScriptedRouter(FailoverRoute route) : IFailoverIpRouter
{
    private readonly Lock _gate = new();
    private readonly List<Call> _ensures = [];
    private readonly List<Call> _reads = [];

    public IReadOnlyList<FailoverRoute> Routes => [route];

    /// <summary>The calls so far; each waits until it is answered, and holds to its token where it obeys.</summary>
    public IReadOnlyList<Call> Ensures => Snapshot(_ensures);

    public IReadOnlyList<Call> Reads => Snapshot(_reads);

    public bool Obeys { get; set; } = true;

    public async Task<RouteReading> ReadAsync(string name, CancellationToken cancellationToken = default) => (RouteReading)await Add(_reads, cancellationToken);

    public async Task<RouteResult> EnsureAsync(string name, CancellationToken cancellationToken = default) => (RouteResult)await Add(_ensures, cancellationToken);

    public Task<RouteResult> EnsureAsync(string name, RouteTarget target, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public RouteResult Routed(int attempts = 1, string owner = ScriptedProvider.Me) =>
        new(route, attempts == 0 ? RouteOutcome.AlreadyRouted : RouteOutcome.Rerouted, owner, attempts, TimeSpan.Zero);

    private Task<object> Add(List<Call> calls, CancellationToken token)
    {
        var call = new Call(token);
        lock (_gate)
            calls.Add(call);
        return Obeys ? call.Answer.Task.WaitAsync(token) : call.Answer.Task;
    }

    private List<Call> Snapshot(List<Call> calls)
    {
        lock (_gate)
            return [.. calls];
    }

    public sealed record Call(CancellationToken Token)
    {
        public TaskCompletionSource<object> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Is(object answer) => Answer.SetResult(answer);

        public void Fails(FailoverErrorKind kind, string message = "scripted", TimeSpan? retryAfter = null) =>
            Answer.SetException(new FailoverIpException(kind, message) { RetryAfter = retryAfter });
    }
}
