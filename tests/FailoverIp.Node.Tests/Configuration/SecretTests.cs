using static FailoverIp.Node.Tests.Configurations;

namespace FailoverIp.Node.Tests;

public class SecretTests
{
    private const string Secret = "hunter2-hunter2";

    [Theory]
    [InlineData("\"Password\": \"lol4321\"", "\"Password\": { \"x\": \"" + Secret + "\" }")]
    [InlineData("\"Password\": \"lol4321\"", "\"Password\": [ \"" + Secret + "\" ]")]
    [InlineData("\"Password\": \"lol4321\"", "\"Pasword\": \"" + Secret + "\"")]
    [InlineData("\"Password\": \"lol4321\"", "\"Password\": \"" + Secret + "\", \"PasswordFile\": \"x\"")]
    [InlineData("\"Password\": \"lol4321\"", "\"Password\": " + Secret)]
    [InlineData("\"Password\": \"lol4321\"", "\"Password\": t" + Secret)]
    [InlineData("\"Password\": \"lol4321\"", "\"Password\": \"" + Secret + "\\x\"")]
    [InlineData("{ \"Type\": \"Pass\", \"Password\": \"lol4321\" }", "\"" + Secret + "\"")]
    [InlineData("\"top-secret-token\"", "\"" + Secret + "\", \"RefreshTokenFile\": \"x\"")]
    public void A_secret_is_in_no_message(string old, string replacement)
    {
        var lines = Load(With(old, replacement)).Lines();

        lines.ShouldNotBeEmpty();
        lines.ShouldAllBe(l => !l.Contains("hunter2", StringComparison.Ordinal) && !l.Contains("thunter", StringComparison.Ordinal));
    }

    [Fact]
    public void A_number_as_a_password_is_refused_without_showing_it() =>
        Load(With("\"lol4321\"", "4711")).Lines().ShouldBe(["f.json:18: Vrrp.Instances.VI_1.Authentication.Password: the value is not a text that is not empty"]);

    [Fact]
    public void A_secret_in_a_variable_is_in_no_message() =>
        Load(Valid, new() { Environment = new Dictionary<string, string> { ["FailoverIp__Providers__netcup__RefreshTokenn"] = Secret, ["FailoverIp__Providers__netcup"] = Secret } })
            .Lines().ShouldAllBe(l => !l.Contains(Secret, StringComparison.Ordinal));

    [Fact]
    public void White_space_at_the_end_of_a_secret_s_file_is_not_part_of_it()
    {
        using var folder = new TempFolder();
        folder.Write("p", " pass \t\r\n\n");

        var configuration = NodeConfiguration.Load(folder.Write("f.json", With("\"Password\": \"lol4321\"", "\"PasswordFile\": \"p\"")), new() { Environment = NoEnvironment });

        configuration.Options!.Instances[0].Password!.Matches(" pass\0\0\0"u8).ShouldBeTrue();
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("\n \n", "is empty")]
    [InlineData("a\0b", "is not a text file (UTF-8)")]
    public void A_secret_s_file_without_a_secret_is_told_by_its_name(string content, string reason)
    {
        using var folder = new TempFolder();
        folder.Write("p", content);

        var configuration = NodeConfiguration.Load(folder.Write("f.json", With("\"Password\": \"lol4321\"", "\"PasswordFile\": \"p\"")), new() { Environment = NoEnvironment });

        configuration.Lines().ShouldBe([$"f.json:18: Vrrp.Instances.VI_1.Authentication.PasswordFile: p {reason}"]);
    }

    [Fact]
    public void A_command_that_is_about_to_write_the_token_can_do_without_it()
    {
        var json = With("\"RefreshToken\": \"top-secret-token\"", "\"RefreshTokenFile\": \"/nowhere/token\"");

        var configuration = Load(json, new() { Environment = NoEnvironment, CheckSecretFiles = false });

        configuration.Lines().ShouldBeEmpty();
        configuration.IsValid.ShouldBeTrue();
        configuration.Section["Providers:netcup:RefreshTokenFile"].ShouldBe("/nowhere/token");
        configuration.Options.ShouldBeNull("a node cannot run without its secrets");
    }
}
