namespace FailoverIp.Node;

/// <summary><c>DNS_CHECK</c>.</summary>
internal sealed class DnsCheckWords
{
    private static readonly string[] Types = ["A", "NS", "CNAME", "SOA", "MX", "TXT", "AAAA", "RRSIG", "DNSKEY"];

    private readonly CheckWords _words;

    public DnsCheckWords(ConfContext context, Func<ConfRealServer> server)
    {
        _words = new(context, server);
        _words.Block["type"] = line =>
        {
            if (Types.FirstOrDefault(t => t.Equals(line[1], StringComparison.OrdinalIgnoreCase)) is { } type)
                _words.Current.Keys.Text("QueryType", type, line.Location);
            else
                context.Complain($"'{SchemaChecker.Shown(line[1])}' is none of {string.Join(", ", Types)}");
        };
        _words.Block["name"] = line => Name(line, context);
    }

    public void AddTo(ConfBlock block) => block.Add("DNS_CHECK", line => _words.Begin("Dns", line), _words.Block);

    private void Name(ConfLine line, ConfContext context)
    {
        var (keys, name) = (_words.Current.Keys, line[1]);
        if (keys["Name"] is not null)
            context.Complain("name was given already");
        // A first label of one letter is an empty one to keepalived 2.2.7, whose report names it.
        else if (name.Length > 1 && (name[0] == '.' || name[1] == '.' || name.Contains("..", StringComparison.Ordinal)))
            context.Complain($"'{SchemaChecker.Shown(name)}' has an empty label, or a first one of one letter, which keepalived 2.2.7 takes for one; the name is left out");
        else if (name.Length > 253 || !name.All(char.IsAscii) || (name != "." && name.TrimEnd('.').Split('.').Any(static l => l.Length is 0 or > 63)))
            context.Problems.Note(line.Location, $"'{SchemaChecker.Shown(name)}' is not a name that can be asked for: the root is");
        else
            keys.Text("Name", name, line.Location);
    }
}
