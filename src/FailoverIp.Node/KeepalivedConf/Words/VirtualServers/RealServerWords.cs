using System.Net.Sockets;

namespace FailoverIp.Node;

/// <summary>The words of <c>real_server</c>.</summary>
internal sealed class RealServerWords
{
    private readonly ConfContext _context;
    private readonly Func<ConfVirtualServer> _virtualServer;

    public RealServerWords(ConfContext context, ConfScripts scripts, Func<ConfVirtualServer> virtualServer)
    {
        (_context, _virtualServer) = (context, virtualServer);
        Block = new() { End = End };
        ServerTiming.AddTo(Block, context, () => Current.Keys, isCheck: false);
        ServerTiming.AddConnectTimeout(Block, context, () => Current.Keys);
        Block["weight"] = line => Current.Weight = Number(line, 0, int.MaxValue) ?? Current.Weight;
        Block["lvs_method"] = line => Current.Forwarding = ServerForwarding.Read(line, context, Current.Forwarding);
        Block["uthreshold"] = line => Current.UpperThreshold = Number(line, 0, uint.MaxValue) ?? Current.UpperThreshold;
        Block["lthreshold"] = line => Current.LowerThreshold = Number(line, 0, uint.MaxValue) ?? Current.LowerThreshold;
        Block["inhibit_on_failure"] = line =>
        {
            if (context.Switch(line) is not { } isOn)
                return;
            Current.InhibitOnFailure = isOn;
            Current.Keys.Boolean("InhibitOnFailure", isOn, line.Location);
        };
        Block["alpha"] = line =>
        {
            if (context.Switch(line) is { } isOn)
                Current.Keys.Boolean("Alpha", isOn, line.Location);
        };
        Block["notify_up"] = line => Current.NotifyUp = ServerScripts.Read(line, context, Current.NotifyUp);
        Block["notify_down"] = line => Current.NotifyDown = ServerScripts.Read(line, context, Current.NotifyDown);
        ServerLabels.AddTo(Block, context, () => Current.Keys);
        CheckBlocks.AddTo(Block, context, scripts, () => Current);
    }

    public ConfBlock Block { get; }

    /// <summary>The one that is read.</summary>
    private ConfRealServer Current { get; set; } = null!;

    public void Begin(ConfLine line)
    {
        if (ServerAddress.Read(_context, line[1], line.At(2), "the real server") is not { } address)
        {
            _context.SkipBlock();
            return;
        }
        ServerLabels.NoteRest(line, 3, _context);
        Current = new(address, _virtualServer().Forwarding, line.Location);
        _virtualServer().RealServers.Add(Current);
    }

    private Given<long>? Number(ConfLine line, long least, long most) => _context.Integer(line, 1, least, most) is { } number ? new(number, line.Location) : null;

    private void End()
    {
        var server = _virtualServer();
        if (Current.Forwarding is { IsTunnel: true })
            return;
        if (server.Family == AddressFamily.Unspecified)
        {
            server.Family = Current.Address.Family;
        }
        else if (server.Family != Current.Address.Family)
        {
            _context.Complain($"the real server {Current.Address.Address} is not of the address family of the virtual server, and is left out");
            server.RealServers.Remove(Current);
        }
    }
}
