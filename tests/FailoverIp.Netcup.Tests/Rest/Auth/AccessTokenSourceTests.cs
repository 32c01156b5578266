using FailoverIp.Simulation;
using Microsoft.Extensions.Logging.Abstractions;

namespace FailoverIp.Netcup.Tests;

public sealed class AccessTokenSourceTests : IDisposable
{
    private static readonly Uri Base = new("https://scp.example/");
    private static readonly RequestBounds Bounds = new(TimeSpan.FromSeconds(10), CancellationToken.None);

    private readonly VirtualTimeProvider _time = new();
    private readonly TemporaryFolder _folder = new();
    private int _granted;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task One_refresh_serves_everybody_who_waits_for_it()
    {
        var gate = new TaskCompletionSource();
        var service = new ScriptedService(async _ =>
        {
            await gate.Task;
            return Grant();
        });
        var source = Source(service);
        var callers = Enumerable.Range(0, 20).Select(_ => source.GetAsync(Bounds)).ToArray();
        gate.SetResult();
        (await Task.WhenAll(callers)).Distinct().Count().ShouldBe(1);
        service.Asked.Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_request_is_that_of_a_public_client()
    {
        var service = new ScriptedService(_ => Grant());
        var token = await Source(service, "re+fresh/1").GetAsync(Bounds);
        token.UserId.ShouldBe(555001);
        var asked = service.Asked.Single();
        asked.Line.ShouldBe(Tokens.Path);
        asked.ContentType.ShouldBe("application/x-www-form-urlencoded");
        asked.Body.ShouldBe("grant_type=refresh_token&client_id=scp&refresh_token=re%2Bfresh%2F1");
        asked.Authorization.ShouldBeNull();
    }

    [Fact]
    public async Task A_token_is_used_until_30_seconds_before_its_end_and_its_successor_is_fetched_while_it_still_serves()
    {
        var service = new ScriptedService(_ => Grant());
        var source = Source(service);
        var first = await source.GetAsync(Bounds);
        _time.Advance(TimeSpan.FromSeconds(269));
        (await source.GetAsync(Bounds)).ShouldBeSameAs(first);
        service.Asked.Count.ShouldBe(1);

        _time.Advance(TimeSpan.FromSeconds(1));
        (await source.GetAsync(Bounds)).ShouldBeSameAs(first);
        await Eventually.True(() => service.Asked.Count == 2);
        await Eventually.True(() => source.GetAsync(Bounds) is { IsCompletedSuccessfully: true } t && t.Result != first);
        service.Asked.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_token_that_is_about_to_run_out_is_not_sent()
    {
        var service = new ScriptedService(_ => Grant());
        var source = Source(service);
        var first = await source.GetAsync(Bounds);
        _time.Advance(TimeSpan.FromSeconds(296));
        (await source.GetAsync(Bounds)).ShouldNotBeSameAs(first);
    }

    [Fact]
    public async Task Warming_renews_a_token_well_before_a_failover_would_have_to()
    {
        var service = new ScriptedService(_ => Grant());
        var source = Source(service);
        var first = await source.WarmAsync(Bounds);
        first.WarmFor.ShouldBe(TimeSpan.FromSeconds(225));
        _time.Advance(first.WarmFor);
        var second = await source.WarmAsync(Bounds);
        second.ShouldNotBeSameAs(first);
        (await source.WarmAsync(Bounds)).ShouldBeSameAs(second);
    }

    [Fact]
    public async Task A_refresh_outlives_the_caller_that_began_it()
    {
        var gate = new TaskCompletionSource();
        var service = new ScriptedService(async _ =>
        {
            await gate.Task;
            return Grant();
        });
        var source = Source(service);
        using var first = new CancellationTokenSource();
        var cancelled = source.GetAsync(Bounds with { Cancellation = first.Token });
        var waiting = source.GetAsync(Bounds);
        await first.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(cancelled);
        gate.SetResult();
        (await waiting).UserId.ShouldBe(555001);
        service.Asked.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_refresh_that_hangs_ends_in_a_timeout_and_the_next_one_begins_anew()
    {
        var hang = true;
        var service = new ScriptedService(async a =>
        {
            if (hang)
                await Task.Delay(Timeout.Infinite, a.Cancellation);
            return Grant();
        });
        var source = Source(service);
        var stuck = source.GetAsync(Bounds);
        await Eventually.True(() => service.Asked.Count == 1);
        _time.Advance(TimeSpan.FromSeconds(10));
        (await Should.ThrowAsync<FailoverIpException>(stuck)).Kind.ShouldBe(FailoverErrorKind.Timeout);
        hang = false;
        await Eventually.True(() => source.GetAsync(Bounds) is var t && t.ContinueWith(_ => { }).Wait(1000) && t.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Invalidating_an_old_token_does_not_throw_away_its_successor()
    {
        var service = new ScriptedService(_ => Grant());
        var source = Source(service);
        var first = await source.GetAsync(Bounds);
        source.Invalidate(first);
        var second = await source.GetAsync(Bounds);
        source.Invalidate(first);
        (await source.GetAsync(Bounds)).ShouldBeSameAs(second);
        service.Asked.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("opaque", """{"sub":"x","id":"555001"}""")]
    [InlineData("opaque", """{"sub":"x","id":555001}""")]
    public async Task The_user_id_comes_from_userinfo_where_the_token_does_not_carry_it(string access, string userinfo)
    {
        var service = new ScriptedService(a => a.Line == Tokens.Path ? Tokens.Granted(access) : Answer.Json(userinfo));
        (await Source(service).GetAsync(Bounds)).UserId.ShouldBe(555001);
        service.Asked[1].Line.ShouldBe("GET /realms/scp/protocol/openid-connect/userinfo");
        service.Asked[1].Authorization.ShouldBe("Bearer opaque");
    }

    [Fact]
    public async Task Without_any_user_id_the_answer_is_unusable()
    {
        var service = new ScriptedService(a => a.Line == Tokens.Path ? Tokens.Granted("opaque") : Answer.Json("""{"sub":"x"}"""));
        (await Should.ThrowAsync<FailoverIpException>(Source(service).GetAsync(Bounds))).Kind.ShouldBe(FailoverErrorKind.Unavailable);
    }

    [Fact]
    public async Task A_refused_refresh_token_says_to_log_in_again_and_shows_no_secret()
    {
        var service = new ScriptedService(_ => Tokens.Refused("invalid_grant", "Offline user session not found"));
        var e = await Should.ThrowAsync<FailoverIpException>(Source(service, "s3cret").GetAsync(Bounds));
        e.Kind.ShouldBe(FailoverErrorKind.Authentication);
        e.Message.ShouldContain("Offline user session not found");
        e.Message.ShouldContain("failoverip login netcup");
        e.ToString().ShouldNotContain("s3cret");
    }

    public static TheoryData<int, string, string, FailoverErrorKind> Failures => new()
    {
        { 401, """{"error":"unauthorized_client"}""", "application/json", FailoverErrorKind.Authentication },
        { 400, """{"error":"invalid_request"}""", "application/json", FailoverErrorKind.Authentication },
        { 403, "no", "text/plain", FailoverErrorKind.Authentication },
        { 429, "{}", "application/json", FailoverErrorKind.RateLimited },
        { 503, "<html>", "text/html", FailoverErrorKind.Unavailable },
        { 302, "", "text/html", FailoverErrorKind.Unavailable },
        { 200, "<html>", "text/html", FailoverErrorKind.Unavailable },
        { 200, "{", "application/json", FailoverErrorKind.Unavailable },
        { 200, "null", "application/json", FailoverErrorKind.Unavailable },
        { 200, "{}", "application/json", FailoverErrorKind.Unavailable },
        { 200, """{"access_token":"a\nb","expires_in":300}""", "application/json", FailoverErrorKind.Unavailable },
        { 200, """{"access_token":"a","expires_in":-1}""", "application/json", FailoverErrorKind.Unavailable },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Every_other_failure_has_its_kind_and_one_line(int status, string body, string type, FailoverErrorKind kind)
    {
        var service = new ScriptedService(_ => Answer.Json(body, status, type));
        var e = await Should.ThrowAsync<FailoverIpException>(Source(service).GetAsync(Bounds));
        e.Kind.ShouldBe(kind);
        e.Message.ShouldNotContain('\n');
        e.Message.ShouldContain("scp.example");
    }

    [Fact]
    public async Task A_rotated_token_is_in_the_file_before_the_access_token_is_handed_out()
    {
        var file = _folder.File("token", "old\n");
        var service = new ScriptedService(_ => Tokens.Granted(Tokens.Jwt("""{"id":1}"""), refresh: "new"));
        await FileSource(service, file).GetAsync(Bounds);
        (await File.ReadAllTextAsync(file)).ShouldBe("new\n");
        TemporaryFolder.ShouldBePrivate(file);
        Directory.GetFiles(_folder.Path, "*.tmp").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_login_between_two_refreshes_is_picked_up_without_a_restart()
    {
        var file = _folder.File("token", "expired");
        var service = new ScriptedService(a => a.Body.EndsWith("=fresh", StringComparison.Ordinal) ? Grant() : Tokens.Refused("invalid_grant"));
        var source = FileSource(service, file);
        (await Should.ThrowAsync<FailoverIpException>(source.GetAsync(Bounds))).Kind.ShouldBe(FailoverErrorKind.Authentication);
        _folder.File("token", "fresh");
        (await source.GetAsync(Bounds)).UserId.ShouldBe(555001);
    }

    [Fact]
    public async Task A_token_that_another_process_rotated_meanwhile_is_read_again()
    {
        var file = _folder.File("token", "first");
        var service = new ScriptedService(a =>
        {
            if (a.Body.EndsWith("=second", StringComparison.Ordinal))
                return Grant();
            _folder.File("token", "second");
            return Tokens.Refused("invalid_grant", "Maximum allowed refresh token reuse exceeded");
        });
        (await FileSource(service, file).GetAsync(Bounds)).UserId.ShouldBe(555001);
        service.Asked.Count.ShouldBe(2);
        (await File.ReadAllTextAsync(file)).ShouldBe("second");
    }

    [Fact]
    public async Task Many_processes_on_one_file_never_lose_a_rotation()
    {
        // A service as strict as can be: each refresh token is good for one refresh.
        var file = _folder.File("token", "t0");
        var gate = new Lock();
        var current = 0;
        var refused = 0;
        var service = new ScriptedService(a =>
        {
            lock (gate)
            {
                if (!a.Body.EndsWith($"=t{current}", StringComparison.Ordinal))
                {
                    refused++;
                    return Tokens.Refused("invalid_grant");
                }
                current++;
                return Tokens.Granted(Tokens.Jwt($$"""{"id":1,"n":{{current}}}"""), refresh: $"t{current}");
            }
        });
        var processes = Enumerable.Range(0, 8).Select(_ => FileSource(service, file, TimeProvider.System)).ToArray();
        for (var round = 0; round < 5; round++)
        {
            var tokens = await Task.WhenAll(processes.Select(p => p.GetAsync(Bounds)));
            for (var i = 0; i < processes.Length; i++)
                processes[i].Invalidate(tokens[i]);
        }
        refused.ShouldBe(0);
        current.ShouldBe(40);
        (await File.ReadAllTextAsync(file)).ShouldBe("t40\n");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)] // in a folder where nothing can be locked
    public async Task Two_accounts_of_one_process_that_share_a_token_refresh_one_after_the_other(bool isInFile)
    {
        Directory.CreateDirectory(_folder.File("token.lock"));
        IRefreshTokenStore store = isInFile ? new FileRefreshTokenStore(_folder.File("token", "t0"), _time, NullLogger.Instance) : new MemoryRefreshTokenStore("t0", _time);
        var mayAnswer = new TaskCompletionSource();
        var asked = 0;
        var service = new ScriptedService(async _ =>
        {
            await mayAnswer.Task;
            return Tokens.Granted(Tokens.Jwt("""{"id":1}"""), refresh: $"t{Interlocked.Increment(ref asked)}");
        });

        var tokens = Task.WhenAll(Source(service, store).GetAsync(Bounds), Source(service, store).GetAsync(Bounds));
        await Eventually.True(() => service.Asked.Count == 1 && _time.NextDue == TimeSpan.FromSeconds(1)); // the other one waits
        mayAnswer.SetResult();
        await tokens;

        service.Asked.Select(a => a.Body.Split('=')[^1]).ShouldBe(["t0", "t1"]);
        store.Read().ShouldBe("t2");
    }

    private HttpResponseMessage Grant() => Tokens.Granted(Interlocked.Increment(ref _granted));

    private AccessTokenSource Source(ScriptedService service, string refreshToken = "refresh") =>
        Source(service, new MemoryRefreshTokenStore(refreshToken, _time));

    private AccessTokenSource Source(ScriptedService service, IRefreshTokenStore store) => new(new(service.Exchange(_time), Base), store, _time, NullLogger.Instance);

    private AccessTokenSource FileSource(ScriptedService service, string file, TimeProvider? time = null) =>
        new(new(service.Exchange(time ?? _time), Base), new FileRefreshTokenStore(file, time ?? _time, NullLogger.Instance), time ?? _time, NullLogger.Instance);
}
