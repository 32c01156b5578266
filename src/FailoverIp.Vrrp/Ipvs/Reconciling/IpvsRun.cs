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
        _gone.AddRange(plan.Gone);
        if (!plan.IsEmpty)
        {
            Record(plan);
            Send([.. plan.Services.Where(c => !_failed.Contains(c.Key))]);
            if (!IsStale)
                Send([.. plan.Rest.Where(c => !_failed.Contains(c.Key))]);
        }
        Forget(_gone);
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
