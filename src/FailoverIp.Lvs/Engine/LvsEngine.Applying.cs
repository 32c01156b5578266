using FailoverIp.Vrrp.Ipvs;

namespace FailoverIp.Lvs;

public sealed partial class LvsEngine
{
    private readonly Dictionary<CheckKey, CheckRun> _runs = [];
    private readonly Dictionary<string, bool> _present = [];
    private bool _isTakenDown;

    /// <summary>Goes over to other options: first everything that may fail, then everything that changes something.</summary>
    private void Apply(VirtualServerOptions[] wanted)
    {
        if (_isTakenDown)
            throw Stopped();
        var before = _services.ToDictionary(static s => s.Options.Key);
        var same = Array.ConvertAll(wanted, o => before.TryGetValue(o.Key, out var service) && service.Options.Equals(o) ? service : null);
        var made = MakeProbes(wanted, same, before);
        var after = new ManagedService[wanted.Length];
        var replaced = new List<ManagedService>();
        for (var i = 0; i < wanted.Length; i++)
        {
            before.Remove(wanted[i].Key, out var old);
            after[i] = same[i] ?? Begin(wanted[i], old, made);
            if (old is not null && old != after[i])
                replaced.Add(old);
        }
        foreach (var gone in before.Values)
            End(gone, "it is no longer configured");
        _isTableDue |= replaced.Count > 0 || before.Count > 0 || after.Length != _services.Length;
        (_services, _published) = (after, after);
        Release(replaced.Concat(before.Values));
    }

    /// <summary>The last thing the loop does for its services.</summary>
    private void TakeDown()
    {
        _isTakenDown = true;
        var gone = _services;
        foreach (var service in gone.Where(static s => s.Options.Omega))
            End(service, "the virtual server is taken down");
        (_services, _published) = ([], []);
        Release(gone);
        _scheduler.Dispose();
        _isTableDue = true;
    }

    private ManagedService Begin(VirtualServerOptions options, ManagedService? before, Dictionary<CheckKey, CheckRun> made)
    {
        var service = new ManagedService(
            new(options, before?.State, _changes), isSuspended: options.HaSuspend && !_present.GetValueOrDefault(options.Name)) { Problem = before?.Problem };
        Tell(service);
        for (var i = 0; i < options.RealServers.Length; i++)
        {
            for (var j = 0; j < options.RealServers[i].Checks.Length; j++)
                Subscribe(service, i, j, made);
        }
        service.Settle(before?.Snapshot, _clock.GetUtcNow());
        _isTableDue = true;
        return service;
    }

    private void Subscribe(ManagedService service, int realServer, int check, Dictionary<CheckKey, CheckRun> made)
    {
        var server = service.Options.RealServers[realServer];
        var key = CheckKey.Of(service.Options, server, server.Checks[check]);
        if (!_runs.TryGetValue(key, out var run))
        {
            run = made[key];
            _runs.Add(key, run);
            _scheduler.Add(run);
        }
        run.Subscribers.Add(new(service, realServer, check));
        run.ReportsAllFailures |= server.Checks[check].LogAllFailures;
        service.Runs.Add(run);
        if (run.Heard is { } heard)
        {
            service.State.OnCheck(realServer, check, heard, _changes);
            Tell(service);
        }
        Want(run);
    }

    private void End(ManagedService service, string reason)
    {
        service.State.End(reason, _changes);
        TellChanges(service.Options.Name);
    }

    /// <summary>Takes services off their checks, and ends the checks that nobody subscribes to any more.</summary>
    private void Release(IEnumerable<ManagedService> services)
    {
        foreach (var service in services)
        {
            foreach (var run in service.Runs.Distinct())
            {
                run.Subscribers.RemoveAll(s => s.Service == service);
                run.ReportsAllFailures = run.Subscribers.Any(static s => s.Service.Options.RealServers[s.RealServer].Checks[s.Check].LogAllFailures);
                if (run.Subscribers.Count > 0)
                {
                    Want(run);
                    continue;
                }
                _runs.Remove(run.Key);
                _scheduler.Retire(run);
            }
        }
    }

    private void Want(CheckRun run)
    {
        var wanted = run.Subscribers.Any(static s => !s.Service.IsSuspended);
        _scheduler.Want(run, wanted, isFirst: !run.HasBegun);
        run.HasBegun |= wanted;
    }

    /// <summary>The checks that <paramref name="wanted"/> needs and that nobody makes so far.</summary>
    private Dictionary<CheckKey, CheckRun> MakeProbes(VirtualServerOptions[] wanted, ManagedService?[] same, Dictionary<IpvsServiceKey, ManagedService> before)
    {
        var made = new Dictionary<CheckKey, CheckRun>();
        try
        {
            for (var i = 0; i < wanted.Length; i++)
            {
                if (same[i] is null)
                    MakeProbes(wanted[i], before.GetValueOrDefault(wanted[i].Key), made);
            }
        }
        catch
        {
            foreach (var run in made.Values)
                _scheduler.Retire(run);
            throw;
        }
        return made;
    }

    private void MakeProbes(VirtualServerOptions options, ManagedService? before, Dictionary<CheckKey, CheckRun> made)
    {
        for (var i = 0; i < options.RealServers.Length; i++)
        {
            var server = options.RealServers[i];
            for (var j = 0; j < server.Checks.Length; j++)
            {
                var key = CheckKey.Of(options, server, server.Checks[j]);
                if (_runs.ContainsKey(key) || made.ContainsKey(key))
                    continue;
                // The same question at other times goes on where it was.
                var heard = before?.Runs.Find(r => r.Key.AsksAs(key))?.Heard;
                made.Add(key, new(key, Make(key, options.Name, $"RealServers:{i}:Checks:{j}"), heard, protects: before?.State.IsUp(server.Address) == true));
            }
        }
    }

    private ICheckProbe Make(CheckKey key, string virtualServer, string option)
    {
        try
        {
            return _probes.Create(key.Question, key.Target, key.Timing);
        }
        catch (Exception e)
        {
            throw new LvsException([new(virtualServer, option, OneLine.Of(e.Message))], e);
        }
    }
}
