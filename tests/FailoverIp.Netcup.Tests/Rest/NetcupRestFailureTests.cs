using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace FailoverIp.Netcup.Tests;

public class NetcupRestFailureTests
{
    private readonly RestService _service = new();

    public static TheoryData<int, string, FailoverErrorKind> Refusals => new()
    {
        { 400, """{"code":"x","message":"Routing is limited to servers within the same site as the failover IP."}""", FailoverErrorKind.Rejected },
        { 422, """{"code":"x","message":"Validation error.","errors":[{"field":"serverId","message":"must not be null"},null]}""", FailoverErrorKind.Rejected },
        { 403, "{}", FailoverErrorKind.Authentication },
        { 404, "", FailoverErrorKind.NotFound },
        { 408, "", FailoverErrorKind.Timeout },
        { 409, "{}", FailoverErrorKind.Busy },
        { 423, "{}", FailoverErrorKind.Busy },
        { 429, """{"code":"x","message":"Too many failover IP routing requests: limited to 10 requests per 5 minutes and 20 requests per 60 minutes."}""", FailoverErrorKind.RateLimited },
        { 500, "boom", FailoverErrorKind.Unavailable },
        { 503, """{"code":"x","message":"Node is in maintenance mode."}""", FailoverErrorKind.Unavailable },
        { 302, "", FailoverErrorKind.Unavailable },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_refused_write_has_its_kind_and_the_services_words(int status, string body, FailoverErrorKind kind)
    {
        _service.On(RestService.Patch, body, status);
        var e = await Should.ThrowAsync<FailoverIpException>(Write());
        e.Kind.ShouldBe(kind);
        e.NothingSent.ShouldBeFalse();
        e.Message.ShouldNotContain('\n');
        e.Message.ShouldContain(status == 422 ? "Validation error. serverId must not be null" : status is 400 or 429 or 503 ? body.Split('"')[7] : $"{status}");
    }

    [Fact]
    public async Task A_rate_limit_without_a_time_closes_the_budget_for_the_published_five_minutes()
    {
        _service.On(RestService.Patch, "{}", 429);
        (await Should.ThrowAsync<FailoverIpException>(Write())).RetryAfter.ShouldBe(TimeSpan.FromMinutes(5));
        _service.Time.Advance(TimeSpan.FromMinutes(1));
        var e = await Should.ThrowAsync<FailoverIpException>(Write());
        (e.RetryAfter, e.NothingSent).ShouldBe((TimeSpan.FromMinutes(4), true));
        _service.Http.Count(RestService.Patch).ShouldBe(1);
        _service.Time.Advance(TimeSpan.FromMinutes(4));
        await Should.ThrowAsync<FailoverIpException>(Write());
        _service.Http.Count(RestService.Patch).ShouldBe(2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Retry_after_counts_in_seconds_or_as_a_date(bool asDate)
    {
        _service.On(RestService.Patch, _ =>
        {
            var answer = Answer.Json("{}", 429);
            answer.Headers.RetryAfter = asDate ? new RetryConditionHeaderValue(_service.Time.GetUtcNow().AddSeconds(90)) : new RetryConditionHeaderValue(TimeSpan.FromSeconds(90));
            return answer;
        });
        (await Should.ThrowAsync<FailoverIpException>(Write())).RetryAfter.ShouldBe(TimeSpan.FromSeconds(90));
    }

    [Fact]
    public async Task The_eleventh_reroute_in_five_minutes_is_not_sent()
    {
        for (var i = 0; i < 10; i++)
            await Write();
        var e = await Should.ThrowAsync<FailoverIpException>(Write());
        (e.Kind, e.NothingSent).ShouldBe((FailoverErrorKind.RateLimited, true));
        _service.Http.Count(RestService.Patch).ShouldBe(10);
    }

    [Fact]
    public async Task A_refused_token_is_refreshed_once_and_the_write_replayed_once()
    {
        await _service.Provider.PrepareAsync(RestService.Request(), CancellationToken.None);
        var refusals = 1;
        _service.On(RestService.Patch, _ => refusals-- > 0 ? Answer.Empty(401) : Answer.Json(RestService.TaskInfo("PENDING"), 202));
        await Write();
        _service.TokensGranted.ShouldBe(2);
        var patches = _service.Http.Asked.Where(a => a.Is(RestService.Patch)).ToArray();
        patches.Length.ShouldBe(2);
        patches[0].Authorization.ShouldNotBe(patches[1].Authorization);
        patches[0].Body.ShouldBe(patches[1].Body);
    }

    [Fact]
    public async Task A_second_401_ends_it()
    {
        await _service.Provider.PrepareAsync(RestService.Request(), CancellationToken.None);
        _service.On(RestService.Patch, _ => Answer.Empty(401));
        var e = await Should.ThrowAsync<FailoverIpException>(Write());
        e.Kind.ShouldBe(FailoverErrorKind.Authentication);
        e.Message.ShouldContain("failoverip login netcup");
        _service.Http.Count(RestService.Patch).ShouldBe(2);
        _service.TokensGranted.ShouldBe(2);
    }

    [Fact]
    public async Task Many_401_at_once_lead_to_one_refresh()
    {
        await _service.Provider.PrepareAsync(RestService.Request(), CancellationToken.None);
        var stale = _service.Http.Asked.First(a => a.Is(RestService.V4)).Authorization;
        _service.On(RestService.V4, a => a.Authorization == stale ? Answer.Empty(401) : Answer.Json($"[{RestService.Ipv4("203.0.113.10", 333001, 111001)}]"));
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _service.Provider.ReadRouteAsync(RestService.Request(), CancellationToken.None)));
        _service.TokensGranted.ShouldBe(2);
    }

    [Fact]
    public async Task Without_a_token_nothing_was_sent()
    {
        await _service.Provider.PrepareAsync(RestService.Request(), CancellationToken.None);
        _service.Time.Advance(TimeSpan.FromMinutes(10));
        _service.On(Tokens.Path, _ => Tokens.Refused("invalid_grant", "Token is not active"));
        var e = await Should.ThrowAsync<FailoverIpException>(Write());
        (e.Kind, e.NothingSent).ShouldBe((FailoverErrorKind.Authentication, true));
        e.ToString().ShouldNotContain("s3cret");
        _service.Http.Count(RestService.Patch).ShouldBe(0);
    }

    [Theory]
    [InlineData(HttpRequestError.ConnectionError, true)]
    [InlineData(HttpRequestError.NameResolutionError, true)]
    [InlineData(HttpRequestError.SecureConnectionError, true)]
    [InlineData(HttpRequestError.ResponseEnded, false)]
    [InlineData(HttpRequestError.Unknown, false)]
    public async Task Only_a_connection_that_never_came_about_means_that_nothing_was_sent(HttpRequestError error, bool nothingSent)
    {
        _service.On(RestService.Patch, _ => throw new HttpRequestException(error, "An error occurred while sending the request.", new SocketException((int)SocketError.ConnectionRefused)));
        var e = await Should.ThrowAsync<FailoverIpException>(Write());
        (e.Kind, e.NothingSent).ShouldBe((FailoverErrorKind.Unavailable, nothingSent));
        e.Message.ShouldContain("scp.example");
        e.Message.ShouldContain("refused");

        // And it costs a reroute of the budget only where it may have arrived.
        for (var i = 0; i < 9; i++)
            await Should.ThrowAsync<FailoverIpException>(Write());
        (await Should.ThrowAsync<FailoverIpException>(Write())).Kind.ShouldBe(nothingSent ? FailoverErrorKind.Unavailable : FailoverErrorKind.RateLimited);
    }

    [Fact]
    public async Task A_write_that_hangs_is_a_timeout_that_may_have_taken_effect()
    {
        await _service.Provider.PrepareAsync(RestService.Request(), CancellationToken.None);
        var hangs = new TaskCompletionSource();
        using var http = new ScriptedService(async a =>
        {
            hangs.SetResult();
            await Task.Delay(Timeout.Infinite, a.Cancellation);
            return Answer.Empty(200);
        });
        using var request = new HttpRequestMessage(HttpMethod.Patch, "https://scp.example/x");
        var sending = http.Exchange(_service.Time).SendAsync(request, TimeSpan.FromSeconds(7), CancellationToken.None);
        await hangs.Task;
        _service.Time.Advance(TimeSpan.FromSeconds(7));
        var e = await Should.ThrowAsync<FailoverIpException>(sending);
        (e.Kind, e.NothingSent, e.Message).ShouldBe((FailoverErrorKind.Timeout, false, "scp.example did not answer within 7 s"));
    }

    [Fact]
    public async Task Cancelling_stops_a_write_before_it_is_sent()
    {
        await _service.Provider.PrepareAsync(RestService.Request(), CancellationToken.None);
        await Should.ThrowAsync<OperationCanceledException>(_service.Provider.StartRerouteAsync(RestService.Request(), new CancellationToken(true)));
        _service.Http.Count(RestService.Patch).ShouldBe(0);
    }

    public static TheoryData<string, string> Unreadable => new()
    {
        { "<html>down</html>", "text/html" }, { "", "" }, { "{", "application/json" }, { "null", "application/json" }, { "{}", "application/json" },
        { "[{\"id\":\"x\"}]", "application/json" }, { "[[[]]]", "application/json" }, { new string('[', 5000), "application/json" }, { "\"text\"", "application/json" },
    };

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task An_answer_that_cannot_be_read_is_unavailable_in_one_line(string body, string type)
    {
        _service.On(RestService.V4, _ => new(HttpStatusCode.OK) { Content = new StringContent(body) { Headers = { ContentType = type.Length == 0 ? null : new(type) } } });
        var e = await Should.ThrowAsync<FailoverIpException>(_service.Provider.ReadRouteAsync(RestService.Request(), CancellationToken.None));
        e.Kind.ShouldBe(FailoverErrorKind.Unavailable);
        e.Message.ShouldNotContain('\n');
        e.Message.Length.ShouldBeLessThan(400);
    }

    [Fact]
    public async Task An_endless_answer_is_not_read_to_its_end()
    {
        var stream = new EndlessStream();
        _service.On(RestService.V4, _ => new(HttpStatusCode.OK) { Content = new StreamContent(stream) { Headers = { ContentType = new("application/json") } } });
        var e = await Should.ThrowAsync<FailoverIpException>(_service.Provider.ReadRouteAsync(RestService.Request(), CancellationToken.None));
        e.Kind.ShouldBe(FailoverErrorKind.Unavailable);
        stream.Given.ShouldBeLessThan(2 * HttpExchange.MaxAnswerBytes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("{\"uuid\":\"../../users/1\",\"state\":\"PENDING\"}")]
    [InlineData("{\"uuid\":null}")]
    public async Task An_accepted_write_stays_accepted_where_its_task_cannot_be_followed(string body)
    {
        _service.On(RestService.Patch, body, 202);
        (await Write()).TellsCompletion.ShouldBeFalse();
    }

    private Task<Reroute> Write() => _service.Provider.StartRerouteAsync(RestService.Request(), CancellationToken.None);

    private sealed class EndlessStream : MemoryStream
    {
        public long Given { get; private set; }

        public override bool CanSeek => false;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            buffer.Span.Fill((byte)' ');
            Given += buffer.Length;
            return ValueTask.FromResult(buffer.Length);
        }
    }
}
