namespace FailoverIp.Node;

/// <summary><c>SMTP_CHECK</c>. Each block <c>host</c> within it is a check of its own.</summary>
internal sealed class SmtpCheckWords
{
    private readonly ConfContext _context;
    private readonly Func<ConfRealServer> _server;
    private readonly CheckWords _words;
    private readonly CheckWords _host;
    private readonly List<ConfCheck> _hosts = [];

    public SmtpCheckWords(ConfContext context, Func<ConfRealServer> server)
    {
        (_context, _server) = (context, server);
        _words = new(context, server) { Ending = End };
        _host = new(context, server);
        _words.Block["helo_name"] = line =>
        {
            if (!context.HasWord(line))
                return;
            ServerLabels.NoteRest(line, 2, context);
            if (line[1].Any(static c => char.IsWhiteSpace(c) || c is '/' || !char.IsAscii(c)))
                context.Problems.Note(line.Location, $"'{SchemaChecker.Shown(line[1])}' is not the name of a host, and is left out");
            else
                _words.Current.Keys.Text("HeloName", line[1], line.Location);
        };
        _words.Block.Add("host", BeginHost, _host.Block);
    }

    public void AddTo(ConfBlock block) => block.Add("SMTP_CHECK", line =>
    {
        _hosts.Clear();
        _words.Begin("Smtp", line);
    }, _words.Block);

    private void BeginHost(ConfLine line)
    {
        _host.Begin("Smtp", line);
        _hosts.Add(_host.Current);
    }

    private void End()
    {
        if (_hosts.Count == 0)
            return;
        var own = _words.Current;
        _context.Problems.Note(own.At, "host within SMTP_CHECK is of older versions of keepalived: each is a check of its own, and would better be written as one");
        foreach (var host in _hosts)
            Complete(host.Keys, own.Keys);
        // Without a word about connections of its own, there are the hosts only.
        own.IsLeftOut = own is { ConnectAddress: null, ConnectPort: null } && !((string[])["BindAddress", "BindPort", "BindInterface", "FirewallMark", "ConnectTimeout"]).Any(k => own.Keys[k] is not null);
    }

    /// <summary>What the host leaves open, but for where it connects to, its SMTP_CHECK says.</summary>
    private static void Complete(ConfigurationNode host, ConfigurationNode own)
    {
        foreach (var (key, value) in own.Children)
        {
            if (host[key] is null && key is "HeloName" or "DelayLoop" or "Retry" or "DelayBeforeRetry" or "Warmup" or "Alpha" or "LogAllFailures")
                host.Set(key, value.Copy());
        }
    }
}
