using FailoverIp.Simulation;

namespace FailoverIp.Netcup.Tests;

public sealed class NetcupDeviceLoginTests : IDisposable
{
    private const string Device = """{"device_code":"dev1ce","user_code":"ABCD-EFGH","verification_uri":"https://scp.example/realms/scp/device","verification_uri_complete":"https://scp.example/realms/scp/device?user_code=ABCD-EFGH","expires_in":600,"interval":5}""";

    private readonly VirtualTimeProvider _time = new();
    private readonly TemporaryFolder _folder = new();
    private readonly List<TimeSpan> _polls = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_login_asks_at_the_given_pace_and_saves_the_token_privately()
    {
        var (service, login, file) = Login("authorization_pending", "authorization_pending", "");
        var code = await login.StartAsync();
        code.UserCode.ShouldBe("ABCD-EFGH");
        code.VerificationUri.ShouldBe(new Uri("https://scp.example/realms/scp/device"));
        code.VerificationUriComplete.ShouldBe(new Uri("https://scp.example/realms/scp/device?user_code=ABCD-EFGH"));
        code.ExpiresIn.ShouldBe(TimeSpan.FromMinutes(10));

        await RunAsync(login.CompleteAsync(code));
        _polls.ShouldBe([Seconds(5), Seconds(10), Seconds(15)]);
        (await File.ReadAllTextAsync(file)).ShouldBe("granted\n");
        TemporaryFolder.ShouldBePrivate(file);
        service.Asked[0].Line.ShouldBe("POST /realms/scp/protocol/openid-connect/auth/device");
        service.Asked[0].Body.ShouldBe("client_id=scp&scope=offline_access+openid");
        service.Asked[1].Line.ShouldBe(Tokens.Path);
        service.Asked[1].Body.ShouldBe("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&client_id=scp&device_code=dev1ce");
    }

    [Fact]
    public async Task Slow_down_adds_five_seconds_for_good_and_so_does_a_service_that_is_away()
    {
        var (_, login, _) = Login("slow_down", "authorization_pending", "503", "authorization_pending", "");
        await RunAsync(login.CompleteAsync(await login.StartAsync()));
        _polls.ShouldBe([Seconds(5), Seconds(15), Seconds(25), Seconds(40), Seconds(55)]);
    }

    [Theory]
    [InlineData("access_denied", "refused in the browser")]
    [InlineData("expired_token", "ran out")]
    [InlineData("invalid_client", "invalid_client")]
    public async Task A_refusal_ends_it(string error, string words)
    {
        var (_, login, file) = Login("authorization_pending", error);
        var e = await Should.ThrowAsync<FailoverIpException>(async () => await RunAsync(login.CompleteAsync(await login.StartAsync())));
        e.Kind.ShouldBe(FailoverErrorKind.Authentication);
        e.Message.ShouldContain(words);
        File.Exists(file).ShouldBeFalse();
    }

    [Fact]
    public async Task The_code_is_asked_about_only_as_long_as_it_is_good()
    {
        var (_, login, _) = Login([.. Enumerable.Repeat("authorization_pending", 500)]);
        var e = await Should.ThrowAsync<FailoverIpException>(async () => await RunAsync(login.CompleteAsync(await login.StartAsync())));
        e.Kind.ShouldBe(FailoverErrorKind.Authentication);
        _time.Elapsed.ShouldBe(TimeSpan.FromMinutes(10));
        _polls.Count.ShouldBe(119);
    }

    [Fact]
    public async Task Cancelling_ends_it_at_once_and_leaves_an_old_token_alone()
    {
        var (_, login, file) = Login("authorization_pending");
        await File.WriteAllTextAsync(file, "old");
        using var stop = new CancellationTokenSource();
        var waiting = login.CompleteAsync(await login.StartAsync(), stop.Token);
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(waiting);
        (await File.ReadAllTextAsync(file)).ShouldBe("old");
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_is_told_before_anybody_is_asked_to_log_in()
    {
        var (service, _, _) = Login("");
        var login = new NetcupDeviceLogin(new() { BaseAddress = new("https://scp.example"), RefreshTokenFile = _folder.File("file", "x") + "/token" }, Client(service), _time);
        var e = await Should.ThrowAsync<FailoverIpException>(login.StartAsync());
        e.Kind.ShouldBe(FailoverErrorKind.Configuration);
        e.Message.ShouldContain("cannot be written");
        service.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_login_waits_for_a_node_that_is_refreshing_with_the_old_token()
    {
        var (_, login, file) = Login("");
        await File.WriteAllTextAsync(file, "old");
        var code = await login.StartAsync();
        var refreshing = await new RefreshTokenLock(file, _time).TakeAsync(CancellationToken.None);
        var completing = login.CompleteAsync(code);
        (await _time.AdvanceUntilAsync(() => _polls.Count == 1, TimeSpan.FromMinutes(1))).ShouldBeTrue();
        (await _time.AdvanceUntilAsync(() => completing.IsCompleted, TimeSpan.FromMilliseconds(500))).ShouldBeFalse();
        (await File.ReadAllTextAsync(file)).ShouldBe("old");
        refreshing!.Dispose();
        await RunAsync(completing);
        (await File.ReadAllTextAsync(file)).ShouldBe("granted\n");
    }

    [Fact]
    public async Task A_missing_directory_is_made()
    {
        var (service, _, _) = Login("");
        var file = _folder.File("new/folder/token");
        var login = new NetcupDeviceLogin(new() { BaseAddress = new("https://scp.example"), RefreshTokenFile = file }, Client(service), _time);
        await RunAsync(login.CompleteAsync(await login.StartAsync()));
        (await File.ReadAllTextAsync(file)).ShouldBe("granted\n");
    }

    [Fact]
    public void Without_a_file_there_is_nothing_to_log_in_for() =>
        Should.Throw<FailoverIpException>(() => new NetcupDeviceLogin(new() { RefreshToken = "x" }, new HttpClient())).Kind.ShouldBe(FailoverErrorKind.Configuration);

    [Theory]
    [InlineData("""{"device_code":"d","user_code":"u","verification_uri":"javascript:alert(1)"}""")]
    [InlineData("""{"device_code":"d","verification_uri":"https://scp.example/"}""")]
    [InlineData("""{"user_code":"u","verification_uri":"https://scp.example/"}""")]
    [InlineData("""[]""")]
    public async Task An_answer_without_code_or_page_is_no_beginning(string json)
    {
        var service = new ScriptedService(_ => Answer.Json(json));
        var login = new NetcupDeviceLogin(new() { RefreshTokenFile = _folder.File("token") }, Client(service), _time);
        (await Should.ThrowAsync<FailoverIpException>(login.StartAsync())).Kind.ShouldBe(FailoverErrorKind.Unavailable);
    }

    private (ScriptedService Service, NetcupDeviceLogin Login, string File) Login(params string[] polls)
    {
        var service = new ScriptedService(asked =>
        {
            if (!asked.Line.EndsWith("/token", StringComparison.Ordinal))
                return Answer.Json(Device);
            var answer = polls[_polls.Count];
            _polls.Add(_time.Elapsed);
            return answer switch
            {
                "" => Tokens.Granted(Tokens.Jwt("""{"id":1}"""), refresh: "granted"),
                "503" => Answer.Empty(503),
                _ => Tokens.Refused(answer),
            };
        });
        var file = _folder.File("token");
        return (service, new(new() { BaseAddress = new("https://scp.example"), RefreshTokenFile = file }, Client(service), _time), file);
    }

    private static HttpClient Client(ScriptedService service) => new(service, disposeHandler: false);

    private async Task RunAsync(Task work)
    {
        (await _time.AdvanceUntilAsync(() => work.IsCompleted, TimeSpan.FromHours(2))).ShouldBeTrue();
        await work;
    }

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);
}
