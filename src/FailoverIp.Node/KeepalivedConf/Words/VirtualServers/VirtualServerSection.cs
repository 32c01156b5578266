namespace FailoverIp.Node;

/// <summary>Virtual servers: <c>virtual_server</c>, <c>virtual_server_group</c>, <c>SSL</c>.</summary>
internal sealed class VirtualServerSection : IConfSection
{
    private readonly ConfContext _context;
    private readonly SslWords _ssl;
    private readonly ServerGroupWords _groups;
    private readonly VirtualServerWords _servers;
    private readonly ConfScripts _scripts;

    public VirtualServerSection(ConfContext context)
    {
        _context = context;
        (_ssl, _groups, _scripts) = (new(context), new(context), new(context));
        _servers = new(context, _scripts);
    }

    public IEnumerable<ConfRoot> Roots =>
    [
        new("SSL", ConfProcesses.Checkers, _ssl.Begin, _ssl.Block),
        new("virtual_server_group", ConfProcesses.Checkers, _groups.Read),
        new("virtual_server", ConfProcesses.Checkers, _servers.Begin, _servers.Block),
    ];

    public void Complete()
    {
        var rules = new VirtualServerRules(_context);
        _servers.All.RemoveAll(s => !rules.Link(s, _groups.All));
        _servers.All.RemoveAll(s => !rules.Check(s));
        var scripts = new ServerScriptCheck(_context, _scripts);
        _servers.All.ForEach(scripts.Check);
    }

    public void Write(ConfigurationNode root)
    {
        VirtualServerGlobals.Write(root, _context.Globals, root.Location);
        var writer = new VirtualServerWriter(_context, new(_context, _scripts, _ssl));
        foreach (var server in _servers.All)
            writer.Write(() => root.Object("VirtualServers", server.At), server);
    }
}
