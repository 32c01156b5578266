using System.Globalization;

namespace FailoverIp.Netcup.Tests;

public class NetcupRestPrepareTests
{
    private readonly RestService _service = new();

    [Fact]
    public async Task An_idle_standby_refreshes_its_token_whenever_it_prepares()
    {
        for (var i = 1; i <= 3; i++)
        {
            var again = await _service.Provider.PrepareAsync(RestService.Request(), CancellationToken.None);
            _service.TokensGranted.ShouldBe(i);
            _service.Time.Advance(again);
        }
    }

    [Fact]
    public async Task A_token_of_a_short_life_does_not_make_it_spin()
    {
        _service.On(Tokens.Path, _ => Tokens.Granted(1, expiresIn: 1));
        (await _service.Provider.PrepareAsync(RestService.Request(), CancellationToken.None)).ShouldBe(TimeSpan.FromSeconds(5));
        _service.On(Tokens.Path, _ => Tokens.Granted(1, expiresIn: 1_000_000));
        _service.Time.Advance(TimeSpan.FromSeconds(2));
        (await _service.Provider.PrepareAsync(RestService.Request(), CancellationToken.None)).ShouldBe(TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task A_server_at_another_site_is_told_long_before_a_failover_needs_it()
    {
        _service.On(RestService.Server + "111001", $$"""{"id":111001,"name":"{{RestService.S1}}","site":{"id":2,"city":"City2"} }""");
        var e = await Should.ThrowAsync<FailoverIpException>(_service.Provider.PrepareAsync(RestService.Request(), CancellationToken.None));
        e.Kind.ShouldBe(FailoverErrorKind.Rejected);
        e.Message.ShouldBe($"203.0.113.10/32 is at City1 and {RestService.S1} at City2: netcup routes a failover address only to servers at its own site");

        // And a reroute that cannot succeed does not cost one of the ten.
        (await Should.ThrowAsync<FailoverIpException>(_service.Provider.StartRerouteAsync(RestService.Request(), CancellationToken.None))).NothingSent.ShouldBeTrue();
        _service.Http.Count(RestService.Patch).ShouldBe(0);
    }

    [Fact]
    public async Task An_address_that_the_account_may_not_route_is_told()
    {
        _service.On(RestService.V4, $"[{RestService.Ipv4("203.0.113.10", 333001, 111002, editable: false)}]");
        var e = await Should.ThrowAsync<FailoverIpException>(_service.Provider.PrepareAsync(RestService.Request(), CancellationToken.None));
        (e.Kind, e.Message.Contains("not editable", StringComparison.Ordinal)).ShouldBe((FailoverErrorKind.Rejected, true));
    }

    [Fact]
    public async Task A_server_that_is_gone_is_told_and_forgotten()
    {
        await _service.Provider.PrepareAsync(RestService.Request(), CancellationToken.None);
        _service.On(RestService.Servers, "[]");
        (await Should.ThrowAsync<FailoverIpException>(_service.Provider.PrepareAsync(RestService.Request(), CancellationToken.None))).Kind.ShouldBe(FailoverErrorKind.NotFound);
        (await Should.ThrowAsync<FailoverIpException>(_service.Provider.StartRerouteAsync(RestService.Request(), CancellationToken.None))).Kind.ShouldBe(FailoverErrorKind.NotFound);
    }

    [Fact]
    public async Task The_other_nodes_reroutes_count_against_our_budget()
    {
        var now = _service.Time.GetUtcNow();
        _service.On(RestService.Tasks, $"[{string.Join(',', Enumerable.Range(0, 12).Select(Task))}]");
        await _service.Provider.PrepareAsync(RestService.Request(), CancellationToken.None);
        _service.Http.Asked.ShouldContain(a => a.Line == RestService.Tasks + "q=FailoverIpTask&limit=50");

        var e = await Should.ThrowAsync<FailoverIpException>(_service.Provider.StartRerouteAsync(RestService.Request(), CancellationToken.None));
        (e.Kind, e.RetryAfter, e.NothingSent).ShouldBe((FailoverErrorKind.RateLimited, TimeSpan.FromMinutes(4), true));
        _service.Http.Count(RestService.Patch).ShouldBe(0);

        // Two of the twelve are of another kind.
        string Task(int n) => $$"""{"name":"{{(n < 2 ? "ServerUEFITask" : n < 4 ? "ClearFailoverIpTask" : "RouteFailoverIpTask")}}","uuid":"t{{n}}","state":"FINISHED","startedAt":"{{now.AddMinutes(-1).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'000000Z'", CultureInfo.InvariantCulture)}}"}""";
    }

    [Theory]
    [InlineData(500, "")]
    [InlineData(200, "[{}]")]
    [InlineData(200, "<html>")]
    [InlineData(403, "{}")]
    public async Task Not_knowing_the_other_nodes_reroutes_is_no_failure(int status, string body)
    {
        _service.On(RestService.Tasks, body, status);
        await _service.Provider.PrepareAsync(RestService.Request(), CancellationToken.None);
        await _service.Provider.StartRerouteAsync(RestService.Request(), CancellationToken.None);
    }
}
