using System.Net;
using System.Net.Sockets;
using System.Text;
using FailoverIp.Cli.Commands;
using FailoverIp.Cli.Output;
using FailoverIp.Cli.Tests.Harness;
using FailoverIp.Lvs;

namespace FailoverIp.Cli.Tests.Commands;

public sealed class GenhashTests : IDisposable
{
    private const string Digest = "60a9cce591be31076132ad1ff144b06e"; // md5sum's, of "hello body\n"
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private string _request = "";

    public GenhashTests() => _listener.Start();

    private string Url => $"http://{_listener.LocalEndpoint}";

    [Fact]
    public async Task The_digest_is_all_it_prints()
    {
        var serving = ServeAsync("200 OK");
        var result = await Tool.RunAsync("genhash", $"{Url}/a%2Fb?c", "--virtualhost", "www.test");
        await serving;
        result.ShouldEndWith(0).Output.ShouldBe($"{Digest}\n");
        result.Error.ShouldBeEmpty();
        _request.ShouldBe("GET /a%2Fb?c HTTP/1.0\r\nUser-Agent: FailoverIp\r\nHost: www.test\r\n\r\n");
    }

    [Fact]
    public async Task As_JSON()
    {
        var serving = ServeAsync("404 Not Found");
        var result = await Tool.RunAsync("genhash", Url, "--json", "-P", "1.1");
        await serving;
        result.ShouldEndWith(0);
        result.Json["url"]!.GetValue<string>().ShouldBe(Url);
        result.Json["digest"]!.GetValue<string>().ShouldBe(Digest);
        result.Json["status"]!.GetValue<int>().ShouldBe(404);
        result.Json["bodyLength"]!.GetValue<int>().ShouldBe(11);
        result.Error.ShouldContain("the status is 404");
        _request.ShouldBe($"GET / HTTP/1.1\r\nUser-Agent: FailoverIp\r\nConnection: close\r\nHost: {_listener.LocalEndpoint}\r\n\r\n");
    }

    [Fact]
    public async Task Verbose_shows_the_header()
    {
        var serving = ServeAsync("200 OK");
        var result = await Tool.RunAsync("genhash", Url, "--verbose");
        await serving;
        result.ShouldEndWith(0).Output.ShouldBe($"{Digest}\n");
        result.Error.ShouldContain("< HTTP/1.1 200 OK\n< Server: x\n");
    }

    [Fact]
    public async Task Nobody_there()
    {
        _listener.Stop();
        var result = await Tool.RunAsync("genhash", "http://127.0.0.1:1/x", "--json");
        result.ShouldFailInOneLine(1, "GET /x: no connection: Connection refused").ShouldFailAsJson(1, "Unavailable");
    }

    [Fact]
    public async Task Of_several_addresses_of_a_name_the_first_that_serves_is_asked()
    {
        var here = (IPEndPoint)_listener.LocalEndpoint;
        var nowhere = new IPEndPoint(IPAddress.Loopback, 1);
        var request = new PageDigestRequest { Target = nowhere, VirtualHost = "www.test" };
        var terminal = new Terminal(json: false, verbose: false);

        var serving = ServeAsync("200 OK");
        (await GenhashCommand.FirstAsync([nowhere, here], request, terminal, CancellationToken.None)).Digest.ShouldBe(Digest);
        await serving;

        (await Should.ThrowAsync<PageDigestException>(() => GenhashCommand.FirstAsync([nowhere, new(IPAddress.Parse("127.0.0.2"), 1)], request, terminal, CancellationToken.None))).Message
            .ShouldBe("127.0.0.1:1: GET /: no connection: Connection refused; 127.0.0.2:1: GET /: no connection: Connection refused");
    }

    [Fact]
    public async Task A_server_that_never_answers()
    {
        var result = await Tool.RunAsync("genhash", Url, "-t", "0.3");
        result.ShouldFailInOneLine(1, "GET /: no answer within 0.3 s");
    }

    [Theory]
    [InlineData("is not the URL", "10.0.0.1")]
    [InlineData("is not the URL", "ftp://10.0.0.1/")]
    [InlineData("user name and password", "http://a:b@10.0.0.1/")]
    [InlineData("Path: ", "http://127.0.0.1/a b")]
    [InlineData("VirtualHost: ", "http://127.0.0.1/", "-V", "a b")]
    [InlineData("'2.0' not recognized", "http://127.0.0.1/", "-P", "2.0")]
    [InlineData("--timeout", "http://127.0.0.1/", "-t", "0")]
    [InlineData("/nonexistent", "https://127.0.0.1/", "--ca", "/nonexistent")]
    [InlineData("see 'failoverip genhash --help'")]
    public async Task Wrong_use(string word, params string[] arguments) =>
        (await Tool.RunAsync(["genhash", .. arguments])).ShouldFailInOneLine(2, word);

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync(string status)
    {
        using var client = await _listener.AcceptTcpClientAsync();
        var stream = client.GetStream();
        var buffer = new byte[1000];
        while (!_request.EndsWith("\r\n\r\n", StringComparison.Ordinal))
            _request += Encoding.ASCII.GetString(buffer, 0, await stream.ReadAsync(buffer));
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nServer: x\r\n\r\nhello body\n"));
    }
}
