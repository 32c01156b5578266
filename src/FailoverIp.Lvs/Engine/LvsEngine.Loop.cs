using FailoverIp.Vrrp.Ipvs;

namespace FailoverIp.Lvs;

public sealed partial class LvsEngine
{
    private const int MostRounds = 3;

    private readonly List<ServiceChange> _changes = [];
    private readonly List<ManagedService> _touched = [];
    private readonly List<TaskCompletionSource> _waiting = [];
    private ManagedService[] _services = []; // in the order of the options
    private volatile ManagedService[] _published = [];
    private volatile string? _problem;
    private long _writes;
    private long _events;
    private long _lookAt = long.MaxValue;
    private bool _isTableDue;
    private bool _isLookDue;

    private async Task RunAsync()
    {
        var inbox = _inbox.Reader;
        while (await inbox.WaitToReadAsync().ConfigureAwait(false))
        {
            try
            {
                while (inbox.TryRead(out var work))
                    Do(work);
                Settle();
            }
            catch (Exception e)
            {
                // A defect of ours must not end the care for all services; the next look at the table makes up for what was left undone.
                _logger.LoopFailed(e);
                (_isTableDue, _isLookDue) = (true, true);
            }
            foreach (var waiting in _waiting)
                waiting.SetResult();
            _waiting.Clear();
        }
    }

    private void Do(in Work work)
    {
        if (work.Run is { } run)
            Hear(run, work.Verdict);
        else if (work.Action is { } action)
            action();
        else
            _isLookDue = true;
    }

    private void Hear(CheckRun run, in CheckVerdict verdict)
    {
        if (verdict.IsOfAsking)
        {
            HearOfAsking(run, verdict.State.Failure);
            return;
        }
        if (run is { IsRetired: false, ReportsAllFailures: true } && !verdict.State.Passed)
            _logger.CheckFailed(run.Key.Question.Kind, run.Key.Target, verdict.State.Failure ?? "");
        if (!verdict.Counts)
            return;
        run.Heard = verdict.State;
        foreach (var to in run.Subscribers)
        {
            to.Service.State.OnCheck(to.RealServer, to.Check, verdict.State, _changes);
            Tell(to.Service);
        }
    }

    private void HearOfAsking(CheckRun run, string? hindrance)
    {
        if (hindrance is null)
        {
            _logger.CheckPossible(run.Key.Question.Kind, run.Key.Target);
            return;
        }
        _logger.CheckImpossible(run.Key.Question.Kind, run.Key.Target, hindrance);
        foreach (var to in run.Subscribers)
        {
            to.Service.State.OnUnasked(to.RealServer, hindrance);
            Touch(to.Service);
        }
    }

    private void TakePresence(string virtualServer, bool isPresent)
    {
        _present[virtualServer] = isPresent;
        foreach (var service in _services.Where(s => s.Options.Name == virtualServer && s.Options.HaSuspend && s.IsSuspended == isPresent))
        {
            service.IsSuspended = !isPresent;
            Touch(service);
            foreach (var run in service.Runs)
                Want(run);
        }
    }

    private void Touch(ManagedService service)
    {
        if (service.IsTouched)
            return;
        service.IsTouched = true;
        _touched.Add(service);
    }

    /// <summary>Publishes what has changed, and asks the kernel to follow.</summary>
    private void Settle()
    {
        var now = _clock.GetUtcNow();
        foreach (var service in _touched)
            _isTableDue |= service.Settle(null, now);
        _touched.Clear();
        // What the kernel refuses may cost a quorum, and that changes the table once more; what is refused stays in it, so this comes to an end.
        for (var i = 0; i < MostRounds && (_isTableDue || _isLookDue); i++)
            KeepTable();
    }

    private void KeepTable()
    {
        var (look, before, problems) = (_isLookDue, _table.Problem, _table.Problems);
        (_isTableDue, _isLookDue) = (false, false);
        var (repaired, next) = _table.Keep(Array.ConvertAll(_services, static s => s.Table), look);
        Volatile.Write(ref _writes, _table.Writes);
        _problem = _table.Problem;
        if (repaired > 0)
            Tell(null, new(LvsEventKind.TableRepaired, null, 0, repaired == 1 ? "1 change" : $"{repaired} changes"));
        TellProblem(null, before, _table.Problem);
        if (before != _table.Problem || !ReferenceEquals(problems, _table.Problems))
            TakeProblems();
        LookAfter(next, look);
    }

    private void TakeProblems()
    {
        var now = _clock.GetUtcNow();
        foreach (var service in _services)
        {
            var problem = _table.Problems.GetValueOrDefault(service.Options.Key);
            // While the table as a whole cannot be used, nothing is known of single services.
            if (problem is null && _table.Problem is not null)
                continue;
            var changes = service.State.OnTable(problem?.Refused ?? [], _changes);
            if (problem?.Line == service.Problem && !changes)
                continue;
            TellProblem(service, service.Problem, problem?.Line);
            TellChanges(service.Options.Name);
            service.Problem = problem?.Line;
            _isTableDue |= service.Settle(null, now);
        }
    }

    private void LookAfter(TimeSpan pause, bool looked)
    {
        var at = _clock.GetTimestamp() + (long)(pause.TotalSeconds * _clock.TimestampFrequency);
        if (!looked && at >= _lookAt)
            return;
        _lookAt = at;
        _look.Change(pause, Timeout.InfiniteTimeSpan);
    }
}
