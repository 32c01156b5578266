using System.Globalization;

namespace FailoverIp.Node;

/// <summary>A block <c>url</c>.</summary>
internal sealed class UrlWords
{
    private const int DigestLength = 32;
    private const int LeastStatus = 100;
    private const int MostStatus = 599;

    private readonly ConfContext _context;
    private readonly Func<ConfCheck> _check;
    private readonly RegexWords _regex;
    private ConfigurationNode _url = null!;

    public UrlWords(ConfContext context, Func<ConfCheck> check)
    {
        (_context, _check) = (context, check);
        Block = new() { End = End };
        Block["path"] = Path;
        Block["digest"] = Digest;
        Block["status_code"] = Status;
        Block["virtualhost"] = line =>
        {
            if (ServerLabels.Host(line, context) is { } host)
                _url.Text("VirtualHost", host, line.Location);
        };
        _regex = new(context, () => _url);
        _regex.AddTo(Block);
    }

    public ConfBlock Block { get; }

    public void Begin(ConfLine line)
    {
        _url = ConfigurationNode.Detached(NodeKind.Object, line.Location);
        _regex.Begin();
    }

    private void Path(ConfLine line)
    {
        ServerLabels.NoteRest(line, 2, _context);
        var path = string.Concat(line[1].Select(c => char.IsWhiteSpace(c) || c == '#' ? Uri.EscapeDataString(c.ToString()) : c.ToString()));
        if (!path.StartsWith('/'))
            path = "/" + path;
        if (path != line[1])
            _context.Problems.Note(line.Location, $"asked for is {SchemaChecker.Shown(path)}, which is how a path is written");
        _url.Text("Path", path, line.Location);
    }

    private void Digest(ConfLine line)
    {
        var digest = line[1];
        if (_url["Digest"] is not null)
            _context.Complain("digest was given already");
        else if (digest.Length != DigestLength || !digest.All(char.IsAsciiHexDigit))
            _context.Complain($"a digest has {DigestLength} hexadecimal digits, as failoverip genhash prints it");
        else
            _url.Text("Digest", digest.ToLowerInvariant(), line.Location);
    }

    private void Status(ConfLine line)
    {
        foreach (var word in line.Words.Skip(1))
        {
            var dash = word.IndexOf('-', StringComparison.Ordinal);
            var (first, last) = dash < 0 ? (Code(word), Code(word)) : (Code(word[..dash]), Code(word[(dash + 1)..]));
            if (first is null || last is null || first > last)
                _context.Complain($"'{SchemaChecker.Shown(word)}' is not a status code from {LeastStatus} to {MostStatus}, or a range of them");
            else
                _url.List("StatusCode", line.Location).Add(word, line.Location);
        }
    }

    private static int? Code(string text) => text.Length == 3 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var code) && code is >= LeastStatus and <= MostStatus ? code : null;

    private void End()
    {
        _regex.End();
        if (_url["Path"] is null)
            _context.Complain("the url has no path, and is left out");
        else
            _check().Urls.Add(_url);
    }
}
