namespace FailoverIp.Simulation;

public sealed partial class NetcupScp
{
    private readonly List<long> _restRoutings = [];
    private readonly Dictionary<FailoverAddress, long> _soapRoutings = [];

    /// <summary>Counts a reroute by the REST API against the account's limits, or says how long it would have to wait.</summary>
    internal TimeSpan? TakeRestBudget()
    {
        lock (_gate)
        {
            var limits = State.Settings.RateLimits;
            var longest = limits.Select(l => l.Window).DefaultIfEmpty().Max();
            _restRoutings.RemoveAll(at => TimeProvider.GetElapsedTime(at) >= longest);
            var wait = limits.Select(WaitFor).DefaultIfEmpty().Max();
            if (wait > TimeSpan.Zero)
                return wait;
            _restRoutings.Add(TimeProvider.GetTimestamp());
            return null;
        }
    }

    /// <summary>Counts a reroute by the web service against the address's limit, or says how long it would have to wait.</summary>
    internal TimeSpan? TakeSoapBudget(FailoverAddress address)
    {
        lock (_gate)
        {
            if (_soapRoutings.TryGetValue(address, out var last) && State.Settings.SoapRoutingInterval - TimeProvider.GetElapsedTime(last) is { Ticks: > 0 } wait)
                return wait;
            _soapRoutings[address] = TimeProvider.GetTimestamp();
            return null;
        }
    }

    private TimeSpan WaitFor(NetcupRateLimit limit)
    {
        var inWindow = _restRoutings.FindAll(at => TimeProvider.GetElapsedTime(at) < limit.Window);
        return inWindow.Count < limit.Requests ? TimeSpan.Zero : limit.Window - TimeProvider.GetElapsedTime(inWindow[^limit.Requests]);
    }
}
