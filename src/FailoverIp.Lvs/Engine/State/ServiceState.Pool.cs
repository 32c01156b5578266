namespace FailoverIp.Lvs;

internal sealed partial class ServiceState
{
    /// <summary>Decides who is in service, and whether that is a quorum.</summary>
    private void SettlePool(bool isNew, List<ServiceChange> changes)
    {
        KeepSome();
        LiveWeight = 0;
        RealServerState? kept = null;
        foreach (var server in _realServers)
        {
            if (server.InService)
                LiveWeight += server.Weight;
            if (server.IsKept)
                kept ??= server;
        }
        if (IsKeeping != kept is not null)
        {
            IsKeeping = kept is not null;
            changes.Add(IsKeeping
                ? new(LvsEventKind.FailOpenStarted, kept!.Options.Address, kept.Weight, $"it has failed, and no more than {_mayBeOut} of {_realServers.Length} may be out at once")
                : new(LvsEventKind.FailOpenEnded, null, LiveWeight, "no failed real server is kept in service any more"));
        }
        SettleQuorum(isNew, changes);
    }

    private void SettleQuorum(bool isNew, List<ServiceChange> changes)
    {
        var needed = HasQuorum ? Options.Quorum - Options.Hysteresis : Options.Quorum + Options.Hysteresis;
        var has = LiveWeight > 0 && LiveWeight >= needed;
        if (has == HasQuorum && !isNew)
            return;
        HasQuorum = has;
        changes.Add(new(has ? LvsEventKind.QuorumUp : LvsEventKind.QuorumDown, null, LiveWeight, $"a weight of {LiveWeight} is in service, {needed} {(needed == 1 ? "is" : "are")} needed"));
    }

    /// <summary>
    /// Who failed first is out first. One that has never been up is not kept, for it is not in service yet, but it takes up room: the pool is as small without it.
    /// </summary>
    private void KeepSome()
    {
        if (_mayBeOut >= _realServers.Length)
            return;
        var room = _mayBeOut;
        foreach (var server in _realServers)
        {
            server.IsKept = false;
            if (!server.WasUp)
                room--;
        }
        foreach (var server in _realServers.Where(static r => r is { IsUp: false, WasUp: true }).OrderBy(static r => r.DownOrder))
            server.IsKept = room-- <= 0;
    }
}
