using static FailoverIp.Node.Tests.Configurations;

namespace FailoverIp.Node.Tests;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
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

    [Theory]
    [InlineData("\"Status\": { \"Token\": 4711471147114711 }")]
    [InlineData("\"Telemetry\": { \"Otlp\": \"http://127.0.0.1:4318\", \"Authorization\": 4711471147114711 }")]
    public void A_number_as_a_token_is_refused_without_showing_it(string section)
    {
        var lines = Load(With("\"Node\": \"s1\",", $"\"Node\": \"s1\", {section},")).Lines();

        lines.ShouldNotBeEmpty();
        lines.ShouldAllBe(l => !l.Contains("4711", StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_with_secrets_that_everybody_may_read_is_a_warning_once()
    {
        using var folder = Shared();
        var json = With("\"BaseAddress\": \"http://127.0.0.1:1/\", \"RefreshToken\": \"top-secret-token\"", "\"BaseAddress\": \"http://127.0.0.1:1/\",\n\"RefreshToken\": \"top-secret-token\"");
        var file = folder.Write("f.json", json);
        var options = new NodeConfigurationLoadOptions { Environment = NoEnvironment, ProviderTypes = ["NetcupRest"] };

        Chmod(file, "644");
        var configuration = NodeConfiguration.Load(file, options);
        configuration.IsValid.ShouldBeTrue();
        configuration.Lines().ShouldBe(["f.json:6: warning: RefreshToken stands in a file that everybody on this machine may read (chmod 0640)"]);

        Chmod(file, "640");
        NodeConfiguration.Load(file, options).Lines().ShouldBeEmpty();
        Chmod(file, "644");
        Chmod(folder.Path, "750"); // others cannot reach it
        NodeConfiguration.Load(file, options).Lines().ShouldBeEmpty();
    }

    [Fact]
    public void A_secret_s_file_that_everybody_may_read_is_a_warning_where_it_is_named()
    {
        using var folder = Shared();
        Chmod(folder.Write("p", "pass"), "644");
        Chmod(folder.Write("q", "pass"), "600");
        var file = folder.Write("f.json", With("\"Password\": \"lol4321\"", "\"PasswordFile\": \"link\"").Replace("\"RefreshToken\": \"top-secret-token\"", "\"RefreshTokenFile\": \"q\"", StringComparison.Ordinal));
        var options = new NodeConfigurationLoadOptions { Environment = NoEnvironment };

        File.CreateSymbolicLink(folder["link"], "p");
        NodeConfiguration.Load(file, options).Lines().ShouldBe(["f.json:18: warning: Vrrp.Instances.VI_1.Authentication.PasswordFile: everybody on this machine may read link (chmod 0640)"]);

        File.Delete(folder["link"]);
        File.CreateSymbolicLink(folder["link"], "q"); // a link lets everybody through; what it leads to counts
        NodeConfiguration.Load(file, options).Lines().ShouldBeEmpty();
    }

    [Fact]
    public void So_is_a_keepalived_conf_and_what_it_includes()
    {
        using var folder = Shared();
        Chmod(folder.Write("auth.conf", "authentication {\n auth_type PASS\n auth_pass s3cret\n}\n"), "644");
        var file = folder.Write("k.conf", KeepalivedConf.Conf.Instance.Replace("    virtual_ip", "    include auth.conf\n    virtual_ip", StringComparison.Ordinal));
        Chmod(file, "644");

        var configuration = NodeConfiguration.Load(KeepalivedConfiguration.Load(file, "here", new KeepalivedConf.FakeMachine()), null, new() { Environment = NoEnvironment });

        configuration.Problems.ShouldHaveSingleItem().ToString().ShouldEndWith("/auth.conf:3: warning: Password stands in a file that everybody on this machine may read (chmod 0640)");
    }

    /// <summary>A folder that others can enter.</summary>
    private static TempFolder Shared()
    {
        var folder = new TempFolder();
        Chmod(folder.Path, "755");
        return folder;
    }

    private static void Chmod(string path, string mode) => File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32(mode, 8));

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
