namespace FailoverIp.Node;

/// <summary><c>HTTP_GET</c> and <c>SSL_GET</c>.</summary>
internal sealed class HttpCheckWords
{
    private readonly ConfContext _context;
    private readonly CheckWords _words;

    public HttpCheckWords(ConfContext context, Func<ConfRealServer> server)
    {
        _context = context;
        _words = new(context, server) { Ending = End };
        _words.Switch("fast_recovery", "FastRecovery");
        _words.Block["enable_sni"] = line =>
        {
            if (context.Switch(line) is not { } isOn)
                return;
            if (_words.Current.Type == "SslGet")
                _words.Current.Keys.Boolean("SendServerName", isOn, line.Location);
            else
                context.Problems.Note(line.Location, "enable_sni is passed over: there is no TLS with HTTP_GET");
        };
        _words.Block["nb_get_retry"] = line =>
        {
            context.Complain("nb_get_retry is now called retry");
            ServerTiming.Retry(line, context, _words.Current.Keys, isCheck: true);
        };
        _words.Block["virtualhost"] = line => _words.Current.VirtualHost = ServerLabels.Host(line, context) is { } host ? new(host, line.Location) : _words.Current.VirtualHost;
        _words.Block["http_protocol"] = Protocol;
        var urls = new UrlWords(context, () => _words.Current);
        _words.Block.Add("url", urls.Begin, urls.Block);
    }

    public void AddTo(ConfBlock block)
    {
        block.Add("HTTP_GET", line => _words.Begin("HttpGet", line), _words.Block);
        block.Add("SSL_GET", line => _words.Begin("SslGet", line), _words.Block);
    }

    private void Protocol(ConfLine line)
    {
        if (line.Count < 2)
            _context.Complain("nothing follows http_protocol");
        else if (line[1] is "1.0" or "1.0C" or "1.0c" or "1.1")
            _words.Current.Keys.Text("HttpProtocol", line[1].ToUpperInvariant(), line.Location);
        else
            _context.Complain($"'{SchemaChecker.Shown(line[1])}' is none of 1.0, 1.0C and 1.1");
    }

    private void End()
    {
        if (_words.Current.Urls.Count > 0)
            return;
        _context.Complain("the check has no url, and is left out");
        _words.Current.IsLeftOut = true;
    }
}
