using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Text;

namespace FailoverIp.Node.Tests;

public class AccessTests
{
    private const string Secret = "0123456789abcdef0123";

    private static readonly NodeOptions Guarded = TestNode.Options with { StatusToken = new(Secret) };

    [Theory]
    [InlineData("/")]
    [InlineData("/status")]
    [InlineData("/metrics")]
    [InlineData("/events")]
    [InlineData("/healthz")]
    [InlineData("/nothing")]
    public async Task Without_the_token_nothing_is_told(string path)
    {
        await using var site = await StatusSite.StartAsync(Guarded);

        using var refused = await site.GetAsync(path);

        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        refused.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer realm=\"failoverip\"");
        (await refused.Content.ReadAsStringAsync()).ShouldNotContain("VI_1");
    }

    [Theory]
    [InlineData("Bearer 0123456789abcdef0123", HttpStatusCode.OK)]
    [InlineData("bearer 0123456789abcdef0123", HttpStatusCode.OK)]
    [InlineData("Bearer 0123456789abcdef0124", HttpStatusCode.Unauthorized)]
    [InlineData("Bearer 0123456789abcdef012", HttpStatusCode.Unauthorized)]
    [InlineData("Bearer ", HttpStatusCode.Unauthorized)]
    [InlineData("Basic 0123456789abcdef0123", HttpStatusCode.Unauthorized)]
    public async Task The_token_lets_in(string header, HttpStatusCode expected)
    {
        await using var site = await StatusSite.StartAsync(Guarded);

        using var answer = await site.GetAsync("/status", ("Authorization", header));

        answer.StatusCode.ShouldBe(expected);
    }

    [Fact]
    public async Task A_browser_shows_it_once_and_then_has_a_cookie_that_is_not_the_token()
    {
        await using var site = await StatusSite.StartAsync(Guarded);

        using var link = await site.GetAsync("/?token=" + Secret);

        link.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        link.Headers.Location!.ToString().ShouldBe("./", "the token does not stay in the address bar");
        var cookie = link.Headers.GetValues("Set-Cookie").Single();
        cookie.ShouldNotContain(Secret);
        cookie.ShouldContain("httponly");
        cookie.ShouldContain("samesite=lax");
        using var page = await site.GetAsync("/", ("Cookie", cookie.Split(';')[0]));
        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var forged = await site.GetAsync("/", ("Cookie", "failoverip-status=" + Secret));
        forged.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var wrong = await site.GetAsync("/?token=wrong");
        wrong.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        wrong.Headers.Contains("Set-Cookie").ShouldBeFalse();
    }

    [Fact]
    public async Task Health_may_be_for_everybody()
    {
        await using var site = await StatusSite.StartAsync(Guarded with { OpenHealthz = true });

        site.Node.Engine.Move("VI_1", Vrrp.VrrpState.Backup);
        (await site.Http.GetStringAsync("/healthz")).ShouldBe("healthy\n");
        using var status = await site.GetAsync("/status");
        status.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("rebound.example", 421)]
    [InlineData("localhost:9112", 200)]
    [InlineData("[::1]:9112", 200)]
    [InlineData("10.1.2.3", 200)]
    public async Task A_name_that_somebody_lets_lead_here_reads_nothing(string host, int status)
    {
        await using var site = await StatusSite.StartAsync();

        using var answer = await site.GetAsync("/status", ("Host", host));

        ((int)answer.StatusCode).ShouldBe(status);
    }

    [Fact]
    public async Task Only_reading_is_possible()
    {
        await using var site = await StatusSite.StartAsync();

        foreach (var method in new[] { HttpMethod.Post, HttpMethod.Put, HttpMethod.Delete, HttpMethod.Options, HttpMethod.Trace })
        {
            using var refused = await site.Http.SendAsync(new(method, "/status"));
            refused.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
            refused.Content.Headers.Allow.ShouldBe(["GET", "HEAD"]);
        }
        using var head = await site.Http.SendAsync(new(HttpMethod.Head, "/"));
        head.StatusCode.ShouldBe(HttpStatusCode.OK);
        head.Content.Headers.ContentLength!.Value.ShouldBeGreaterThan(1000);
        (await head.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("GET /" + "%00%ff/../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n", "400")]
    [InlineData("GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", "404")]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\nHost: other\r\n\r\n", "400")]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\nBroken\r\n\r\n", "400")]
    [InlineData("NONSENSE\r\n\r\n", "400")]
    public async Task Absurd_requests_get_one_status(string request, string status)
    {
        await using var site = await StatusSite.StartAsync();

        (await SendAsync(site, Encoding.ASCII.GetBytes(request))).ShouldStartWith($"HTTP/1.1 {status} ");
        site.Node.Engine.Move("VI_1", Vrrp.VrrpState.Backup);
        (await site.Http.GetStringAsync("/healthz")).ShouldBe("healthy\n");
    }

    [Fact]
    public async Task Too_much_is_cut_off()
    {
        await using var site = await StatusSite.StartAsync();

        (await SendAsync(site, Encoding.ASCII.GetBytes($"GET /{new string('a', 9000)} HTTP/1.1\r\nHost: localhost\r\n\r\n"))).ShouldStartWith("HTTP/1.1 414 ");
        (await SendAsync(site, Encoding.ASCII.GetBytes($"GET / HTTP/1.1\r\nHost: localhost\r\nX: {new string('a', 30000)}\r\n\r\n"))).ShouldStartWith("HTTP/1.1 431 ");
        (await SendAsync(site, Encoding.ASCII.GetBytes($"GET / HTTP/1.1\r\nHost: localhost\r\n{string.Concat(Enumerable.Range(0, 200).Select(i => $"X{i}: y\r\n"))}\r\n"))).ShouldStartWith("HTTP/1.1 431 ");
        site.Node.Engine.Move("VI_1", Vrrp.VrrpState.Backup);
        (await site.Http.GetStringAsync("/healthz")).ShouldBe("healthy\n");
    }

    [Fact]
    public void A_token_never_shows_its_secret_and_is_compared_by_it()
    {
        var token = new StatusToken(Secret);

        token.ToString().ShouldBe("***");
        $"{TestNode.Options with { StatusToken = token }}".ShouldNotContain(Secret);
        token.Matches(Secret).ShouldBeTrue();
        token.Matches(null).ShouldBeFalse();
        token.ShouldBe(new StatusToken(Secret));
        token.ShouldNotBe(new StatusToken(Secret + "4"));
        Should.Throw<ArgumentException>(() => new StatusToken("short")).Message.ShouldStartWith("a token has at least 16 characters; `openssl rand -hex 32` makes one");
        Should.Throw<ArgumentException>(() => new StatusToken("0123456789abcdef\n")).Message.ShouldNotContain("0123");
    }

    private static async Task<string> SendAsync(StatusSite site, byte[] request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", new Uri(site.Url).Port);
        var stream = client.GetStream();
        await stream.WriteAsync(request);
        using var reader = new StreamReader(stream, Encoding.ASCII);
        return await reader.ReadLineAsync() ?? "";
    }
}
