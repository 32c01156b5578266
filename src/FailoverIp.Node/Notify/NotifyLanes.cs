using Microsoft.Extensions.Logging;

namespace FailoverIp.Node;

/// <summary>The lanes of all routers, groups and servers that have scripts, by kind and name. Each runs by itself: one that is slow holds up no other.</summary>
internal sealed class NotifyLanes(TimeProvider clock, ILogger logger)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Kind, string Name), NotifyLane> _lanes = [];
    private bool _hasNoActive;
    private bool _isClosed;

    /// <summary>The state is another one: also where it has no scripts, those of the one before end.</summary>
    public void Change(string kind, string name, NotifyJob job) => Find(kind, name, !job.Scripts.IsEmpty)?.Change(job);

    /// <summary>Something has happened within a state.</summary>
    public void Happen(string kind, string name, NotifyJob job) => Find(kind, name, !job.Scripts.IsEmpty)?.Happen(job);

    /// <summary>Ends the scripts of all Active roles; none begins any more.</summary>
    public Task EndActiveAsync()
    {
        // A lane that is not among these is told when it is made.
        lock (_gate)
            _hasNoActive = true;
        return Task.WhenAll(All().Select(l => l.EndActiveAsync()));
    }

    /// <summary>Completes when all scripts have ended by themselves.</summary>
    public Task IdleAsync() => Task.WhenAll(All().Select(l => l.IdleAsync()));

    /// <summary>Ends all scripts; nothing begins any more.</summary>
    public Task CloseAsync()
    {
        lock (_gate)
            _isClosed = true;
        return Task.WhenAll(All().Select(l => l.CloseAsync()));
    }

    private NotifyLane? Find(string kind, string name, bool isNeeded)
    {
        lock (_gate)
        {
            if (!_lanes.TryGetValue((kind, name), out var lane) && isNeeded && !_isClosed)
                _lanes.Add((kind, name), lane = Make());
            return lane;
        }
    }

    private NotifyLane Make()
    {
        var lane = new NotifyLane(clock, logger);
        if (_hasNoActive)
            _ = lane.EndActiveAsync(); // it has nothing to end yet
        return lane;
    }

    private NotifyLane[] All()
    {
        lock (_gate)
            return [.. _lanes.Values];
    }
}
