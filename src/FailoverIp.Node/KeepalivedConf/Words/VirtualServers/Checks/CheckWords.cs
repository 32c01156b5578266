using System.Net;
using System.Net.Sockets;

namespace FailoverIp.Node;

/// <summary>The words that most checks have: where they connect to, where from, and when.</summary>
internal sealed class CheckWords
{
    private const int LongestInterface = 15;

    private readonly ConfContext _context;
    private readonly Func<ConfRealServer> _server;

    /// <param name="context">Hears what is wrong.</param>
    /// <param name="server">The real server that is checked.</param>
    /// <param name="connects">Whether it has the words about connections.</param>
    public CheckWords(ConfContext context, Func<ConfRealServer> server, bool connects = true)
    {
        (_context, _server) = (context, server);
        Block = new() { End = End };
        ServerTiming.AddTo(Block, context, () => Current.Keys, isCheck: true);
        Switch("alpha", "Alpha");
        Switch("log_all_failures", "LogAllFailures");
        if (connects)
            AddConnection();
    }

    public ConfBlock Block { get; }

    /// <summary>What is done at the end of the block before all else.</summary>
    public Action? Ending { get; init; }

    /// <summary>The check that is read.</summary>
    public ConfCheck Current { get; private set; } = null!;

    public void Begin(string type, ConfLine line)
    {
        ServerLabels.NoteRest(line, 1, _context);
        Current = new(type, line.Location);
        _server().Checks.Add(Current);
    }

    /// <summary>A word that is on, off, or nothing, which is on.</summary>
    public void Switch(string word, string key) => Block[word] = line =>
    {
        if (_context.Switch(line) is { } isOn)
            Current.Keys.Boolean(key, isOn, line.Location);
    };

    private void AddConnection()
    {
        ServerTiming.AddConnectTimeout(Block, _context, () => Current.Keys);
        Block["connect_ip"] = line =>
        {
            if (Address(line) is not { } address)
                return;
            if (Current.BindAddress is { } bind && bind.AddressFamily != address.AddressFamily)
                _context.Complain($"{address} is not of the address family of bindto, and is left out");
            else
                Current.ConnectAddress = address;
        };
        Block["connect_port"] = line => Current.ConnectPort = _context.Integer(line, 1, 1, 65535) is { } port ? new((int)port, line.Location) : Current.ConnectPort;
        Block["bindto"] = line =>
        {
            if (Address(line) is not { } address)
                return;
            if ((Current.ConnectAddress ?? _server().Address.Address).AddressFamily != address.AddressFamily)
            {
                _context.Complain($"{address} is not of the address family of what is checked, and is left out");
                return;
            }
            Current.BindAddress = address;
            Current.Keys.Text("BindAddress", address.ToString(), line.Location);
        };
        Block["bind_port"] = line =>
        {
            if (_context.Integer(line, 1, 1, 65535) is { } port)
                Current.Keys.Number("BindPort", port, line.Location);
        };
        Block["bind_if"] = line =>
        {
            if (line[1].Length > LongestInterface)
                _context.Complain($"the name of an interface has at most {LongestInterface} characters, and '{SchemaChecker.Shown(line[1])}' is left out");
            else
                Current.Keys.Text("BindInterface", line[1], line.Location);
        };
        Block["fwmark"] = line =>
        {
            if (_context.Integer(line, 1, 0, uint.MaxValue) is > 0 and var mark)
                Current.Keys.Number("FirewallMark", mark, line.Location);
        };
    }

    private IPAddress? Address(ConfLine line) => ServerAddress.Read(_context, line[1], null, line.Keyword)?.Address;

    private void End()
    {
        Ending?.Invoke();
        var target = Current.ConnectAddress ?? _server().Address.Address;
        if (Current.NeedsPort && target is { AddressFamily: AddressFamily.InterNetworkV6, IsIPv6LinkLocal: true } && Current.Keys["BindInterface"] is null)
        {
            _context.Complain($"{target} is a link-local address, which wants bind_if; the check is left out");
            Current.IsLeftOut = true;
        }
        if (Current.IsLeftOut)
            _server().Checks.Remove(Current);
    }
}
