using FailoverIp.Vrrp.Kernel.Netlink;
using FailoverIp.Vrrp.Native;

namespace FailoverIp.Vrrp.Ipvs;

/// <summary>Carries a plan out, once.</summary>
internal sealed class IpvsRun(IpvsClient client, IIpvsManagedSet managed, KnownTable known)
{
    private readonly HashSet<IpvsServiceKey> _new = [];
    private readonly HashSet<IpvsServiceKey> _failed = [];
    private readonly List<IpvsServiceKey> _gone = [];

    /// <summary>The requests that changed something.</summary>
    public int Writes { get; private set; }

    public List<IpvsProblem> Problems { get; } = [];

    /// <summary>True where the kernel's table was not as it was believed to be, or its answers were lost: it has to be read again.</summary>
    public bool IsStale { get; private set; }

    public void Execute(IpvsPlan plan)
    {
        Problems.AddRange(plan.Problems);
        _gone.AddRange(plan.Gone.Where(IsGone));
        if (!plan.IsEmpty)
        {
            Record(plan);
            Send([.. plan.Services.Where(c => !_failed.Contains(c.Key))]);
            if (!IsStale)
                Send([.. plan.Gains.Where(c => !_failed.Contains(c.Key))]);
            if (!IsStale)
                Send([.. Bearable(plan.Losses.Where(c => !_failed.Contains(c.Key)))]);
        }
        Forget(_gone);
    }

    // A service that is being changed may be missing in a list: only the question for itself tells that it is not there.
    private bool IsGone(IpvsServiceKey key)
    {
        try
        {
            if (client.GetService(key) is null)
                return true;
            Problems.Add(new(key, null, $"{key} was not in the list of the kernel's table, but is in it: the table is read again"));
        }
        catch (IpvsException e)
        {
            Problems.Add(new(key, null, e.Message));
        }
        IsStale = true;
        return false;
    }

    // Where real servers were refused, those that should go stay as long as nobody else would serve: too old is better than empty.
    private IEnumerable<IpvsChange> Bearable(IEnumerable<IpvsChange> losses)
    {
        var lacking = Problems.Where(p => p.Destination is { Weight: > 0 }).Select(p => p.Service).ToHashSet();
        if (lacking.Count == 0)
            return losses;
        IpvsChange[] all = [.. losses];
        lacking.ExceptWith(all.Where(c => c.Destination is not null).GroupBy(c => c.Key).Where(g => Leaves(g.Key, g)).Select(g => g.Key));
        return all.Where(c => c.Destination is null || !lacking.Contains(c.Key));
    }

    private bool Leaves(IpvsServiceKey key, IEnumerable<IpvsChange> losses)
    {
        var weights = losses.ToDictionary(c => c.Destination!.Address, c => c.Command == IpvsCommand.SetDestination ? c.Destination!.Weight : 0);
        return known.Services[key].Destinations.Any(d => weights.GetValueOrDefault(d.Key, d.Value.Destination.Weight) > 0);
    }

    // Before the kernel hears of them: a node that is killed in between has too much in its set, never too little.
    private void Record(IpvsPlan plan)
    {
        _new.UnionWith(plan.Services.Where(c => c.Command == IpvsCommand.NewService && !managed.Contains(c.Key)).Select(c => c.Key));
        if (_new.Count == 0)
            return;
        try
        {
            managed.Add(_new);
        }
        catch (IpvsException e)
        {
            _failed.UnionWith(_new);
            Problems.AddRange(_new.Select(k => new IpvsProblem(k, null, $"{k} was not added: {e.Message}")));
        }
    }

    private void Forget(List<IpvsServiceKey> keys)
    {
        try
        {
            if (keys.Count > 0)
                managed.Remove(keys);
        }
        catch (IpvsException e)
        {
            Problems.Add(new(keys[0], null, $"{keys[0]} is not in the kernel's table, but stays noted as this node's: {e.Message}"));
        }
    }

    private void Send(IpvsChange[] changes)
    {
        if (changes.Length == 0)
            return;
        var errors = new NetlinkError[changes.Length];
        client.Send(changes, errors);
        for (var i = 0; i < changes.Length; i++)
            Take(in changes[i], errors[i]);
    }

    private void Take(in IpvsChange change, NetlinkError error)
    {
        switch (change.Command, error.Number)
        {
            case (_, 0):
                Writes++;
                known.Apply(in change);
                if (change.Command == IpvsCommand.DeleteService)
                    _gone.Add(change.Key);
                return;
            case (IpvsCommand.DeleteService, Errno.ESRCH) or (IpvsCommand.DeleteDestination, Errno.ENOENT): // as it should be
                known.Apply(in change);
                if (change.Command == IpvsCommand.DeleteService)
                    _gone.Add(change.Key);
                return;
            case (IpvsCommand.NewService, Errno.EEXIST) when _new.Contains(change.Key):
                known.Foreign.Add(change.Key);
                Refuse(in change, IpvsErrors.Foreign(change.Key));
                return;
            case (_, Errno.ENOBUFS or Errno.ESRCH) or (IpvsCommand.NewService or IpvsCommand.NewDestination, Errno.EEXIST) or (IpvsCommand.SetDestination, Errno.ENOENT):
                IsStale = true;
                Problems.Add(new(change.Key, change.Destination, IpvsErrors.Text(in change, error)));
                return;
            default:
                Refuse(in change, IpvsErrors.Text(in change, error));
                return;
        }
    }

    // A new service that the kernel has not taken is not ours: whoever adds it later is its owner.
    private void Refuse(in IpvsChange change, string message)
    {
        if (change.Command == IpvsCommand.NewService)
        {
            _failed.Add(change.Key);
            _gone.Add(change.Key);
        }
        Problems.Add(new(change.Key, change.Destination, message));
    }
}
