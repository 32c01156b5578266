namespace FailoverIp.Lvs.Tests.State;

/// <summary>The same rules once more, written down as they are told: everything from scratch after each word of a check, nothing kept but what must be.</summary>
internal sealed class NaiveService
{
    private readonly VirtualServerOptions _options;
    private readonly Dictionary<(int Server, int Check), bool> _passes = [];
    private readonly Dictionary<(int Server, int Check), int?> _weights = [];
    private readonly HashSet<int> _everUp = [];
    private readonly List<int> _inOrderOfFailure = [];

    public NaiveService(VirtualServerOptions options)
    {
        _options = options;
        for (var s = 0; s < options.RealServers.Length; s++)
        {
            for (var c = 0; c < options.RealServers[s].Checks.Length; c++)
            {
                _passes[(s, c)] = !(options.RealServers[s].Checks[c].Alpha ?? options.RealServers[s].Alpha ?? options.Alpha);
                _weights[(s, c)] = null;
            }
            if (IsUp(s))
                _everUp.Add(s);
        }
        Quorum = Sum() > 0 && Sum() >= options.Quorum + options.Hysteresis;
    }

    public bool Quorum { get; private set; }

    public bool IsUp(int server) => _passes.Where(p => p.Key.Server == server).All(p => p.Value);

    public void Word(int server, int check, bool passes, int? weight)
    {
        var wasUp = IsUp(server);
        _passes[(server, check)] = passes;
        if (passes)
            _weights[(server, check)] = weight;
        if (IsUp(server))
        {
            _everUp.Add(server);
            _inOrderOfFailure.Remove(server);
        }
        else if (wasUp)
        {
            _inOrderOfFailure.Add(server);
        }
        if (Quorum)
            Quorum = Sum() > 0 && Sum() >= _options.Quorum - _options.Hysteresis;
        else
            Quorum = Sum() > 0 && Sum() >= _options.Quorum + _options.Hysteresis;
    }

    public int Weight(int server)
    {
        long own = _options.RealServers[server].Weight;
        var sum = own + _weights.Where(w => w.Key.Server == server && w.Value is not null).Sum(w => w.Value!.Value - own);
        return (int)Math.Min(Math.Max(sum, 0), int.MaxValue);
    }

    public bool InService(int server)
    {
        if (IsUp(server))
            return true;
        if (_options.MaxUnavailable is not { } share || !_everUp.Contains(server))
            return false;
        var room = (int)(share * _options.RealServers.Length + 1e-9) - (_options.RealServers.Length - _everUp.Count);
        return _inOrderOfFailure.IndexOf(server) >= Math.Max(0, room);
    }

    public string[] Table()
    {
        var sorry = _options.SorryServer is not null && !Quorum;
        var table = new List<string>();
        for (var s = 0; s < _options.RealServers.Length; s++)
        {
            if (InService(s) && !sorry)
                table.Add($"{_options.RealServers[s].Address.Address} w{Weight(s)}");
            else if (_options.RealServers[s].InhibitOnFailure ?? _options.InhibitOnFailure)
                table.Add($"{_options.RealServers[s].Address.Address} w0");
        }
        if (sorry)
            table.Add($"{_options.SorryServer!.Address.Address} w1");
        else if (_options.SorryServer is { Inhibit: true })
            table.Add($"{_options.SorryServer.Address.Address} w0");
        return [.. table];
    }

    private long Sum() => Enumerable.Range(0, _options.RealServers.Length).Where(InService).Sum(s => (long)Weight(s));
}
