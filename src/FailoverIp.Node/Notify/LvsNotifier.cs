using System.Collections.Immutable;
using System.Net;
using FailoverIp.Lvs;

namespace FailoverIp.Node;

/// <summary>Makes lines and scripts of what happens to virtual servers.</summary>
internal sealed class LvsNotifier(NotifyFifos fifos, NotifyLanes lanes)
{
    private const string Quorum = "VS", RealServer = "RS";

    private readonly Lock _gate = new();
    private Servers _now = Servers.None;

    // Whose quorum was told of as standing.
    private readonly HashSet<string> _standing = new(StringComparer.Ordinal);

    // What has left the configuration is told of under the options before: the last ones that went over to the table.
    private Servers _before = Servers.None;
    private bool _areOld;

    /// <summary>These options count from here on.</summary>
    public void Apply(NodeOptions options)
    {
        lock (_gate)
            (_before, _now, _areOld) = (_areOld ? _before : _now, new(options), false);
    }

    /// <summary>These options could not be applied: the virtual servers are still those before.</summary>
    public void Stay()
    {
        lock (_gate)
            _areOld = true;
    }

    public void OnEvent(LvsEvent @event)
    {
        var isUp = @event.Kind is LvsEventKind.RealServerUp or LvsEventKind.QuorumUp;
        if (@event.VirtualServer is not { } name || !(isUp || @event.Kind is LvsEventKind.RealServerDown or LvsEventKind.QuorumDown))
            return;
        lock (_gate)
        {
            if (@event.RealServer is { } server)
                TellRealServer(name, server, isUp);
            else
                TellQuorum(name, isUp);
        }
    }

    private void TellQuorum(string name, bool isUp)
    {
        var servers = _now.Has(name) ? _now : _before;
        if (servers.Find(name) is not { } options)
            return;
        // A quorum that has never stood is told of where a sorry server stands in from the start, as keepalived has it.
        if (isUp)
            _standing.Add(name);
        else if (!_standing.Remove(name) && options.SorryServer is null)
            return;
        fifos.WriteLvs($"{Quorum} {NotifyWords.Of(options.Key)} {Word(isUp)}\n");
        var scripts = servers.Scripts(name);
        Run(Quorum, name, name, isUp, isUp ? scripts?.QuorumUp : scripts?.QuorumDown);
    }

    private void TellRealServer(string name, IPEndPoint server, bool isUp)
    {
        var servers = _now.Find(name)?.RealServers.Any(r => r.Address.Equals(server)) == true ? _now : _before;
        if (servers.Find(name) is not { } options)
            return;
        fifos.WriteLvs($"{RealServer} {NotifyWords.Of(server, options.Key)} {NotifyWords.Of(options.Key)} {Word(isUp)}\n");
        var scripts = servers.Scripts(name)?.RealServers.GetValueOrDefault(server);
        Run(RealServer, $"{name} {server}", $"{name}: {server}", isUp, isUp ? scripts?.Up : scripts?.Down);
    }

    private void Run(string kind, string lane, string subject, bool isUp, NodeCommand? script) =>
        lanes.Change(kind, lane, new($"{subject} {Word(isUp)}", false, script is null ? [] : [(script, ImmutableArray<string>.Empty)]));

    private static string Word(bool isUp) => isUp ? "UP" : "DOWN";

    /// <summary>The virtual servers of a configuration.</summary>
    private sealed class Servers(NodeOptions options)
    {
        private readonly Dictionary<string, VirtualServerOptions> _byName = options.VirtualServers.ToDictionary(s => s.Options.Name, s => s.Options, StringComparer.Ordinal);

        public static Servers None { get; } = new(new());

        public bool Has(string name) => _byName.ContainsKey(name);

        public VirtualServerOptions? Find(string name) => _byName.GetValueOrDefault(name);

        public VirtualServerNotifyOptions? Scripts(string name) => options.Notify.VirtualServers.GetValueOrDefault(name);
    }
}
