using System.Net;
using System.Net.Http.Headers;
using System.Xml.Linq;

namespace FailoverIp.Simulation.Tests;

public sealed class SoapTests : IAsyncLifetime, IDisposable
{
    private const string S1 = "v2200000000000000001";
    private const string S2 = "v2200000000000000002";
    private static readonly XNamespace Service = "http://enduser.service.web.vcp.netcup.de/";
    private static readonly XNamespace Envelope = "http://schemas.xmlsoap.org/soap/envelope/";

    private readonly VirtualTimeProvider _time = new();
    private readonly HttpClient _http = new();
    private NetcupSoapSimulator _netcup = null!;

    public async Task InitializeAsync() => _netcup = await NetcupSoapSimulator.StartAsync(new() { TimeProvider = _time });

    public async Task DisposeAsync() => await _netcup.DisposeAsync();

    public void Dispose() => _http.Dispose();

    private async Task<(HttpStatusCode Status, XElement Content)> PostAsync(string envelope, string path = "WSEndUser?xsd=1")
    {
        using var content = new StringContent(envelope, new MediaTypeHeaderValue("text/xml", "utf-8"));
        using var response = await _http.PostAsync(new Uri(_netcup.BaseAddress, path), content);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/xml");
        var xml = XElement.Parse(await response.Content.ReadAsStringAsync());
        xml.Name.ShouldBe(Envelope + "Envelope");
        return (response.StatusCode, xml.Element(Envelope + "Body")!.Elements().Single());
    }

    // The envelope of the tutorial, with its prefixes.
    private string Call(string operation, params (string Name, string Value)[] parameters) => CallAs(_netcup.State.WebservicePassword, operation, parameters);

    private static string CallAs(string password, string operation, params (string Name, string Value)[] parameters) => $"""
        <SOAP-ENV:Envelope xmlns:SOAP-ENV="{Envelope}" xmlns:ns1="{Service}"><SOAP-ENV:Body><ns1:{operation}>
          <loginName>12345</loginName><password>{WebUtility.HtmlEncode(password)}</password>{string.Concat(parameters.Select(p => new XElement(p.Name, p.Value)))}
        </ns1:{operation}></SOAP-ENV:Body></SOAP-ENV:Envelope>
        """;

    private string Route(string ip = "203.0.113.10", string server = S1, string mac = "02:00:00:00:00:01", string mask = "32") =>
        Call("changeIPRouting", ("routedIP", ip), ("routedMask", mask), ("destinationVserverName", server), ("destinationInterfaceMAC", mac));

    private async Task ShouldFaultAsync(string envelope, string message, HttpStatusCode status = HttpStatusCode.InternalServerError)
    {
        var (actual, fault) = await PostAsync(envelope);
        actual.ShouldBe(status);
        fault.Name.ShouldBe(Envelope + "Fault");
        fault.Element("faultstring")!.Value.ShouldBe(message);
        fault.Element("faultcode")!.Value.ShouldStartWith("S:");
    }

    private async Task<string[]> ReturnsAsync(string envelope, string path = "WSEndUser")
    {
        var (status, answer) = await PostAsync(envelope, path);
        status.ShouldBe(HttpStatusCode.OK);
        answer.Name.Namespace.ShouldBe(Service);
        return [.. answer.Elements("return").Select(e => e.Value)];
    }

    [Fact]
    public async Task The_tutorials_calls_move_an_address()
    {
        (await ReturnsAsync(Call("getVServerIPs", ("vserverName", S1)))).ShouldBe(["192.0.2.11", "2001:db8:1::/64"]);
        var (status, answer) = await PostAsync(Route());
        status.ShouldBe(HttpStatusCode.OK);
        answer.Name.ShouldBe(Service + "changeIPRoutingResponse");
        answer.IsEmpty.ShouldBeTrue();

        _netcup.Scp.OwnerOf("203.0.113.10").ShouldBeNull();
        _time.Advance(TimeSpan.FromMilliseconds(400));
        (await ReturnsAsync(Call("getVServerIPs", ("vserverName", S1)), "SCP/WSEndUser")).ShouldBe(["192.0.2.11", "203.0.113.10", "2001:db8:1::/64"]);
    }

    [Fact]
    public async Task An_IPv6_prefix_is_routed_by_prefix_and_mask()
    {
        await PostAsync(Route("2001:db8:a:20::", mask: "64"));
        _time.Advance(TimeSpan.FromSeconds(1));
        (await ReturnsAsync(Call("getVServerIPs", ("vserverName", S1)))).ShouldContain("2001:db8:a:20::/64");
        await ShouldFaultAsync(Route("2001:db8:a:20::", mask: "65"), "Could not find failover IP: 2001:db8:a:20:: for User: 12345");
    }

    [Fact]
    public async Task Success_can_say_true_and_faults_can_come_as_200()
    {
        _netcup.Scp.Update(s => s with { Settings = s.Settings with { SoapReturnsTrue = true, SoapFaultStatus = 200 } });
        (await ReturnsAsync(Route())).ShouldBe(["true"]);
        await ShouldFaultAsync(CallAs("wrong", "getVServers"), "Invalid credentials.", HttpStatusCode.OK);
    }

    [Fact]
    public async Task Faults_have_the_services_words()
    {
        await ShouldFaultAsync(CallAs("wrong", "getVServers"), "Invalid credentials.");
        await ShouldFaultAsync(Route("198.51.100.4"), "Could not find failover IP: 198.51.100.4 for User: 12345");
        await ShouldFaultAsync(Route(server: "doesnotexist"), "Server not found for name 'doesnotexist'");
        await ShouldFaultAsync(Call("getVServerIPs", ("vserverName", "doesnotexist")), "Server not found for name 'doesnotexist'");
        await ShouldFaultAsync(Route(server: "v2200000000000000003", mac: "02:00:00:00:00:03"), "Routing is limited to servers within the same site as the failover IP.");
        _netcup.Scp.Tasks.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_web_service_is_off_without_a_password()
    {
        _netcup.Scp.Update(s => s with { WebservicePassword = "" });
        await ShouldFaultAsync(CallAs("", "getVServers"), "Invalid credentials.");
    }

    [Fact]
    public async Task A_password_with_markup_arrives_when_it_is_escaped()
    {
        _netcup.Scp.Update(s => s with { WebservicePassword = "a<b>&\"'ä" });
        (await ReturnsAsync(Call("getVServers"))).ShouldBe([S1, S2, "v2200000000000000003"]);
    }

    [Theory]
    [InlineData("02:00:00:00:00:02")] // another server's
    [InlineData("02:00:00:00:01:01")] // the vLAN's
    [InlineData("")]
    public async Task The_MAC_must_be_that_of_an_interface_of_the_server(string mac) =>
        await ShouldFaultAsync(Route(mac: mac), $"Interface with MAC {mac} not found for server '{S1}'");

    [Fact]
    public async Task An_address_moves_once_in_five_minutes()
    {
        await ReturnsAsync(Route());
        await ReturnsAsync(Route("203.0.113.11"));
        _time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromMilliseconds(1));
        await ShouldFaultAsync(Route(server: S2, mac: "02:00:00:00:00:02"), "Routing a failover IP is only permitted once every 5 minutes.");
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await ReturnsAsync(Route(server: S2, mac: "02:00:00:00:00:02"));
        _time.Advance(TimeSpan.FromSeconds(1));
        _netcup.Scp.OwnerOf("203.0.113.10").ShouldBe(S2);
    }

    [Fact]
    public async Task The_MAC_of_zeros_routes_nowhere_and_needs_the_present_owner()
    {
        _netcup.Scp.Route("203.0.113.10", S1);
        await ShouldFaultAsync(Route(server: S2, mac: "00:00:00:00:00:00"), $"Failover IP 203.0.113.10 is not routed to server '{S2}'");
        await ReturnsAsync(Route(mac: "00:00:00:00:00:00"));
        _time.Advance(TimeSpan.FromSeconds(1));
        _netcup.Scp.OwnerOf("203.0.113.10").ShouldBeNull();
    }

    [Fact]
    public async Task Server_information_has_the_MAC_and_its_parameter_a_small_n()
    {
        var (_, answer) = await PostAsync(Call("getVServerInformation", ("vservername", S2), ("language", "en")));
        var information = answer.Element("return")!;
        information.Elements("serverInterfaces").Select(i => i.Element("mac")!.Value).ShouldBe(["02:00:00:00:00:02", "02:00:00:00:01:02"]);
        information.Elements("serverInterfaces").First().Element("ipv4IP")!.Value.ShouldBe("192.0.2.12");
        information.Element("vServerName")!.Value.ShouldBe(S2);
        await ShouldFaultAsync(Call("getVServerInformation", ("vserverName", S2)), "Server not found for name ''");
    }

    [Fact]
    public async Task What_is_no_call_is_a_fault_of_the_client()
    {
        await ShouldFaultAsync(Call("getIPRouting"), $"Cannot find dispatch method for {{{Service}}}getIPRouting");
        await ShouldFaultAsync(Call("getVServers").Replace(Service.ToString(), "http://enduser.provider.netcup.de/"), "Cannot find dispatch method for {http://enduser.provider.netcup.de/}getVServers");
        foreach (var broken in new[] { "", "x", "<a/>", "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>", Call("getVServers")[..^40] })
        {
            var (status, fault) = await PostAsync(broken);
            status.ShouldBe(HttpStatusCode.InternalServerError);
            fault.Element("faultcode")!.Value.ShouldBe("S:Client");
        }
        await ShouldFaultAsync(Call("getVServers").Replace("loginName", "ns1:loginName"), "Invalid credentials.");
    }

    [Fact]
    public async Task The_log_names_the_operation_and_keeps_no_password()
    {
        var password = _netcup.State.WebservicePassword;
        await ReturnsAsync(Call("getVServers"));
        await ReturnsAsync(Route());
        await PostAsync(Call("getVServers").Split("</password>")[0]);
        var log = _netcup.Requests.ToList();
        log.Select(r => (r.Action, r.Operation)).ShouldBe([("getVServers", SimulatedOperation.Read), ("changeIPRouting", SimulatedOperation.Write), (null, SimulatedOperation.Other)]);
        log.ShouldAllBe(r => !r.Body.Contains(password) && r.Body.Contains("***"));
        log[1].ToString().ShouldBe("POST /WSEndUser changeIPRouting → 200");
    }

    [Fact]
    public async Task Faults_of_the_plan_speak_SOAP()
    {
        _netcup.Faults.Add(Fault.Unauthorized().OnPath("getVServers").Once(), Fault.RateLimit().On(SimulatedOperation.Write).Once(), Fault.TaskError("Node is in maintenance mode.").Once());
        await ShouldFaultAsync(Call("getVServers"), "Invalid credentials.");
        await ShouldFaultAsync(Route(), "Routing a failover IP is only permitted once every 5 minutes.");
        await ShouldFaultAsync(Route(), "Node is in maintenance mode.");
        _netcup.Faults.Add(Fault.Ignored().Once());
        await ReturnsAsync(Route("203.0.113.11"));
        _time.Advance(TimeSpan.FromMinutes(1));
        _netcup.Scp.Changes.ShouldBeEmpty();
    }

    [Fact]
    public async Task Both_simulators_can_show_one_world()
    {
        await using var rest = await NetcupRestSimulator.StartAsync(new() { Scp = _netcup.Scp });
        using var client = await ScpClient.LogInAsync(rest);
        await ReturnsAsync(Route());
        _time.Advance(TimeSpan.FromSeconds(1));
        (await client.OwnerAsync("203.0.113.10")).ShouldBe(S1);
        rest.TimeProvider.ShouldBeSameAs(_time);
    }
}
