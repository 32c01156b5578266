using static FailoverIp.Node.Tests.Configurations;

namespace FailoverIp.Node.Tests;

public class StatusConfigurationTests
{
    private const string Secret = "0123456789abcdef0123";

    [Fact]
    public void A_page_for_others_has_a_token()
    {
        var options = Load(Section("\"Status\": { \"Listen\": \"http://0.0.0.0:9112\", \"Token\": \"" + Secret + "\", \"OpenHealthz\": true }")).Options!;

        options.StatusListen.ShouldBe(new Uri("http://0.0.0.0:9112"));
        options.StatusToken!.Matches(Secret).ShouldBeTrue();
        options.OpenHealthz.ShouldBeTrue();
    }

    [Fact]
    public void A_token_may_be_in_a_file()
    {
        using var folder = new TempFolder();
        folder.Write("token", Secret + "\n");

        var configuration = NodeConfiguration.Load(folder.Write("f.json", Section("\"Status\": { \"Listen\": \"http://0.0.0.0:9112\", \"TokenFile\": \"token\" }")), new() { Environment = NoEnvironment });

        configuration.Lines().ShouldBeEmpty();
        configuration.Options!.StatusToken!.Matches(Secret).ShouldBeTrue();
    }

    [Theory]
    [InlineData("\"Token\": \"short-secret\"", "f.json:3: Status.Token: a token has at least 16 characters; `openssl rand -hex 32` makes one")]
    [InlineData("\"Token\": \"with a space 0123456789\"", "f.json:3: Status.Token: a token consists of visible ASCII characters; `openssl rand -hex 32` makes one")]
    [InlineData("\"TokenFile\": \"missing\"", "f.json:3: Status.TokenFile: missing does not exist")]
    [InlineData("\"Token\": \"0123456789abcdef\", \"TokenFile\": \"missing\"", "f.json:3: Status: Token and TokenFile are both given; one of them is enough")]
    public void A_token_that_is_none_is_one_line(string token, string line)
    {
        using var folder = new TempFolder();

        var configuration = NodeConfiguration.Load(folder.Write("f.json", Section($"\"Status\": {{ \"Listen\": \"http://10.0.0.1:9112\", {token} }}")), new() { Environment = NoEnvironment });

        configuration.Lines().Select(l => l.Replace(folder.Path + "/", "", StringComparison.Ordinal)).ShouldBe([line]);
    }

    [Fact]
    public void Telemetry_goes_to_a_collector()
    {
        var telemetry = Load(Section("\"Telemetry\": { \"Otlp\": \"http://127.0.0.1:4318\", \"Interval\": \"00:00:10\", \"Authorization\": \"Bearer x,y\" }")).Options!.Telemetry!;

        telemetry.Endpoint.ShouldBe(new Uri("http://127.0.0.1:4318/"));
        telemetry.Interval.ShouldBe(TimeSpan.FromSeconds(10));
        telemetry.Authorization.ShouldBe("Bearer x,y");
        telemetry.ToString().ShouldNotContain("Bearer");
        Load(Section("\"Telemetry\": { \"Otlp\": \"https://collector.example/otlp\" }")).Options!.Telemetry!.Endpoint.ShouldBe(new Uri("https://collector.example/otlp/"));
    }

    [Theory]
    [InlineData("\"Otlp\": \"collector:4318\"", "f.json:3: Telemetry.Otlp: \"collector:4318\" is not a URL such as http://127.0.0.1:4318")]
    [InlineData("\"Otlp\": \"http://u:p@c:4318\"", "f.json:3: Telemetry.Otlp: \"http://u:p@c:4318\" is not a URL such as http://127.0.0.1:4318")]
    [InlineData("\"Interval\": \"00:00:10\"", "f.json:3: Telemetry.Otlp is missing")]
    public void A_collector_that_is_none_is_one_line(string keys, string line) => Load(Section($"\"Telemetry\": {{ {keys} }}")).Lines().ShouldBe([line]);

    [Fact]
    public void OpenTelemetry_s_own_variable_names_the_collector_where_nothing_else_does()
    {
        var environment = new Dictionary<string, string> { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://127.0.0.1:4318" };

        Load(Valid, new() { Environment = environment }).Options!.Telemetry!.Endpoint.ShouldBe(new Uri("http://127.0.0.1:4318/"));
        Load(Section("\"Telemetry\": { \"Otlp\": \"http://other:4318\" }"), new() { Environment = environment }).Options!.Telemetry!.Endpoint.Host.ShouldBe("other");
    }

    [Theory]
    [InlineData("\"adm\"", "adm")]
    [InlineData("4", "4")]
    public void A_group_has_a_name_or_a_number(string group, string expected) =>
        Load(Section($"\"Control\": {{ \"Socket\": \"/run/x.sock\", \"Group\": {group} }}")).Options!.ControlGroup.ShouldBe(expected);

    private static string Section(string keys) => With("\"Node\": \"s1\"", $"\"Node\": \"s1\", {keys}");
}
