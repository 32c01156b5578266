using System.Net;
using System.Text;
using FailoverIp.Lvs.Http;

namespace FailoverIp.Lvs.Tests.Checks.Http;

public class HttpRequestTests
{
    [Theory]
    [InlineData(HttpProtocol.Http10, "GET /x?y HTTP/1.0\r\nUser-Agent: FailoverIp\r\nHost: h\r\n\r\n")]
    [InlineData(HttpProtocol.Http10Close, "GET /x?y HTTP/1.0\r\nUser-Agent: FailoverIp\r\nConnection: close\r\nHost: h\r\n\r\n")]
    [InlineData(HttpProtocol.Http11, "GET /x?y HTTP/1.1\r\nUser-Agent: FailoverIp\r\nConnection: close\r\nHost: h\r\n\r\n")]
    public void The_request_says_what_the_version_needs(HttpProtocol protocol, string request) =>
        Encoding.ASCII.GetString(HttpRequest.Write(protocol, "/x?y", "h", new(IPAddress.Loopback, 1), tls: false)).ShouldBe(request);

    [Theory]
    [InlineData("192.0.2.1", 80, false, "192.0.2.1")]
    [InlineData("192.0.2.1", 443, false, "192.0.2.1:443")]
    [InlineData("192.0.2.1", 443, true, "192.0.2.1")]
    [InlineData("2001:db8::1", 80, false, "[2001:db8::1]")]
    [InlineData("fe80::1%2", 8080, false, "[fe80::1]:8080")]
    public void Without_a_virtual_host_the_target_is_the_host(string address, int port, bool tls, string host) =>
        Encoding.ASCII.GetString(HttpRequest.Write(HttpProtocol.Http10, "/", null, new(IPAddress.Parse(address), port), tls)).ShouldContain($"\r\nHost: {host}\r\n");

    [Theory]
    [InlineData("x", "h", "Path: ")]
    [InlineData("", "h", "Path: ")]
    [InlineData("/a b", "h", "Path: ")]
    [InlineData("/a\r\nX: y", "h", "Path: ")]
    [InlineData("/", "", "VirtualHost: ")]
    [InlineData("/", "h\r\nX: y", "VirtualHost: ")]
    public void What_would_be_another_request_is_refused(string path, string host, string message) =>
        Should.Throw<ArgumentException>(() => HttpRequest.Write(HttpProtocol.Http10, path, host, new(IPAddress.Loopback, 1), tls: false)).Message.ShouldStartWith(message);

    [Theory]
    [InlineData("200", 200, 200)]
    [InlineData("200-299", 200, 299)]
    [InlineData(" 400 - 403 ", 400, 403)]
    public void Status_ranges_are_read(string text, int first, int last)
    {
        HttpStatusRange.TryParse(text, out var range).ShouldBeTrue();
        range.ShouldBe(new(first, last));
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("99")]
    [InlineData("1000")]
    [InlineData("300-200")]
    [InlineData("200-201-202")]
    [InlineData("2x0")]
    public void What_is_no_status_range_is_not_read(string? text) => HttpStatusRange.TryParse(text, out _).ShouldBeFalse();
}
