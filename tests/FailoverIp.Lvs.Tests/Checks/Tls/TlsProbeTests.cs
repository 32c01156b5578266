using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using FailoverIp.Lvs.Tests.Checks.Support;
using static FailoverIp.Lvs.Tests.Checks.Support.Probes;

namespace FailoverIp.Lvs.Tests.Checks.Tls;

public sealed class TlsProbeTests : IDisposable
{
    private readonly Certificates _certificates = new();
    private string? _askedFor;
    private string? _shown;

    private HttpCheckOptions Get => new() { Tls = true, VirtualHost = "www.test", TlsOptions = new() { CaFile = _certificates.AuthorityFile } };

    [Fact]
    public async Task A_page_over_TLS_passes_again_and_again()
    {
        await using var server = Server(_certificates.Issue("www.test"));
        using var factory = new CheckProbeFactory();
        await using var probe = factory.Create(Get with { Urls = [new() { Digest = HttpTalk.BodyDigest }] }, server.EndPoint, Patient);
        for (var i = 0; i < 5; i++)
            (await probe.ProbeAsync(CancellationToken.None)).ShouldBe(CheckResult.Pass);
        _askedFor.ShouldBe("www.test");
    }

    [Fact]
    public async Task A_certificate_that_is_not_trusted_is_told_and_accepted_where_it_may_be()
    {
        await using var server = Server(_certificates.Issue("www.test"));
        var untrusted = Get with { TlsOptions = new() };
        (await AskAsync(untrusted, server.EndPoint)).Failure.ShouldStartWith("GET /: the certificate of the server is not to be trusted: ");
        (await AskAsync(untrusted with { TlsOptions = new() { VerifyCertificate = false } }, server.EndPoint)).ShouldBe(CheckResult.Pass);
    }

    [Fact]
    public async Task Nothing_is_fetched_because_a_certificate_says_so()
    {
        await using var anywhere = LocalServer.Http(_ => HttpTalk.Answer("404 Not Found"));
        using var stranger = new Certificates();
        await using var server = Server(stranger.Issue("www.test", issuerAt: $"http://{anywhere.EndPoint}/issuer.cer"));
        (await AskAsync(Get, server.EndPoint)).Passed.ShouldBeFalse();
        (await AskAsync(Get with { TlsOptions = new() }, server.EndPoint)).Passed.ShouldBeFalse();
        (await AskAsync(Get with { TlsOptions = new() { VerifyCertificate = false } }, server.EndPoint)).Passed.ShouldBeTrue();
        anywhere.Connections.ShouldBe(0);
    }

    [Fact]
    public async Task A_certificate_that_has_ended_is_told()
    {
        await using var server = Server(_certificates.Issue("www.test", days: -1));
        (await AskAsync(Get, server.EndPoint)).Failure!.ShouldContain("(NotTimeValid)");
    }

    [Fact]
    public async Task A_certificate_for_somebody_else_is_told()
    {
        await using var server = Server(_certificates.Issue("other.test"));
        (await AskAsync(Get, server.EndPoint)).Failure.ShouldBe("GET /: the certificate of the server is not for 'www.test' but for 'other.test'");
        (await AskAsync(Get with { TlsOptions = Get.TlsOptions with { ServerName = "other.test" } }, server.EndPoint)).ShouldBe(CheckResult.Pass);
        _askedFor.ShouldBe("other.test");
    }

    [Fact]
    public async Task The_name_is_verified_also_where_it_is_not_told()
    {
        await using var right = Server(_certificates.Issue("www.test"));
        var silent = Get with { VirtualHost = "www.test:8443", TlsOptions = Get.TlsOptions with { SendServerName = false } };
        (await AskAsync(silent, right.EndPoint)).ShouldBe(CheckResult.Pass);
        _askedFor.ShouldBe("");
        await using var wrong = Server(_certificates.Issue("other.test"));
        (await AskAsync(silent, wrong.EndPoint)).Failure!.ShouldContain("is not for 'www.test'");
    }

    [Fact]
    public async Task Without_a_name_the_address_is_verified()
    {
        await using var server = Server(_certificates.Issue("x.test", address: IPAddress.Loopback));
        (await AskAsync(Get with { VirtualHost = null }, server.EndPoint)).ShouldBe(CheckResult.Pass);
        _askedFor.ShouldBe("");
    }

    [Fact]
    public async Task A_certificate_of_our_own_is_shown()
    {
        using var own = _certificates.Issue("checker.test");
        var file = _certificates.Write("own.pem", own.ExportCertificatePem());
        var key = _certificates.Write("own.key", own.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        await using var server = Server(_certificates.Issue("www.test"), wantsCertificate: true);
        (await AskAsync(Get with { TlsOptions = Get.TlsOptions with { CertificateFile = file, KeyFile = key } }, server.EndPoint)).ShouldBe(CheckResult.Pass);
        _shown.ShouldBe("CN=checker.test");
    }

    [Fact]
    public async Task A_server_that_speaks_no_TLS_is_told()
    {
        await using var server = new LocalServer(async (stream, stop) => await stream.WriteAsync(HttpTalk.Answer(), stop));
        (await AskAsync(Get, server.EndPoint)).Failure.ShouldStartWith("GET /: no TLS: ");
    }

    [Fact]
    public async Task A_server_that_never_answers_is_told_at_each_stage()
    {
        await using var mute = new LocalServer((_, stop) => Task.Delay(Timeout.Infinite, stop));
        (await AskAsync(Get, mute.EndPoint, Timing(TimeSpan.FromSeconds(2)))).Failure.ShouldBe("GET /: no TLS within 2 s");
        await using var silent = Server(_certificates.Issue("www.test"), answer: null);
        (await AskAsync(Get, silent.EndPoint, Timing(TimeSpan.FromSeconds(2)))).Failure.ShouldBe("GET /: no answer within 2 s");
        (await AskAsync(Get, Closed())).Failure.ShouldBe("GET /: no connection: Connection refused");
    }

    [Fact]
    public async Task A_cancelled_probe_ends_at_once()
    {
        await using var server = new LocalServer((_, stop) => Task.Delay(Timeout.Infinite, stop));
        using var factory = new CheckProbeFactory();
        await using var probe = factory.Create(Get, server.EndPoint, Patient);
        using var cancellation = new CancellationTokenSource();
        var asking = probe.ProbeAsync(cancellation.Token).AsTask();
        while (server.Connections == 0)
            await Task.Delay(5);
        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(asking);
    }

    public void Dispose() => _certificates.Dispose();

    private LocalServer Server(X509Certificate2 certificate, string? answer = "200 OK", bool wantsCertificate = false) => new(async (stream, stop) =>
    {
        await using var tls = new SslStream(stream);
        await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(certificate, null, offline: true),
            ClientCertificateRequired = wantsCertificate,
            RemoteCertificateValidationCallback = (_, shown, _, _) =>
            {
                _shown = shown?.Subject;
                return shown is not null || !wantsCertificate;
            },
        }, stop);
        _askedFor = tls.TargetHostName;
        await LocalServer.ReadRequestAsync(tls, stop);
        if (answer is null)
            await Task.Delay(Timeout.Infinite, stop);
        else
            await tls.WriteAsync(HttpTalk.Answer(answer), stop);
    });
}
