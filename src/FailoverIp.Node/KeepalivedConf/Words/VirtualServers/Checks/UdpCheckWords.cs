using System.Globalization;

namespace FailoverIp.Node;

/// <summary><c>UDP_CHECK</c>.</summary>
internal sealed class UdpCheckWords
{
    private const int DefaultMost = 255;

    private readonly ConfContext _context;
    private readonly CheckWords _words;

    public UdpCheckWords(ConfContext context, Func<ConfRealServer> server)
    {
        _context = context;
        _words = new(context, server) { Ending = End };
        _words.Block["payload"] = line =>
        {
            if (line.Count == 1)
                context.Complain("nothing follows payload");
            else if (Hex(line, wildcards: false) is { } hex)
                _words.Current.Keys.Text("Payload", hex, line.Location);
        };
        _words.Block["require_reply"] = line =>
        {
            _words.Current.Keys.Boolean("RequireReply", true, line.Location);
            if (line.Count > 1 && Hex(line, wildcards: true) is { } hex)
                _words.Current.Keys.Text("Reply", hex, line.Location);
        };
        _words.Block["min_reply_length"] = line => Length(line, "MinReplyLength");
        _words.Block["max_reply_length"] = line => Length(line, "MaxReplyLength");
    }

    public void AddTo(ConfBlock block) => block.Add("UDP_CHECK", line => _words.Begin("Udp", line), _words.Block);

    private void Length(ConfLine line, string key)
    {
        if (_context.Integer(line, 1, 0, ushort.MaxValue) is { } length)
            _words.Current.Keys.Number(key, length, line.Location);
    }

    private string? Hex(ConfLine line, bool wildcards)
    {
        var hex = string.Join(' ', line.Words.Skip(1));
        if (hex.All(c => char.IsAsciiHexDigit(c) || char.IsWhiteSpace(c) || (wildcards && c is 'x' or 'X')) && hex.AsSpan().Trim().Length > 0)
            return hex;
        _context.Complain($"'{SchemaChecker.Shown(hex)}' is not hexadecimal");
        return null;
    }

    private void End()
    {
        var least = Number("MinReplyLength") ?? 0;
        var most = Number("MaxReplyLength") ?? DefaultMost;
        if (least <= most)
            return;
        _context.Complain($"no reply is at least {least} bytes and at most {most}; both are left out, as keepalived 2.2.7 looks at neither");
        _words.Current.Keys.Number("MinReplyLength", 0, _words.Current.At);
        _words.Current.Keys.Number("MaxReplyLength", ushort.MaxValue, _words.Current.At);
    }

    private int? Number(string key) => _words.Current.Keys[key]?.Text is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
