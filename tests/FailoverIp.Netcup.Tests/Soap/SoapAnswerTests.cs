using System.Net;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace FailoverIp.Netcup.Tests;

public class SoapAnswerTests
{
    [Theory]
    [InlineData(200)]
    [InlineData(500)]
    public void A_fault_counts_in_any_status(int status)
    {
        var e = Should.Throw<FailoverIpException>(() => Read(Envelopes.Fault("Invalid credentials."), status));
        (e.Kind, e.Message).ShouldBe((FailoverErrorKind.Authentication, "scp.example: Invalid credentials."));
    }

    [Theory]
    [InlineData("Invalid credentials.", "S:Server", FailoverErrorKind.Authentication)]
    [InlineData("Could not find failover IP: 198.51.100.4 for User: 12345", "S:Server", FailoverErrorKind.NotFound)]
    [InlineData("Server not found for name 'doesnotexist'", "S:Server", FailoverErrorKind.NotFound)]
    [InlineData("Routing a failover IP is only permitted once every 5 minutes.", "S:Server", FailoverErrorKind.RateLimited)]
    [InlineData("Routing is limited to servers within the same site as the failover IP.", "S:Server", FailoverErrorKind.Rejected)]
    [InlineData("Cannot find dispatch method", "S:Client", FailoverErrorKind.Rejected)]
    [InlineData("java.lang.NullPointerException", "S:Server", FailoverErrorKind.Unavailable)]
    [InlineData("", "S:Server", FailoverErrorKind.Unavailable)]
    public void The_words_of_a_fault_decide_its_kind(string words, string code, FailoverErrorKind kind)
    {
        var e = Should.Throw<FailoverIpException>(() => Read(Envelopes.Fault(words, code), 500));
        e.Kind.ShouldBe(kind);
        e.RetryAfter.ShouldBe(kind == FailoverErrorKind.RateLimited ? TimeSpan.FromMinutes(5) : null);
    }

    [Fact]
    public void A_result_may_be_empty_or_a_list()
    {
        Read(Envelopes.Result("getVServers")).ShouldBeEmpty();
        Read(Envelopes.Result("getVServers", "a", "b&c")).Select(e => e.Value).ShouldBe(["a", "b&c"]);
    }

    public static TheoryData<string> Unreadable => new()
    {
        "", "text", "<html><body>down</body></html>", "<a", "{}", Envelopes.Result("getVServerIPs"),
        "<S:Envelope xmlns:S=\"http://schemas.xmlsoap.org/soap/envelope/\"/>",
        "<S:Envelope xmlns:S=\"http://schemas.xmlsoap.org/soap/envelope/\"><S:Body/></S:Envelope>",
        "<!DOCTYPE x [<!ENTITY a \"aaaa\">]>" + Envelopes.Result("getVServers", "x"),
        "<!DOCTYPE x SYSTEM \"file:///etc/passwd\">" + Envelopes.Result("getVServers"),
        Envelopes.Result("getVServers", "x").Replace("x<", "&a;<", StringComparison.Ordinal),
        "<?xml version='1.0' encoding='no-such'?>" + Envelopes.Result("getVServers"),
        string.Concat(Enumerable.Repeat("<a>", 100_000)),
    };

    [Theory]
    [MemberData(nameof(Unreadable))]
    public void What_is_no_answer_is_unavailable_in_one_line(string body)
    {
        var e = Should.Throw<FailoverIpException>(() => Read(body));
        e.Kind.ShouldBe(FailoverErrorKind.Unavailable);
        e.Message.ShouldNotContain('\n');
    }

    [Fact]
    public void A_wide_answer_is_read_and_a_deep_one_is_refused_in_no_time()
    {
        Read(Envelopes.Result("getVServers", [.. Enumerable.Range(0, 20_000).Select(i => $"v{i}")])).Count.ShouldBe(20_000);
        var deep = string.Concat(Enumerable.Repeat("<a>", 100_000)) + string.Concat(Enumerable.Repeat("</a>", 100_000));
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Should.Throw<FailoverIpException>(() => Read(Envelopes.Wrap($"<ns2:getVServersResponse xmlns:ns2=\"{SoapRequest.ServiceNamespace}\"><return>{deep}</return></ns2:getVServersResponse>")))
            .Kind.ShouldBe(FailoverErrorKind.Unavailable);
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }

    [Theory]
    [InlineData(401, FailoverErrorKind.Authentication)]
    [InlineData(404, FailoverErrorKind.Unavailable)]
    [InlineData(429, FailoverErrorKind.RateLimited)]
    [InlineData(301, FailoverErrorKind.Unavailable)]
    [InlineData(503, FailoverErrorKind.Unavailable)]
    public void A_status_without_a_fault_speaks_for_itself(int status, FailoverErrorKind kind) =>
        Should.Throw<FailoverIpException>(() => Read("<html>x</html>", status)).Kind.ShouldBe(kind);

    [Fact]
    public void Random_bytes_and_broken_envelopes_are_never_another_exception()
    {
        var whole = Encoding.UTF8.GetBytes(Envelopes.Result("getVServers", "a", "b"));
        var bytes = ArbMap.Default.ArbFor<byte[]>();
        Prop.ForAll(bytes, b => IsHandled(b)).QuickCheckThrowOnFailure();
        Prop.ForAll(ArbMap.Default.ArbFor<(int At, byte Value)>(), m =>
        {
            var broken = whole.ToArray();
            broken[Math.Abs(m.At % whole.Length)] = m.Value;
            return IsHandled(broken) && IsHandled(whole[..Math.Abs(m.At % whole.Length)]);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    private static bool IsHandled(byte[] body)
    {
        try
        {
            SoapAnswer.Read(new(HttpStatusCode.OK, "text/xml", body, null, null), "getVServers", "scp.example");
            return true;
        }
        catch (FailoverIpException)
        {
            return true;
        }
    }

    private static IReadOnlyList<System.Xml.Linq.XElement> Read(string body, int status = 200) =>
        SoapAnswer.Read(new((HttpStatusCode)status, "text/xml", Encoding.UTF8.GetBytes(body), null, null), "getVServers", "scp.example");
}
