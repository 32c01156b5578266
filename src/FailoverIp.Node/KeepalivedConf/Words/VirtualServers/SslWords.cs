namespace FailoverIp.Node;

/// <summary>The block <c>SSL</c>: what all checks by TLS have in common.</summary>
internal sealed class SslWords
{
    private readonly ConfContext _context;
    private readonly Dictionary<string, Given<string>> _files = new(StringComparer.Ordinal);

    public SslWords(ConfContext context)
    {
        _context = context;
        Block = new();
        Word("password", null, "the password of a key stands in a file (KeyPasswordFile of the check)");
        Word("ca", null, "as with keepalived, no certificate is verified; VerifyCertificate and CaFile of a check in failoverip.json do that");
        Word("certificate", "CertificateFile", null);
        Word("key", "KeyFile", null);
    }

    public ConfBlock Block { get; }

    private bool IsThere { get; set; }

    public void Begin(ConfLine line)
    {
        if (IsThere)
            _context.Complain("there is an SSL block already; this one takes its place");
        IsThere = true;
        _files.Clear();
        ServerLabels.NoteRest(line, 1, _context);
    }

    /// <summary>Writes it to a check. keepalived never verifies a certificate, and tells which name is meant only where it is asked to.</summary>
    public void Write(ConfigurationNode check, NodeLocation at)
    {
        check.Boolean("VerifyCertificate", false, at);
        if (check["SendServerName"] is null)
            check.Boolean("SendServerName", false, at);
        foreach (var (key, file) in _files)
            check.Text(key, file.Value, file.At);
    }

    private void Word(string word, string? key, string? why) => Block[word] = line =>
    {
        if (line.Count < 2)
            _context.Complain($"nothing follows {word}");
        else if (key is not null)
            _files[key] = new(line[1], line.Location);
        else
            _context.NotSupported($"{word} is not carried out: {why}");
    };
}
