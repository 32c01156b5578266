using System.CommandLine;
using System.Net;
using FailoverIp.Cli.Output;
using FailoverIp.Lvs;

namespace FailoverIp.Cli.Commands;

/// <summary><c>genhash URL</c>: the digest that an HTTP_GET check compares, as keepalived's genhash prints it.</summary>
internal sealed class GenhashCommand : ToolCommand
{
    private readonly Argument<string> _url = new("URL") { Description = "The page: http://ADDRESS[:PORT]/PATH or https://…" };
    private readonly Option<string?> _virtualHost = new("--virtualhost", "-V") { Description = "The Host header, and the name of a TLS server", HelpName = "HOST" };
    private readonly Option<string> _protocol = new("--protocol", "-P") { Description = "1.0, 1.0c (with \"Connection: close\") or 1.1", HelpName = "VERSION", DefaultValueFactory = _ => "1.0" };
    private readonly Option<double> _timeout = new("--timeout", "-t") { Description = "How many seconds to wait for a connection, and for more of the answer", HelpName = "SECONDS", DefaultValueFactory = _ => 5 };
    private readonly Option<uint> _mark = new("--fwmark", "-m") { Description = "The firewall mark of the packets", HelpName = "MARK" };
    private readonly Option<bool> _noVerify = new("--no-verify") { Description = "Take any certificate, as keepalived does" };
    private readonly Option<string?> _ca = new("--ca") { Description = "A PEM file with the certificates that are trusted, instead of the system's", HelpName = "FILE" };

    public GenhashCommand()
        : base("genhash", "Print the MD5 digest of a page, which the checks HttpGet and SslGet compare")
    {
        Add(_url);
        foreach (var option in (Option[])[_virtualHost, _protocol, _timeout, _mark, _noVerify, _ca, CommonOptions.Json])
            Add(option);
        _protocol.AcceptOnlyFromAmong("1.0", "1.0c", "1.0C", "1.1");
        _timeout.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && double.TryParse(token.Value, out var seconds) && seconds is not (> 0 and <= 3600))
                result.AddError("--timeout is to be more than 0 and at most 3600");
        });
    }

    public override IReadOnlyList<string> Examples =>
    [
        "failoverip genhash http://10.132.0.10/",
        "failoverip genhash http://10.132.0.10:8080/health --virtualhost www.example.com",
        "failoverip genhash https://10.132.0.10/ -V www.example.com --verbose     # with the header of the answer",
    ];

    protected override async Task<int> RunAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        var url = GenhashUrl.Parse(arguments.GetRequiredValue(_url));
        var virtualHost = arguments.GetValue(_virtualHost);
        var digest = await Progress.WhileAsync(terminal, $"asking {url.Host} for {url.Path}", async () =>
        {
            var targets = await url.ResolveAsync(cancellationToken);
            var request = new PageDigestRequest
            {
                Target = targets[0],
                Path = url.Path,
                VirtualHost = virtualHost ?? url.VirtualHost,
                Tls = url.IsTls,
                TlsOptions = new() { VerifyCertificate = !arguments.GetValue(_noVerify), CaFile = arguments.GetValue(_ca) },
                Protocol = arguments.GetValue(_protocol)!.ToUpperInvariant() switch { "1.0C" => HttpProtocol.Http10Close, "1.1" => HttpProtocol.Http11, _ => HttpProtocol.Http10 },
                Timeout = TimeSpan.FromSeconds(arguments.GetValue(_timeout)),
                FirewallMark = arguments.GetValue(_mark),
            };
            return await FirstAsync(targets, request, terminal, cancellationToken);
        });
        Show(url, digest, terminal);
        return ExitStatus.Done;
    }

    /// <summary>A name may have an address that does not serve, as localhost has ::1: then the next one is asked.</summary>
    internal static async Task<PageDigest> FirstAsync(IReadOnlyList<IPEndPoint> targets, PageDigestRequest request, Terminal terminal, CancellationToken cancellationToken)
    {
        var failures = new List<string>();
        foreach (var target in targets)
        {
            try
            {
                return await ComputeAsync(request with { Target = target }, cancellationToken);
            }
            catch (PageDigestException e) when (targets.Count > 1)
            {
                failures.Add($"{target}: {e.Message}");
                if (terminal.IsVerbose)
                    terminal.Note(failures[^1]);
            }
        }
        throw new PageDigestException(string.Join("; ", failures));
    }

    private static async Task<PageDigest> ComputeAsync(PageDigestRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await PageDigester.ComputeAsync(request, cancellationToken);
        }
        catch (ArgumentException e)
        {
            throw new ToolException(FailoverErrorKind.Configuration, e.Message, e);
        }
    }

    private static void Show(GenhashUrl url, PageDigest digest, Terminal terminal)
    {
        if (terminal.IsVerbose)
        {
            foreach (var line in digest.Header.Split("\r\n", StringSplitOptions.RemoveEmptyEntries))
                terminal.Note($"< {line}");
            terminal.Note($"{digest.BodyLength} bytes in {digest.Elapsed.TotalMilliseconds:0} ms");
        }
        else if (digest.Status is < 200 or > 299)
        {
            terminal.Note($"the status is {digest.Status}: a check fails there unless its StatusCode says otherwise");
        }
        if (terminal.IsJson)
            terminal.WriteJson(new(url.Text, digest.Digest, digest.Status, digest.BodyLength, (long)digest.Elapsed.TotalMilliseconds), ToolJson.Readable.GenhashDocument);
        else
            terminal.WriteLine(digest.Digest);
    }
}
