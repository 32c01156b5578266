namespace FailoverIp.Simulation;

public sealed partial class ProfitBricksCloud
{
    private const int KeptRequests = 1000;

    private readonly List<Work> _works = [];
    private readonly Dictionary<string, DateTimeOffset> _modified = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, int> _versions = new(StringComparer.OrdinalIgnoreCase);
    private int _requestCount;

    /// <summary>The requests of this run, the last 1000 that have ended and all that have not, oldest first.</summary>
    public IReadOnlyList<ProfitBricksRequest> Requests
    {
        get
        {
            lock (_gate)
                return [.. _works.Select(w => w.Request)];
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var work in _works)
                work.Timer?.Dispose();
        }
    }

    /// <summary>
    /// Accepts a write, or refuses it: it is judged by the state as it will be when everything that was accepted before is done. Its turn comes
    /// when the writes on the same data center, or on the same IP block, are over; then the rules are asked once more.
    /// </summary>
    /// <param name="write">The write.</param>
    /// <param name="takeFault">Takes the fault that strikes the work; called only where the write is accepted.</param>
    /// <returns>The request and the state as it is planned with it, or why the write is refused.</returns>
    internal (ProfitBricksRequest? Request, Verdict Planned) Accept(ProfitBricksWrite write, Func<Fault?> takeFault)
    {
        lock (_gate)
        {
            var planned = write.Change(Planned());
            if (planned.Problem is not null)
                return (null, planned);
            var fault = takeFault();
            var duration = fault is { Kind: FaultKind.SlowTask, Delay: { } delay } ? delay : State.Settings.RequestDuration;
            var request = new ProfitBricksRequest($"00000000-0000-4000-8000-{++_requestCount:x12}", write.Method, write.Url, write.Body, write.Target, TimeProvider.GetUtcNow()) { Contract = write.Contract };
            var work = new Work(request, write, duration, fault);
            var isFirst = !Pending.Any(w => w.Write.Queue == write.Queue);
            _works.Add(work);
            Forget();
            if (isFirst)
                Start(work);
            return (work.Request, planned);
        }
    }

    /// <summary>The request with this UUID; null for none.</summary>
    internal ProfitBricksRequest? FindRequest(string id)
    {
        lock (_gate)
            return _works.Find(w => ProfitBricksDatacenter.SameId(w.Request.Id, id))?.Request;
    }

    /// <summary>True while a request is pending for the resource with this path or for one below it.</summary>
    internal bool IsBusy(string path)
    {
        lock (_gate)
            return Pending.Any(w => w.Request.Target.Path == path || w.Request.Target.Path.StartsWith(path + "/", StringComparison.Ordinal));
    }

    /// <summary>When the resource with this path was last changed by a request; the start of this run where it never was.</summary>
    internal DateTimeOffset ModifiedAt(string path)
    {
        lock (_gate)
            return _modified.GetValueOrDefault(path, StartedAt);
    }

    /// <summary>The version of the data center with this path: from 1, counted up with every change in it.</summary>
    internal int VersionOf(string path)
    {
        lock (_gate)
            return 1 + _versions.GetValueOrDefault(path);
    }

    private IEnumerable<Work> Pending => _works.Where(w => !w.Request.HasEnded);

    /// <summary>The state as it will be if everything that is pending goes well.</summary>
    private ProfitBricksState Planned() => Pending.Aggregate(State, (state, work) => work.Write.Change(state).State ?? state);

    // A quarter of the time it waits for its turn.
    private void Start(Work work) => work.Timer = TimeProvider.CreateTimer(Run, work, work.Duration / 4, Timeout.InfiniteTimeSpan);

    private void Run(object? state)
    {
        var work = (Work)state!;
        IReadOnlyList<ProfitBricksAddressChange> changes = [];
        lock (_gate)
        {
            switch (work.Request.Status)
            {
                case ProfitBricksRequestStatus.Queued:
                    work.Request = work.Request with { Status = ProfitBricksRequestStatus.Running, Message = "Request is being processed" };
                    if (work.Fault?.Kind != FaultKind.StuckTask)
                        work.Timer?.Change(work.Duration - (work.Duration / 4), Timeout.InfiniteTimeSpan);
                    return;
                case ProfitBricksRequestStatus.Running:
                    changes = Finish(work);
                    break;
                default:
                    return;
            }
        }
        Tell(changes);
    }

    // In one step: whoever sees the request done sees the change.
    private List<ProfitBricksAddressChange> Finish(Work work)
    {
        List<ProfitBricksAddressChange> changes = [];
        if (work.Fault is { Kind: FaultKind.TaskError or FaultKind.TaskCanceled } fault)
        {
            End(work, ProfitBricksRequestStatus.Failed, fault.Message ?? (fault.Kind == FaultKind.TaskError ? "Provisioning failed" : "Request was cancelled"));
        }
        else if (work.Write.Change(State) is var verdict && verdict.Problem is { } problem)
        {
            End(work, ProfitBricksRequestStatus.Failed, problem.Message);
        }
        else
        {
            if (work.Fault?.Kind != FaultKind.Ignored)
            {
                changes = Set(verdict.State!, work.Request.Id);
                _modified[work.Request.Target.Path] = TimeProvider.GetUtcNow();
                _versions[work.Write.Queue] = _versions.GetValueOrDefault(work.Write.Queue) + 1;
            }
            End(work, ProfitBricksRequestStatus.Done, "Request has been successfully executed");
        }
        if (Pending.FirstOrDefault(w => w.Write.Queue == work.Write.Queue) is { } next)
            Start(next);
        return changes;
    }

    private void End(Work work, ProfitBricksRequestStatus status, string message)
    {
        work.Request = work.Request with { Status = status, Message = message, EndedAt = TimeProvider.GetUtcNow() };
        work.Timer?.Dispose();
    }

    private void Forget()
    {
        if (_works.Count(w => w.Request.HasEnded) > KeptRequests)
            _works.Remove(_works.First(w => w.Request.HasEnded));
    }

    private sealed class Work(ProfitBricksRequest request, ProfitBricksWrite write, TimeSpan duration, Fault? fault)
    {
        public ProfitBricksRequest Request { get; set; } = request;

        public ProfitBricksWrite Write => write;

        public TimeSpan Duration => duration;

        public Fault? Fault => fault;

        public ITimer? Timer { get; set; }
    }
}

/// <summary>A write as it was sent, and what it does.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Url">The URL.</param>
/// <param name="Body">The body.</param>
/// <param name="Contract">The number of the contract that it is for.</param>
/// <param name="Queue">The path of what is changed by one write at a time: a data center, or an IP block.</param>
/// <param name="Target">The resource that it changes.</param>
/// <param name="Change">What it does to a state; pure, and asked several times.</param>
internal sealed record ProfitBricksWrite(string Method, string Url, string Body, int Contract, string Queue, ProfitBricksTarget Target, Func<ProfitBricksState, Verdict> Change);
