using FailoverIp.Vrrp.Ipvs;

namespace FailoverIp.Lvs.Tests.State;

/// <summary>A <see cref="ServiceState"/> with the changes it has reported.</summary>
internal sealed class ServiceBench
{
    private readonly List<ServiceChange> _changes = [];

    public ServiceBench(VirtualServerOptions options) => State = new(options, null, _changes);

    public ServiceState State { get; private set; }

    public IReadOnlyList<ServiceChange> Changes => _changes;

    /// <summary>The table, one line a destination: <c>10.0.0.1 w1</c>.</summary>
    public string[] Table => [.. State.Table.Destinations.Select(d => $"{d.Address.Address} w{d.Weight}")];

    public IReadOnlyList<IpvsDestination> Destinations => State.Table.Destinations;

    /// <summary>What was reported since the last time, one word or two each.</summary>
    public string[] News()
    {
        var news = _changes.Select(c => c.RealServer is null ? c.Kind.ToString() : $"{c.Kind} {c.RealServer.Address}").ToArray();
        _changes.Clear();
        return news;
    }

    public ServiceBench Pass(int server, int? weight = null, int check = 0)
    {
        State.OnCheck(server, check, new(true, null, weight), _changes);
        return this;
    }

    public ServiceBench Change(int server, int weightChange, int check = 0)
    {
        State.OnCheck(server, check, new(true, null, null, weightChange), _changes);
        return this;
    }

    public ServiceBench Fail(int server, string why = "refused", int check = 0)
    {
        State.OnCheck(server, check, new(false, why, null), _changes);
        return this;
    }

    public ServiceBench Reload(VirtualServerOptions options)
    {
        State = new(options, State, _changes);
        return this;
    }

    public ServiceBench End()
    {
        State.End("stopped", _changes);
        return this;
    }
}
