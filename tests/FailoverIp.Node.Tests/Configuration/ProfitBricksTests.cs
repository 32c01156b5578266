using static FailoverIp.Node.Tests.Configurations;

namespace FailoverIp.Node.Tests;

public class ProfitBricksTests
{
    private const string Uuid = "15f67991-0f51-4efc-a8ad-ef1fb31a480c";

    private const string Account = "\"DatacenterId\": \"" + Uuid + "\", \"LanId\": 1";

    [Theory]
    [InlineData(Account + ", \"Token\": \"t\"", null)]
    [InlineData(Account + ", \"UserName\": \"a@example.org\", \"Password\": \"p\"", null)]
    [InlineData(Account + ", \"Token\": \"t\", \"Mode\": \"FailoverGroup\", \"RepointGroup\": true, \"ContractNumber\": 31900000, \"BaseAddress\": \"https://api.ionos.com/cloudapi/v6/\"", null)]
    [InlineData("\"DatacenterId\": \"" + Uuid + "\", \"Token\": \"t\", \"Mode\": \"NicMove\", \"RepointGroup\": false", null)]
    [InlineData(Account, ": Token or TokenFile is missing, or UserName with Password or PasswordFile")]
    [InlineData(Account + ", \"Token\": \"t\", \"UserName\": \"a\"", ": a token and a user name or password are both given; it signs in with the one or the other")]
    [InlineData(Account + ", \"TokenFile\": \"nowhere\", \"PasswordFile\": \"nowhere\"", ": a token and a user name or password are both given; it signs in with the one or the other")]
    [InlineData(Account + ", \"Token\": \"t\", \"TokenFile\": \"nowhere\"", ": Token and TokenFile are both given; one of them is enough")]
    [InlineData(Account + ", \"TokenFile\": \"nowhere\"", ".TokenFile: nowhere does not exist")]
    [InlineData(Account + ", \"UserName\": \"a\"", ": Password or PasswordFile is missing")]
    [InlineData(Account + ", \"Password\": \"p\"", ".UserName is missing beside the password")]
    [InlineData(Account + ", \"UserName\": \"a:b\", \"Password\": \"p\"", ".UserName: \"a:b\" is not a user name without a colon")]
    [InlineData("\"DatacenterId\": \"" + Uuid + "\", \"Token\": \"t\"", ".LanId is missing; the mode FailoverGroup needs it")]
    [InlineData("\"LanId\": 1, \"Token\": \"t\"", ".DatacenterId is missing")]
    [InlineData("\"DatacenterId\": \"" + Uuid + "\", \"LanId\": 0, \"Token\": \"t\"", ".LanId: 0 is not between 1 and 2147483647")]
    [InlineData(Account + ", \"Token\": \"t\", \"Mode\": \"NicMove\", \"RepointGroup\": true", ".RepointGroup: goes with the mode FailoverGroup only")]
    [InlineData(Account + ", \"Token\": \"t\", \"Mode\": \"NicMoves\"", ".Mode: \"NicMoves\" is not one of FailoverGroup, NicMove")]
    [InlineData(Account + ", \"Token\": \"t\", \"ContractNumber\": \"x\"", ".ContractNumber: \"x\" is not a whole number between 1 and 2147483647")]
    [InlineData(Account + ", \"Token\": \"t\", \"Tokn\": \"x\"", ": unknown key \"Tokn\"; did you mean \"Token\"?")]
    public void Exactly_one_kind_of_credentials_and_what_the_mode_needs(string keys, string? problem) =>
        LoadAccount(keys).Lines().ShouldBe(problem is null ? [] : ["f.json:5: Providers.netcup" + problem]);

    [Fact]
    public void What_is_no_UUID_yet_is_a_warning_only()
    {
        var configuration = LoadAccount("\"DatacenterId\": \"…\", \"LanId\": 1, \"Token\": \"t\"");

        configuration.Lines().ShouldBe(["f.json:5: warning: Providers.netcup.DatacenterId: \"…\" is not a UUID"]);
        configuration.IsValid.ShouldBeTrue();
    }

    [Fact]
    public void The_target_is_a_server_and_a_NIC()
    {
        LoadAccount(Account + ", \"Token\": \"t\"", "\"Server\": \"" + Uuid + "\"").Lines().ShouldBe(["f.json:9: Addresses.web.Target.Nic is missing"]);
        LoadAccount(Account + ", \"Token\": \"t\"", "\"Server\": \"" + Uuid + "\", \"Nic\": \"eth0\"").Lines().ShouldBe(["f.json:9: warning: Addresses.web.Target.Nic: \"eth0\" is not a UUID"]);
        LoadAccount(Account + ", \"Token\": \"t\"", "\"Server\": \"" + Uuid + "\", \"Mac\": \"x\"").Lines()
            .ShouldContain("f.json:9: Addresses.web.Target: unknown key \"Mac\"; did you mean \"Nic\"?");
    }

    private static NodeConfiguration LoadAccount(string keys, string target = "\"Server\": \"" + Uuid + "\", \"Nic\": \"" + Uuid + "\"") => Load(
        With("\"Type\": \"NetcupRest\", \"BaseAddress\": \"http://127.0.0.1:1/\", \"RefreshToken\": \"top-secret-token\"", "\"Type\": \"ProfitBricks\", " + keys)
            .Replace("\"Server\": \"v2200000000000000001\"", target, StringComparison.Ordinal));
}
