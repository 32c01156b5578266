namespace FailoverIp.Netcup.Tests;

public class NetcupRestProviderTests
{
    private readonly RestService _service = new();

    [Fact]
    public async Task With_everything_looked_up_a_failover_is_one_read_and_one_write()
    {
        var again = await _service.Provider.PrepareAsync(RestService.Request(), CancellationToken.None);
        again.ShouldBe(TimeSpan.FromSeconds(225));
        var before = _service.Http.Asked.Count;

        var reading = await _service.Provider.ReadRouteAsync(RestService.Request(), CancellationToken.None);
        reading.ShouldBe(new RouteReading(RestService.S1, RestService.S2, false));
        (await _service.Provider.StartRerouteAsync(RestService.Request(), CancellationToken.None)).TellsCompletion.ShouldBeTrue();

        var asked = _service.Http.Asked.Skip(before).ToArray();
        asked.Select(a => a.Line).ShouldBe([RestService.V4 + "?ip=203.0.113.10", RestService.Patch + "v4/333001"]);
        asked[1].Body.ShouldBe("""{"serverId":111001}""");
        asked[1].ContentType.ShouldBe("application/json");
        asked[1].Authorization.ShouldStartWith("Bearer ey");
    }

    [Fact]
    public async Task Without_anything_looked_up_it_works_too()
    {
        await _service.Provider.StartRerouteAsync(RestService.Request(), CancellationToken.None);
        _service.Http.Asked.Select(a => a.Line).ShouldBe([Tokens.Path, RestService.V4 + "?ip=203.0.113.10", RestService.Servers + RestService.S1, RestService.Patch + "v4/333001"]);
    }

    [Fact]
    public async Task A_server_may_be_given_by_its_number()
    {
        var reading = await _service.Provider.ReadRouteAsync(RestService.Request("111001"), CancellationToken.None);
        reading.ShouldBe(new RouteReading(RestService.S1, RestService.S2, false));
        await _service.Provider.StartRerouteAsync(RestService.Request("111001"), CancellationToken.None);
        (await _service.Provider.ReadRouteAsync(RestService.Request("111001"), CancellationToken.None)).RoutedToTarget.ShouldBeTrue();
        _service.Http.Count("/servers/111001?loadServerLiveInfo=false").ShouldBe(1);
    }

    [Fact]
    public async Task Where_the_target_is_the_owner_one_read_says_it_all()
    {
        _service.Owner = 111001;
        (await _service.Provider.ReadRouteAsync(RestService.Request(), CancellationToken.None)).ShouldBe(new RouteReading(RestService.S1, RestService.S1, true));
        _service.Http.Asked.Count.ShouldBe(2); // the token, the read
    }

    [Theory]
    [InlineData("null")]
    [InlineData("absent")]
    public async Task An_address_that_is_routed_nowhere_has_no_owner(string how)
    {
        _service.Owner = null;
        if (how == "absent")
            _service.On(RestService.V4, $"[{RestService.Ipv4("203.0.113.10", 333001, null).Replace("\"server\":null,", "", StringComparison.Ordinal)}]");
        (await _service.Provider.ReadRouteAsync(RestService.Request(), CancellationToken.None)).ShouldBe(new RouteReading(RestService.S1, null, false));
    }

    [Fact]
    public async Task An_IPv6_prefix_is_compared_with_its_length()
    {
        await _service.Provider.StartRerouteAsync(RestService.Request(address: "2001:db8:a:20::/64"), CancellationToken.None);
        _service.Http.Asked[^1].Line.ShouldBe(RestService.Patch + "v6/333002");
        var e = await Should.ThrowAsync<FailoverIpException>(_service.Provider.ReadRouteAsync(RestService.Request(address: "2001:db8:a:20::/63"), CancellationToken.None));
        e.Kind.ShouldBe(FailoverErrorKind.NotFound);
    }

    [Fact]
    public async Task The_filter_is_only_a_filter_and_a_list_without_it_is_the_last_word()
    {
        // The service spells the prefix in another way than we do, so that its filter finds nothing.
        _service.On(RestService.V6, a => Answer.Json(a.Uri.Query.Length > 0 ? "[]" : $"[{RestService.Ipv6("2001:0DB8:000a:0020:0:0:0:0", 64, 333002, 111002)}]"));
        var request = RestService.Request(address: "2001:db8:a:20::/64");
        await _service.Provider.ReadRouteAsync(request, CancellationToken.None);
        _service.Http.Count(RestService.V6).ShouldBe(2);
        await _service.Provider.ReadRouteAsync(request, CancellationToken.None);
        _service.Http.Count(RestService.V6).ShouldBe(3);
    }

    [Fact]
    public async Task An_address_that_only_begins_the_same_is_another_one()
    {
        _service.On(RestService.V4, $"[{RestService.Ipv4("203.0.113.100", 333009, 111001)},null,{{\"id\":0,\"ip\":\"203.0.113.10\"}},{{}}]");
        (await Should.ThrowAsync<FailoverIpException>(_service.Provider.ReadRouteAsync(RestService.Request(), CancellationToken.None))).Kind.ShouldBe(FailoverErrorKind.NotFound);
    }

    [Fact]
    public async Task A_server_is_found_by_its_whole_name_only()
    {
        _service.On(RestService.Servers, $$"""[null,{"id":111009,"name":"{{RestService.S1}}9"},{"id":111008,"name":"V2200000000000000001"}]""");
        var e = await Should.ThrowAsync<FailoverIpException>(_service.Provider.StartRerouteAsync(RestService.Request(), CancellationToken.None));
        (e.Kind, e.NothingSent).ShouldBe((FailoverErrorKind.NotFound, true));
        e.Message.ShouldContain(RestService.S1);
    }

    [Fact]
    public async Task A_server_that_was_set_up_anew_under_its_name_is_found_again()
    {
        await _service.Provider.PrepareAsync(RestService.Request(), CancellationToken.None);
        _service.On(RestService.Servers, $$"""[{"id":111077,"name":"{{RestService.S1}}"}]""");
        _service.On(RestService.Patch, a => a.Body.Contains("111077", StringComparison.Ordinal) ? Answer.Json(RestService.TaskInfo("PENDING"), 202) : Answer.Json("""{"code":"x","message":"Failover IPv4 or server not found."}""", 404));
        await _service.Provider.StartRerouteAsync(RestService.Request(), CancellationToken.None);
        _service.Http.Count(RestService.Patch).ShouldBe(2);
    }

    [Fact]
    public async Task A_404_of_what_is_known_to_be_right_is_not_tried_again()
    {
        _service.On(RestService.Patch, """{"code":"x","message":"Failover IPv4 or server not found."}""", 404);
        var e = await Should.ThrowAsync<FailoverIpException>(_service.Provider.StartRerouteAsync(RestService.Request(), CancellationToken.None));
        e.Kind.ShouldBe(FailoverErrorKind.NotFound);
        e.Message.ShouldContain("Failover IPv4 or server not found.");
        _service.Http.Count(RestService.Patch).ShouldBe(1);
    }

    [Fact]
    public async Task A_missing_target_is_a_configuration_error()
    {
        var request = new RouteRequest(FailoverAddress.Parse("203.0.113.10"), new RouteTarget([new("Mac", "x")]));
        (await Should.ThrowAsync<FailoverIpException>(_service.Provider.ReadRouteAsync(request, CancellationToken.None))).Kind.ShouldBe(FailoverErrorKind.Configuration);
        _service.Http.Asked.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("https://scp.example/", "https://scp.example/scp-core/api/v1/servers/7")]
    [InlineData("https://scp.example", "https://scp.example/scp-core/api/v1/servers/7")]
    [InlineData("https://proxy.example/netcup", "https://proxy.example/netcup/scp-core/api/v1/servers/7")]
    public void Paths_are_added_to_the_base_address(string address, string expected) =>
        new Uri(new Uri(new NetcupRestOptions { BaseAddress = new(address) }.RequireBaseAddress(), "scp-core/api/v1/"), "servers/7").ToString().ShouldBe(expected);
}
