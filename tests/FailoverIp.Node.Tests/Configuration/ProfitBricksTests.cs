using static FailoverIp.Node.Tests.Configurations;

namespace FailoverIp.Node.Tests;

public class ProfitBricksTests
{
    private const string Uuid = "15f67991-0f51-4efc-a8ad-ef1fb31a480c";

    private const string Account = "\"DatacenterId\": \"" + Uuid + "\", \"LanId\": 1";

    [Theory]
    [InlineData(Account + ", \"Token\": \"t\"")]
    [InlineData(Account + ", \"UserName\": \"a@example.org\", \"Password\": \"p\"")]
    [InlineData(Account + ", \"Token\": \"t\", \"Mode\": \"FailoverGroup\", \"RepointGroup\": true, \"ContractNumber\": 31900000, \"BaseAddress\": \"https://api.ionos.com/cloudapi/v6/\"")]
    [InlineData("\"DatacenterId\": \"" + Uuid + "\", \"Token\": \"t\", \"Mode\": \"NicMove\", \"RepointGroup\": false")]
    [InlineData(Account)] // no credentials at all
    [InlineData(Account + ", \"Token\": \"t\", \"UserName\": \"a\"")]
    [InlineData(Account + ", \"TokenFile\": \"nowhere\", \"PasswordFile\": \"nowhere\"")]
    [InlineData(Account + ", \"Token\": \"t\", \"TokenFile\": \"nowhere\"")]
    [InlineData(Account + ", \"TokenFile\": \"nowhere\"")]
    [InlineData(Account + ", \"UserName\": \"a\"")]
    [InlineData(Account + ", \"Password\": \"p\"")]
    [InlineData(Account + ", \"UserName\": \"a:b\", \"Password\": \"p\"")]
    [InlineData("\"DatacenterId\": \"" + Uuid + "\", \"Token\": \"t\"")]
    [InlineData("\"LanId\": 1, \"Token\": \"t\"")]
    [InlineData("\"DatacenterId\": \"" + Uuid + "\", \"LanId\": 0, \"Token\": \"t\"")]
    [InlineData(Account + ", \"Token\": \"t\", \"Mode\": \"NicMove\", \"RepointGroup\": true")]
    [InlineData(Account + ", \"Token\": \"t\", \"Mode\": \"NicMoves\"")]
    [InlineData(Account + ", \"Token\": \"t\", \"ContractNumber\": \"x\"")]
    [InlineData(Account + ", \"Token\": \"t\", \"Tokn\": \"x\"")]
    [InlineData("\"DatacenterId\": \"dc\", \"LanId\": 1, \"Token\": \"t\"")]
    public void Exactly_one_kind_of_credentials_and_what_the_mode_needs(string keys)
    {
        var expected = keys switch
        {
            Account => "f.json:5: Providers.netcup: Token or TokenFile is missing, or UserName with Password or PasswordFile",
            _ when Ends("\"UserName\": \"a\"") && Has("\"Token\"") => "f.json:5: Providers.netcup: a token and a user name or password are both given; it signs in with the one or the other",
            _ when Has("PasswordFile") => "f.json:5: Providers.netcup: a token and a user name or password are both given; it signs in with the one or the other",
            _ when Has("\"Token\"") && Has("TokenFile") => "f.json:5: Providers.netcup: Token and TokenFile are both given; one of them is enough",
            _ when Has("TokenFile") => "f.json:5: Providers.netcup.TokenFile: nowhere does not exist",
            _ when Ends("\"UserName\": \"a\"") => "f.json:5: Providers.netcup: Password or PasswordFile is missing",
            _ when Has("a:b") => "f.json:5: Providers.netcup.UserName: \"a:b\" is not a user name without a colon",
            _ when Has("Password") && !Has("UserName") => "f.json:5: Providers.netcup.UserName is missing beside the password",
            _ when Has("\"NicMove\"") && Has("true") => "f.json:5: Providers.netcup.RepointGroup: goes with the mode FailoverGroup only",
            _ when Has("NicMoves") => "f.json:5: Providers.netcup.Mode: \"NicMoves\" is not one of FailoverGroup, NicMove",
            _ when Has("Tokn") => "f.json:5: Providers.netcup: unknown key \"Tokn\"; did you mean \"Token\"?",
            _ when Has("\"ContractNumber\": \"x\"") => "f.json:5: Providers.netcup.ContractNumber: \"x\" is not a whole number between 1 and 2147483647",
            _ when Has("\"LanId\": 0") => "f.json:5: Providers.netcup.LanId: 0 is not between 1 and 2147483647",
            _ when Has("\"dc\"") => "f.json:5: warning: Providers.netcup.DatacenterId: \"dc\" is not a UUID",
            _ when !Has("DatacenterId") => "f.json:5: Providers.netcup.DatacenterId is missing",
            _ when !Has("LanId") && !Has("NicMove") => "f.json:5: Providers.netcup.LanId is missing; the mode FailoverGroup needs it",
            _ => null,
        };

        var configuration = LoadAccount(keys);

        configuration.Lines().ShouldBe(expected is null ? [] : [expected]);
        configuration.IsValid.ShouldBe(expected?.Contains(": warning: ", StringComparison.Ordinal) ?? true);

        bool Has(string text) => keys.Contains(text, StringComparison.Ordinal);
        bool Ends(string text) => keys.EndsWith(text, StringComparison.Ordinal);
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
