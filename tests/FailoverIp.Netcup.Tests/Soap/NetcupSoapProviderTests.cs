using System.Xml.Linq;
using FailoverIp.Simulation;

namespace FailoverIp.Netcup.Tests;

public sealed class NetcupSoapProviderTests : IDisposable
{
    private const string S1 = "v2200000000000000001";
    private const string Mac = "02:00:00:00:00:01";

    private readonly VirtualTimeProvider _time = new();
    private readonly Dictionary<string, Func<XElement, HttpResponseMessage>> _answers = [];
    private readonly ScriptedService _http;
    private readonly NetcupSoapProvider _provider;

    public NetcupSoapProviderTests()
    {
        _http = new(asked =>
        {
            asked.Line.ShouldBe("POST /WSEndUser");
            asked.ContentType.ShouldBe("text/xml; charset=utf-8");
            var call = Call(asked);
            call.Element("loginName")!.Value.ShouldBe("12345");
            call.Element("password")!.Value.ShouldBe("p<ä>&");
            return _answers[call.Name.LocalName](call);
        });
        _provider = new(new(_http.Exchange(_time), new("https://scp.example/WSEndUser"), "12345", () => "p<ä>&"), new(_time));
        On("getVServerIPs", Envelopes.Result("getVServerIPs", "192.0.2.11", "2001:db8:1::/64"));
        On("changeIPRouting", Envelopes.Result("changeIPRouting"));
    }

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task A_failover_is_one_read_and_one_write_with_the_services_own_names()
    {
        (await ReadAsync()).ShouldBe(new RouteReading(S1, null, false));
        (await WriteAsync()).TellsCompletion.ShouldBeFalse();
        _http.Asked.Count.ShouldBe(2);
        Call(_http.Asked[0]).Elements().Select(e => e.Name.ToString()).ShouldBe(["loginName", "password", "vserverName"]);
        var write = Call(_http.Asked[1]);
        write.Elements().Select(e => e.Name.ToString()).ShouldBe(["loginName", "password", "routedIP", "routedMask", "destinationVserverName", "destinationInterfaceMAC"]);
        write.Elements().Skip(2).Select(e => e.Value).ShouldBe(["203.0.113.10", "32", S1, Mac]);
    }

    [Fact]
    public async Task A_service_that_repeats_the_request_in_its_fault_does_not_make_us_tell_the_password()
    {
        On("getVServerIPs", Envelopes.Fault("could not parse <password>p<ä>&</password>"));
        var e = await Should.ThrowAsync<FailoverIpException>(ReadAsync);
        e.ToString().ShouldNotContain("p<ä>&");
        e.Message.ShouldContain("<password>***</password>");
    }

    [Fact]
    public async Task An_IPv6_prefix_is_sent_as_address_and_mask()
    {
        await _provider.StartRerouteAsync(Request(address: "2001:db8:a:20::/64"), CancellationToken.None);
        Call(_http.Asked.Single()).Elements().Skip(2).Take(2).Select(e => e.Value).ShouldBe(["2001:db8:a:20::", "64"]);
    }

    [Theory]
    [InlineData("203.0.113.10", "203.0.113.10", true)]
    [InlineData("203.0.113.10", " 203.0.113.10 ", true)]
    [InlineData("203.0.113.10", "203.0.113.10/32", true)]
    [InlineData("203.0.113.10", "203.0.113.10/255.255.252.0", true)]
    [InlineData("203.0.113.10", "203.0.113.100", false)]
    [InlineData("203.0.113.10", "1203.0.113.10", false)]
    [InlineData("203.0.113.10", "203.0.113.010", false)]
    [InlineData("203.0.113.10", "", false)]
    [InlineData("203.0.113.10", "garbage", false)]
    [InlineData("2001:db8:a:20::/64", "2001:db8:a:20::/64", true)]
    [InlineData("2001:db8:a:20::/64", "2001:0DB8:a:20:0:0:0:0/64", true)]
    [InlineData("2001:db8:a:20::/64", "2001:db8:a:20::", true)]
    [InlineData("2001:db8:a:20::/64", "2001:db8:a:20::/80", false)]
    [InlineData("2001:db8:a:20::/64", "2001:db8:a:20::1", false)]
    [InlineData("2001:db8:a:20::/64", "2001:db8:a:200::/64", false)]
    public async Task The_target_has_the_address_where_one_of_its_texts_means_exactly_it(string address, string text, bool routed)
    {
        On("getVServerIPs", Envelopes.Result("getVServerIPs", "192.0.2.11", text));
        (await _provider.ReadRouteAsync(Request(address: address), CancellationToken.None)).RoutedToTarget.ShouldBe(routed);
    }

    [Fact]
    public async Task The_owners_name_is_looked_for_only_where_it_is_wanted()
    {
        On("getVServers", Envelopes.Result("getVServers", "gone", S1, "v2", "v3"));
        _answers["getVServerIPs"] = call => call.Element("vserverName")!.Value switch
        {
            "gone" => Answer.Xml(Envelopes.Fault("Server not found for name 'gone'"), 500),
            "v2" => Answer.Xml(Envelopes.Result("getVServerIPs", "203.0.113.10")),
            "v3" => throw new InvalidOperationException("the owner is found already"),
            _ => Answer.Xml(Envelopes.Result("getVServerIPs")),
        };
        (await ReadAsync()).Owner.ShouldBeNull();
        _http.Asked.Count.ShouldBe(1);
        (await _provider.ReadRouteAsync(Request() with { FindOwner = true }, CancellationToken.None)).ShouldBe(new RouteReading(S1, "v2", false));
        _http.Asked.Count.ShouldBe(5);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("TRUE", true)]
    [InlineData("false", false)]
    [InlineData("", false)]
    public async Task A_return_must_be_true(string said, bool accepted)
    {
        On("changeIPRouting", Envelopes.Result("changeIPRouting", said));
        if (accepted)
            await WriteAsync();
        else
            (await Should.ThrowAsync<FailoverIpException>(WriteAsync())).Kind.ShouldBe(FailoverErrorKind.Rejected);
    }

    [Fact]
    public async Task A_second_reroute_within_five_minutes_is_not_sent()
    {
        await WriteAsync();
        _time.Advance(TimeSpan.FromSeconds(100));
        var e = await Should.ThrowAsync<FailoverIpException>(WriteAsync());
        (e.Kind, e.RetryAfter, e.NothingSent).ShouldBe((FailoverErrorKind.RateLimited, TimeSpan.FromSeconds(200), true));
        e.Message.ShouldContain("200 s");
        _http.Asked.Count.ShouldBe(1);

        await _provider.StartRerouteAsync(Request(address: "203.0.113.11"), CancellationToken.None); // another address has its own five minutes
        _time.Advance(TimeSpan.FromSeconds(200));
        await WriteAsync();
        _http.Asked.Count.ShouldBe(3);
    }

    [Fact]
    public async Task The_services_own_refusal_closes_the_address_for_five_minutes()
    {
        On("changeIPRouting", Envelopes.Fault("Routing a failover IP is only permitted once every 5 minutes."));
        (await Should.ThrowAsync<FailoverIpException>(WriteAsync())).RetryAfter.ShouldBe(TimeSpan.FromMinutes(5));
        (await Should.ThrowAsync<FailoverIpException>(WriteAsync())).NothingSent.ShouldBeTrue();
        _http.Asked.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_write_that_failed_or_whose_answer_was_lost_may_be_tried_again_at_once()
    {
        On("changeIPRouting", Envelopes.Fault("java.lang.NullPointerException"));
        await Should.ThrowAsync<FailoverIpException>(WriteAsync());
        _answers["changeIPRouting"] = _ => throw new HttpRequestException(HttpRequestError.ResponseEnded, "The response ended prematurely.");
        (await Should.ThrowAsync<FailoverIpException>(WriteAsync())).NothingSent.ShouldBeFalse();
        On("changeIPRouting", Envelopes.Result("changeIPRouting"));
        await WriteAsync();
    }

    [Theory]
    [InlineData("02-00-00-00-00-0A", "02:00:00:00:00:0a")]
    [InlineData("02:00:00:00:00:0A", "02:00:00:00:00:0a")]
    [InlineData("00:00:00:00:00:00", null)]
    [InlineData("01:00:5e:00:00:01", null)]
    [InlineData("02:00:00:00:00", null)]
    [InlineData("02:00-00:00:00:01", null)]
    [InlineData("02 00 00 00 00 01", null)]
    [InlineData("+2:00:00:00:00:01", null)]
    [InlineData("zz:00:00:00:00:01", null)]
    public async Task A_configured_MAC_is_one_of_an_interface(string given, string? sent)
    {
        var write = _provider.StartRerouteAsync(Request(mac: given), CancellationToken.None);
        if (sent is null)
        {
            var e = await Should.ThrowAsync<FailoverIpException>(write);
            (e.Kind, e.NothingSent).ShouldBe((FailoverErrorKind.Configuration, true));
            _http.Asked.ShouldBeEmpty();
        }
        else
        {
            await write;
            Call(_http.Asked.Single()).Element("destinationInterfaceMAC")!.Value.ShouldBe(sent);
        }
    }

    [Fact]
    public async Task Without_a_configured_MAC_it_is_looked_up_once_ahead_of_time()
    {
        On("getVServerInformation", Envelopes.Information(
            "<ips>203.0.113.10</ips><ips>192.0.2.11</ips><serverInterfaces><mac>02:00:00:00:01:01</mac></serverInterfaces>"
            + "<serverInterfaces><ipv4IP>192.0.2.11</ipv4IP><mac>02:00:00:00:00:0F</mac></serverInterfaces>"));
        (await _provider.PrepareAsync(Request(mac: null), CancellationToken.None)).ShouldBe(TimeSpan.FromHours(1));
        await _provider.StartRerouteAsync(Request(mac: null), CancellationToken.None);
        Call(_http.Asked[0]).Elements().Select(e => (e.Name.ToString(), e.Value)).Skip(2).ShouldBe([("vservername", S1), ("language", "en")]);
        Call(_http.Asked[1]).Element("destinationInterfaceMAC")!.Value.ShouldBe("02:00:00:00:00:0f");
        _http.Asked.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("<serverInterface><mac>02:00:00:00:00:01</mac></serverInterface>", "02:00:00:00:00:01")]
    [InlineData("<serverInterfaces><mac>02:00:00:00:01:01</mac><ipv4IP>203.0.113.10</ipv4IP></serverInterfaces><serverInterfaces><mac>02:00:00:00:00:01</mac><ipv6IP>2001:db8:1::/64</ipv6IP></serverInterfaces>", "02:00:00:00:00:01")]
    [InlineData("<serverInterfaces><mac>none</mac></serverInterfaces><serverInterfaces><mac>02:00:00:00:00:01</mac></serverInterfaces>", "02:00:00:00:00:01")]
    [InlineData("<ips>192.0.2.11</ips>", null)]
    public async Task The_interface_is_the_one_with_an_address_of_its_own(string information, string? mac)
    {
        On("getVServerInformation", Envelopes.Information(information));
        var write = _provider.StartRerouteAsync(Request(mac: null), CancellationToken.None);
        if (mac is null)
        {
            var e = await Should.ThrowAsync<FailoverIpException>(write);
            (e.Kind, e.NothingSent).ShouldBe((FailoverErrorKind.NotFound, true));
        }
        else
        {
            await write;
            Call(_http.Asked[^1]).Element("destinationInterfaceMAC")!.Value.ShouldBe(mac);
        }
    }

    [Fact]
    public async Task A_wrong_password_is_told_when_it_prepares_and_is_not_shown()
    {
        On("getVServerIPs", Envelopes.Fault("Invalid credentials."), 500);
        var e = await Should.ThrowAsync<FailoverIpException>(_provider.PrepareAsync(Request(), CancellationToken.None));
        e.Kind.ShouldBe(FailoverErrorKind.Authentication);
        e.ToString().ShouldNotContain("p<ä>&");
    }

    [Fact]
    public async Task Cancelling_stops_a_write_before_it_is_sent()
    {
        await Should.ThrowAsync<OperationCanceledException>(_provider.StartRerouteAsync(Request(), new CancellationToken(true)));
        _http.Asked.ShouldBeEmpty();
    }

    private static XElement Call(Asked asked) => XDocument.Parse(asked.Body).Root!.Elements().Single().Elements().Single();

    private static RouteRequest Request(string? mac = Mac, string address = "203.0.113.10") =>
        new(FailoverAddress.Parse(address), new RouteTarget(mac is null ? [new("Server", S1)] : [new("Server", S1), new("Mac", mac)]));

    private void On(string operation, string xml, int status = 200) => _answers[operation] = _ => Answer.Xml(xml, status);

    private Task<RouteReading> ReadAsync() => _provider.ReadRouteAsync(Request(), CancellationToken.None);

    private Task<Reroute> WriteAsync() => _provider.StartRerouteAsync(Request(), CancellationToken.None);
}
