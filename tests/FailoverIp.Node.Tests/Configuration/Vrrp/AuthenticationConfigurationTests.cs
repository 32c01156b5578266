using FailoverIp.Vrrp;

namespace FailoverIp.Node.Tests;

public class AuthenticationConfigurationTests
{
    private const string Secret = "0123456789abcdef0123456789abcdef";

    [Fact]
    public void Keys_come_from_texts_and_files()
    {
        using var folder = new TempFolder();
        folder.Write("two.key", $"hex:{Convert.ToHexString(new byte[32])}\n");

        var configuration = Load(folder, $$"""
            "Type": "Hmac", "ActiveKey": 2, "AntiReplay": "Monotonic", "TimeWindow": "00:00:07", "Mode": "Permissive",
            "Keys": [ { "Id": 1, "Key": "{{Secret}}" }, { "Id": 2, "KeyFile": "two.key" } ]
            """);

        configuration.Problems.ShouldBeEmpty();
        var hmac = configuration.Options!.Instances[0].Hmac.ShouldNotBeNull();
        hmac.Keys.ShouldBe(new(2, VrrpHmacKey.Parse(1, Secret), new VrrpHmacKey(2, new byte[32])));
        (hmac.AntiReplay, hmac.TimeWindow, hmac.Mode).ShouldBe((VrrpAntiReplay.Monotonic, TimeSpan.FromSeconds(7), VrrpHmacMode.Permissive));
    }

    [Fact]
    public void The_only_key_signs()
    {
        using var folder = new TempFolder();

        Load(folder, $$"""
            "Type": "hmac", "Keys": [ { "Id": 9, "Key": "{{Secret}}" } ]
            """).Options!.Instances[0].Hmac!.Keys.Active.Id.ShouldBe(9);
    }

    [Fact]
    public void The_key_of_an_authentication_header_is_a_password()
    {
        using var folder = new TempFolder();

        var router = Load(folder, "\"Type\": \"Ah\", \"Password\": \"lol4321\"", version: 2).Options!.Instances[0];

        (router.Password, router.UseAuthenticationHeader).ShouldBe((new VrrpPassword("lol4321"), true));
    }

    [Theory]
    [InlineData("\"Type\": \"Hmac\"", ".Keys is missing: a list of { \"Id\": 1, \"KeyFile\": … }")]
    [InlineData("\"Type\": \"Hmac\", \"Keys\": [ { \"Id\": 1, \"Key\": \"too short\" } ]", ".Keys.0.Key: key 1: 9 bytes; a key has 32 to 64")]
    [InlineData("\"Type\": \"Hmac\", \"Keys\": [ { \"Id\": 1 } ]", ".Keys.0: Key or KeyFile is missing")]
    [InlineData("\"Type\": \"Hmac\", \"ActiveKey\": 3, \"Keys\": [ { \"Id\": 1, \"Key\": \"" + Secret + "\" } ]", ".ActiveKey: there is no key 3; there are 1")]
    [InlineData("\"Type\": \"Hmac\", \"Keys\": [ { \"Id\": 1, \"Key\": \"" + Secret + "\" }, { \"Id\": 2, \"Key\": \"" + Secret + "\" } ]", ".ActiveKey is missing: which of the 2 keys signs?")]
    [InlineData("\"Type\": \"Hmac\", \"ActiveKey\": 1, \"Keys\": [ { \"Id\": 1, \"Key\": \"" + Secret + "\" }, { \"Id\": 1, \"Key\": \"" + Secret + "\" } ]", ".Keys.1: there is another key 1")]
    [InlineData("\"Type\": \"Hmac\", \"Password\": \"x\", \"Keys\": [ { \"Id\": 1, \"Key\": \"" + Secret + "\" } ]", ".Password: has no meaning with the type Hmac")]
    public void A_problem_is_told_on_its_line_and_never_holds_a_key(string keys, string problem)
    {
        using var folder = new TempFolder();

        var line = Load(folder, keys).Lines().ShouldHaveSingleItem();

        line.ShouldBe($"f.json:2: Vrrp.Instances.VI_1.Authentication{problem}");
    }

    private static NodeConfiguration Load(TempFolder folder, string authentication, int version = 3) => NodeConfiguration.Load(folder.Write("f.json", $$"""
        { "FailoverIp": { "Vrrp": { "Instances": { "VI_1": { "Interface": "eth1", "VirtualRouterId": 101, "Version": {{version}}, "VirtualAddresses": [ "10.0.0.1" ],
            "Authentication": { {{authentication.ReplaceLineEndings(" ")}} } } } } } }
        """), new() { Environment = Configurations.NoEnvironment });
}
