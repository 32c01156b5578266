namespace FailoverIp.Core.Tests.Support;

/// <summary>
/// An account in memory whose every answer can be scripted. Without a script it is honest: a write makes the target the owner at once.
/// Continuations run inline, so that a test on virtual time is one sequence of steps.
/// </summary>
public sealed class ScriptedProvider(TimeProvider clock) : IFailoverIpProvider
{
    public const string Me = "v2200000000000000001", Peer = "v2200000000000000002";
    private readonly long _start = clock.GetTimestamp();
    private int _writing;

    public string? Owner { get; set; } = Peer;

    /// <summary>Given the number of the read (from 1), what it answers; null for the honest answer.</summary>
    public Func<int, CancellationToken, Task<RouteReading>?>? OnRead { get; set; }

    /// <summary>Given the number of the write (from 1), what it answers; null for the honest answer.</summary>
    public Func<int, CancellationToken, Task<Reroute>?>? OnWrite { get; set; }

    public Func<int, CancellationToken, Task<TimeSpan>>? OnPrepare { get; set; }

    public List<(TimeSpan At, string What)> Calls { get; } = [];

    public List<RouteRequest> Requests { get; } = [];

    public int MostWritesInFlight { get; private set; }

    public int Reads => Count("read");

    public int Writes => Count("write");

    public int Prepares => Count("prepare");

    public IEnumerable<TimeSpan> WriteTimes
    {
        get
        {
            lock (Calls)
                return [.. Calls.Where(c => c.What == "write").Select(c => c.At)];
        }
    }

    public string Sequence
    {
        get
        {
            lock (Calls)
                return string.Join(' ', Calls.Select(c => c.What));
        }
    }

    public RouteReading Reading => new(Me, Owner, Owner == Me);

    public Task<RouteReading> ReadRouteAsync(RouteRequest request, CancellationToken cancellationToken) =>
        OnRead?.Invoke(Note("read", request), cancellationToken) ?? Honest(request);

    public async Task<Reroute> StartRerouteAsync(RouteRequest request, CancellationToken cancellationToken)
    {
        var number = Note("write", request);
        MostWritesInFlight = Math.Max(MostWritesInFlight, Interlocked.Increment(ref _writing));
        try
        {
            if (OnWrite?.Invoke(number, cancellationToken) is { } scripted)
                return await scripted.ConfigureAwait(false);
            Owner = Me;
            return Reroute.Accepted;
        }
        finally
        {
            Interlocked.Decrement(ref _writing);
        }
    }

    public Task<TimeSpan> PrepareAsync(RouteRequest request, CancellationToken cancellationToken)
    {
        var number = Note("prepare", request);
        return OnPrepare?.Invoke(number, cancellationToken) ?? Task.FromResult(Timeout.InfiniteTimeSpan);
    }

    public static Task<T> Fail<T>(FailoverErrorKind kind, string message = "scripted", TimeSpan? retryAfter = null, bool nothingSent = false) =>
        Task.FromException<T>(new FailoverIpException(kind, message) { RetryAfter = retryAfter, NothingSent = nothingSent });

    public static async Task<T> Hang<T>(CancellationToken token)
    {
        var never = new TaskCompletionSource<T>();
        await using var registration = token.Register(() => never.TrySetCanceled(token));
        return await never.Task.ConfigureAwait(false);
    }

    private Task<RouteReading> Honest(RouteRequest _)
    {
        if (OnRead is null)
            Note("read", _);
        return Task.FromResult(Reading);
    }

    private int Note(string what, RouteRequest request)
    {
        lock (Calls)
        {
            Calls.Add((clock.GetElapsedTime(_start), what));
            Requests.Add(request);
            return Calls.Count(c => c.What == what);
        }
    }

    private int Count(string what)
    {
        lock (Calls)
            return Calls.Count(c => c.What == what);
    }
}
