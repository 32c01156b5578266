using static FailoverIp.Node.Tests.Configurations;

namespace FailoverIp.Node.Tests;

public class BadInputTests
{
    [Fact]
    public void The_valid_one_is_valid()
    {
        var configuration = Load(Valid);
        configuration.Lines().ShouldBeEmpty();
        configuration.IsValid.ShouldBeTrue();
        configuration.Options!.ControlSocket.ShouldBe(NodeOptions.DefaultControlSocket);
    }

    [Theory]
    // Unknown keys, with the nearest known one.
    [InlineData("\"Priority\": 255", "\"Prioritty\": 255", "f.json:16: Vrrp.Instances.VI_1: unknown key \"Prioritty\"; did you mean \"Priority\"?")]
    [InlineData("\"Node\": \"s1\"", "\"Node\": \" \"", "f.json:3: Node: \" \" is not a text that is not empty")]
    [InlineData("\"Node\": \"s1\"", "\"Nod\": \"s1\"", "f.json:3: unknown key \"Nod\"; did you mean \"Node\"?")]
    [InlineData("\"Server\": \"v2", "\"Sever\": \"v2", "f.json:9: Addresses.web.Target: unknown key \"Sever\"; did you mean \"Server\"?",
        "f.json:9: Addresses.web.Target.Server is missing")]
    [InlineData("\"RefreshToken\"", "\"RefreshTocken\"", "f.json:5: Providers.netcup: unknown key \"RefreshTocken\"; did you mean \"RefreshToken\"?",
        "f.json:5: Providers.netcup: RefreshToken or RefreshTokenFile is missing")]
    [InlineData("\"Instances\": {", "\"Instances\": {}, \"Instance\": {", "f.json:8: Addresses.web.Follows: there is no VRRP instance \"VI_1\"",
        "f.json:12: Vrrp: unknown key \"Instance\"; did you mean \"Instances\"?")]
    [InlineData("\"Node\": \"s1\"", "\"Node\": \"s1\", \"Control\": { \"Group\": \"there-is-none\" }", "f.json:3: Control.Group: there is no group \"there-is-none\" on this machine")]
    // Ranges and types.
    [InlineData("\"VirtualRouterId\": 101", "\"VirtualRouterId\": 256", "f.json:15: Vrrp.Instances.VI_1.VirtualRouterId: 256 is not between 1 and 255")]
    [InlineData("\"VirtualRouterId\": 101", "\"VirtualRouterId\": \"101\"", "f.json:15: Vrrp.Instances.VI_1.VirtualRouterId: \"101\" is not a whole number between 1 and 255")]
    [InlineData("\"VirtualRouterId\": 101", "\"VirtualRouterId\": 1.5", "f.json:15: Vrrp.Instances.VI_1.VirtualRouterId: 1.5 is not a whole number between 1 and 255")]
    [InlineData("\"VirtualRouterId\": 101,", "", "f.json:13: Vrrp.Instances.VI_1.VirtualRouterId is missing")]
    [InlineData("\"Priority\": 255", "\"Priority\": 0", "f.json:16: Vrrp.Instances.VI_1.Priority: 0 is not between 1 and 255")]
    [InlineData("\"Priority\": 255", "\"Priority\": null", "f.json:16: Vrrp.Instances.VI_1.Priority: null is not a whole number between 1 and 255")]
    [InlineData("\"00:00:02\"", "\"2\"", "f.json:17: Vrrp.Instances.VI_1.AdvertisementInterval: \"2\" is not a duration, hours:minutes:seconds, such as \"00:00:03\" or \"00:00:00.1\"")]
    [InlineData("\"00:00:02\"", "\"00:00:00.5\"", "f.json:17: Vrrp.Instances.VI_1.AdvertisementInterval: 00:00:00.5000000 is not a whole number of seconds between 1 and 255 (VRRPv2)")]
    [InlineData("\"00:00:02\"", "\"30:00:00\"", "f.json:17: Vrrp.Instances.VI_1.AdvertisementInterval: \"30:00:00\" is not a duration, hours:minutes:seconds, such as \"00:00:03\" or \"00:00:00.1\"")]
    [InlineData("\"Interface\": \"eth1\"", "\"Interface\": \"a/b\"", "f.json:14: Vrrp.Instances.VI_1.Interface: \"a/b\" is not the name of an interface (1 to 15 characters)")]
    [InlineData("\"Type\": \"Pass\"", "\"Type\": \"Plain\"", "f.json:18: Vrrp.Instances.VI_1.Authentication.Type: \"Plain\" is not one of None, Pass, Ah, Hmac")]
    [InlineData("[ \"10.132.0.100\" ]", "\"10.132.0.100\"", "f.json:19: Vrrp.Instances.VI_1.VirtualAddresses: a text is not a list [ … ]")]
    [InlineData("{ \"Server\": \"v2200000000000000001\" }", "\"v22\"", "f.json:9: Addresses.web.Target: a text is not an object { … }")]
    [InlineData("\"Follows\": \"VI_1\"", "\"Follows\": \"VI_1\", \"VerifyInterval\": \"00:00:00\"", "f.json:8: Addresses.web.VerifyInterval: 00:00:00 is not between 00:00:00.0010000 and 1.00:00:00")]
    [InlineData("\"Follows\": \"VI_1\"", "\"Follows\": \"VI_1\", \"Retry\": { \"MaxAttempts\": 0 }", "f.json:8: Addresses.web.Retry.MaxAttempts: 0 is not between 1 and 1000")]
    [InlineData("http://127.0.0.1:1/", "ftp://x/", "f.json:5: Providers.netcup.BaseAddress: \"ftp://x/\" is not an http or https URL without a user name")]
    [InlineData("http://127.0.0.1:1/", "http://x:99999/", "f.json:5: Providers.netcup.BaseAddress: \"http://x:99999/\" is not an http or https URL without a user name")]
    // Addresses.
    [InlineData("\"Follows\": \"VI_1\"", "\"Follows\": \"VI_1\", \"HandOver\": {}", "f.json:8: Addresses.web.HandOver.Target is missing")]
    [InlineData("\"Follows\": \"VI_1\"", "\"Follows\": \"VI_1\", \"HandOver\": { \"Target\": { \"Sever\": \"v2\" } }", "f.json:8: Addresses.web.HandOver.Target: unknown key \"Sever\"; did you mean \"Server\"?",
        "f.json:8: Addresses.web.HandOver.Target.Server is missing")]
    [InlineData("\"Follows\": \"VI_1\"", "\"Follows\": \"VI_1\", \"HandOver\": { \"Target\": { \"Server\": \"v2200000000000000001\" } }",
        "f.json:8: Addresses.web.HandOver.Target: is this node's own Target; an address is handed over to a peer")]
    [InlineData("\"Follows\": \"VI_1\"", "\"Follows\": \"VI_1\", \"HandOver\": { \"Target\": { \"Server\": \"v2\" }, \"Timeout\": \"00:00:21\" }",
        "f.json:8: Addresses.web.HandOver.Timeout: 00:00:21 is not between 00:00:00.0010000 and 00:00:20")]
    [InlineData("203.0.113.10\"", "203.0.113.300\"", "f.json:8: Addresses.web.Address: '203.0.113.300' is not an IP address")]
    [InlineData("\"10.132.0.100\"", "\"10.132.0.100/33\"", "f.json:19: Vrrp.Instances.VI_1.VirtualAddresses.0: '10.132.0.100/33': the prefix length is not between 0 and 32")]
    [InlineData("\"10.132.0.100\"", "\"10.132.0.010\"", "f.json:19: Vrrp.Instances.VI_1.VirtualAddresses.0: '10.132.0.010' is not an IP address")]
    [InlineData("\"10.132.0.100\"", "\"10.132.0.100 dve eth0\"", "f.json:19: Vrrp.Instances.VI_1.VirtualAddresses.0: unknown word 'dve'; did you mean 'dev'?")]
    [InlineData("\"10.132.0.100\"", "\"10.132.0.100 dev\"", "f.json:19: Vrrp.Instances.VI_1.VirtualAddresses.0: nothing follows 'dev'")]
    [InlineData("\"10.132.0.100\"", "7", "f.json:19: Vrrp.Instances.VI_1.VirtualAddresses.0: a number is not a text such as \"10.0.0.1/24 dev eth0 label web\", or an object of the same words")]
    [InlineData("\"10.132.0.100\"", "\"10.132.0.100\", \"10.132.0.100\"", "f.json:19: Vrrp.Instances.VI_1.VirtualAddresses: 10.132.0.100/32 is there twice")]
    // References.
    [InlineData("\"Follows\": \"VI_1\"", "\"Follows\": \"VI_2\"", "f.json:8: Addresses.web.Follows: there is no VRRP instance \"VI_2\"; did you mean \"VI_1\"?")]
    [InlineData("\"Provider\": \"netcup\"", "\"Provider\": \"netcap\"", "f.json:8: Addresses.web.Provider: there is no provider \"netcap\"; did you mean \"netcup\"?")]
    [InlineData("\"Type\": \"NetcupRest\"", "\"Type\": \"NetcupRist\"", "f.json:5: Providers.netcup.Type: unknown provider type \"NetcupRist\"; known are NetcupRest, NetcupSoap, ProfitBricks")]
    [InlineData("\"Type\": \"NetcupRest\", ", "", "f.json:5: Providers.netcup.Type is missing")]
    [InlineData("\"Addresses\": {", "\"Addresses\": { \"web2\": { \"Address\": \"203.0.113.10/32\", \"Provider\": \"netcup\", \"Follows\": \"VI_1\", \"Target\": { \"Server\": 7 } },",
        "f.json:8: Addresses.web.Address: 203.0.113.10/32 is already kept by Addresses.web2")]
    [InlineData("\"Instances\": {", "\"Instances\": { \"VI_0\": { \"Interface\": \"eth1\", \"VirtualRouterId\": 101 },",
        "f.json:15: Vrrp.Instances.VI_1.VirtualRouterId: 101 on eth1 is already that of VI_0 (line 12)")]
    // Secrets.
    [InlineData("\"RefreshToken\": \"top-secret-token\"", "\"RefreshToken\": \"top-secret-token\", \"RefreshTokenFile\": \"x\"",
        "f.json:5: Providers.netcup: RefreshToken and RefreshTokenFile are both given; one of them is enough")]
    [InlineData("\"Password\": \"lol4321\"", "\"PasswordFile\": \"nowhere\"", "f.json:18: Vrrp.Instances.VI_1.Authentication.PasswordFile: nowhere does not exist")]
    [InlineData(", \"Password\": \"lol4321\"", "", "f.json:18: Vrrp.Instances.VI_1.Authentication: Password or PasswordFile is missing")]
    [InlineData("\"Password\": \"lol4321\"", "\"Password\": \"\"", "f.json:18: Vrrp.Instances.VI_1.Authentication.Password: an empty value is not a text that is not empty")]
    [InlineData("\"Priority\": 255,", "\"Priority\": 255, \"Version\": 3,", "f.json:18: Vrrp.Instances.VI_1.Authentication: VRRPv3 has no authentication (RFC 9568); it goes with Version 2 only")]
    // The document.
    [InlineData("\"Priority\": 255", "\"Priority\": 255, \"priority\": 100", "f.json:16: Vrrp.Instances.VI_1: the key \"priority\" is there twice (first in line 16)")]
    [InlineData("\"FailoverIp\": {", "\"FailoverIP2\": {", "f.json:1: the section \"FailoverIp\" is missing", "f.json:2: unknown key \"FailoverIP2\"; did you mean \"FailoverIp\"?")]
    [InlineData("\"FailoverIp\": {", "\"Vrrp\": {}, \"FailoverIp\": {", "f.json:2: \"Vrrp\" belongs inside the section \"FailoverIp\"")]
    [InlineData("\"web\": {", "\"a:b\": 1, \"web\": {", "f.json:8: Addresses: a key may not be empty or contain ':'")]
    public void A_problem_is_told_on_its_line(string old, string replacement, params string[] expected)
    {
        var configuration = Load(With(old, replacement));

        configuration.Lines().ShouldBe(expected);
        configuration.IsValid.ShouldBeFalse();
        configuration.IsReadable.ShouldBeTrue();
        configuration.Options.ShouldBeNull();
    }

    [Fact]
    public void Every_problem_is_told_at_once_in_the_order_of_the_lines()
    {
        var json = With("\"Priority\": 255", "\"Priority\": 300").Replace("\"00:00:02\"", "\"00:00:00.5\"", StringComparison.Ordinal)
            .Replace("\"Node\"", "\"Nodde\"", StringComparison.Ordinal).Replace("\"Provider\": \"netcup\"", "\"Provider\": \"x\"", StringComparison.Ordinal);

        Load(json).Problems.Select(p => p.Line).ShouldBe([3, 8, 16, 17]);
    }

    [Theory]
    [InlineData("\"UnicastPeers\": []")]
    [InlineData("\"UseVmac\": false")]
    [InlineData("\"PreemptDelay\": \"00:00:00\"")]
    [InlineData("\"TrackInterfaces\": {}")]
    [InlineData("\"Accept\": true")]
    [InlineData("\"DownTimerAdverts\": 3")]
    public void A_key_that_asks_for_nothing_is_no_problem(string key) =>
        Load(With("\"Priority\": 255,", $"\"Priority\": 255, {key},")).Lines().ShouldBeEmpty();

    [Fact]
    public void An_interface_without_a_role_to_hold_the_address_for_is_a_warning_only()
    {
        var configuration = Load(With("\"Follows\": \"VI_1\", ", ""));

        configuration.Lines().ShouldBe(["f.json:8: warning: Addresses.web.Interface: has no meaning without Follows: there is no role to hold the address for"]);
        configuration.IsValid.ShouldBeTrue();
    }

    [Fact]
    public void A_password_that_VRRP_cuts_is_a_warning_only()
    {
        var configuration = Load(With("lol4321", "secretpassphrase"));

        configuration.Lines().ShouldBe(["f.json:18: warning: Vrrp.Instances.VI_1.Authentication: the password is longer than 8 bytes; only the first 8 count, as with keepalived"]);
        configuration.IsValid.ShouldBeTrue();
        configuration.Options!.Instances[0].Password!.Matches("secretpa"u8).ShouldBeTrue();
    }

    [Fact]
    public void An_application_s_other_sections_are_a_warning_only()
    {
        var configuration = Load(With("\"FailoverIp\": {", "\"Logging\": {},\n\"$schema\": \"failoverip.schema.json\", \"FailoverIp\": {"));

        configuration.Lines().ShouldBe(["f.json:2: warning: \"Logging\" is outside of the section \"FailoverIp\" and is not read"]);
        configuration.IsValid.ShouldBeTrue();
    }

    [Theory]
    [InlineData("http://127.0.0.1:9112", null)]
    [InlineData("http://[::1]:9112/", null)]
    [InlineData("http://localhost:0", null)]
    [InlineData("http://10.0.0.1:9112", "f.json:3: Status.Listen: 10.0.0.1 is not a loopback address: whoever can reach it would see the status of this node; give it a Token or a TokenFile (`openssl rand -hex 32` makes one)")]
    [InlineData("https://127.0.0.1:9112", "f.json:3: Status.Listen: \"https://127.0.0.1:9112\" is not a URL such as http://127.0.0.1:9112")]
    [InlineData("http://127.0.0.1:9112/x", "f.json:3: Status.Listen: \"http://127.0.0.1:9112/x\" is not a URL such as http://127.0.0.1:9112")]
    [InlineData("http://example.org:9112", "f.json:3: Status.Listen: \"example.org\" is neither an IP address nor localhost")]
    [InlineData("9112", "f.json:3: Status.Listen: \"9112\" is not a URL such as http://127.0.0.1:9112")]
    public void The_status_page_listens_at_an_address_of_this_machine(string url, string? problem) =>
        Load(With("\"Node\": \"s1\"", $"\"Node\": \"s1\", \"Status\": {{ \"Listen\": \"{url}\" }}")).Lines().ShouldBe(problem is null ? [] : [problem]);

    [Fact]
    public void A_provider_type_that_an_application_brings_along_keeps_its_own_keys()
    {
        var json = With("\"Type\": \"NetcupRest\", \"BaseAddress\": \"http://127.0.0.1:1/\", \"RefreshToken\": \"top-secret-token\"", "\"Type\": \"Mine\", \"Whatever\": { \"X\": 1 }")
            .Replace("{ \"Server\": \"v2200000000000000001\" }", "{ \"Rack\": \"7\" }", StringComparison.Ordinal);

        Load(json, new() { Environment = NoEnvironment, ProviderTypes = ["Mine"] }).Lines().ShouldBeEmpty();
    }
}
