using System.Net;
using System.Text.Json;

namespace FailoverIp.Simulation.Tests;

public sealed class RestLoginTests : RestTest
{
    private string RefreshToken => Netcup.State.RefreshTokens[0].Token;

    private Task<(HttpStatusCode Status, JsonElement Body)> PollAsync(string deviceCode) =>
        Client.PostFormAsync($"{ScpClient.Oidc}/token", ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"), ("client_id", "scp"), ("device_code", deviceCode));

    private async Task<(string DeviceCode, string UserCode, JsonElement Body)> StartDeviceAsync()
    {
        var (status, body) = await Client.PostFormAsync($"{ScpClient.Oidc}/auth/device", ("client_id", "scp"), ("scope", "offline_access openid"));
        status.ShouldBe(HttpStatusCode.OK);
        return (body.GetProperty("device_code").GetString()!, body.GetProperty("user_code").GetString()!, body);
    }

    private async Task ShouldPollAsync(string deviceCode, string? error, int after = 5)
    {
        Time.Advance(TimeSpan.FromSeconds(after));
        var (status, body) = await PollAsync(deviceCode);
        status.ShouldBe(error is null ? HttpStatusCode.OK : HttpStatusCode.BadRequest);
        if (error is not null)
            body.GetProperty("error").GetString().ShouldBe(error);
    }

    [Fact]
    public async Task An_access_token_is_a_JWT_with_the_user_id_and_a_subject_that_is_something_else()
    {
        var (_, body) = await Client.RefreshAsync(RefreshToken);
        body.GetProperty("expires_in").GetInt32().ShouldBe(300);
        body.GetProperty("refresh_expires_in").GetInt32().ShouldBe(0);
        body.GetProperty("refresh_token").GetString().ShouldBe(RefreshToken);
        body.GetProperty("token_type").GetString().ShouldBe("Bearer");
        var parts = body.GetProperty("access_token").GetString()!.Split('.');
        parts.Length.ShouldBe(3);
        var claims = JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(parts[1])).RootElement;
        claims.GetProperty("id").GetInt32().ShouldBe(555001);
        claims.GetProperty("exp").GetInt64().ShouldBe(Time.GetUtcNow().AddSeconds(300).ToUnixTimeSeconds());
        Guid.TryParse(claims.GetProperty("sub").GetString(), out _).ShouldBeTrue();
        claims.GetProperty("iss").GetString().ShouldBe(new Uri(Netcup.BaseAddress, "realms/scp").ToString());
    }

    [Fact]
    public async Task An_access_token_ends_with_its_life()
    {
        Time.Advance(TimeSpan.FromSeconds(299));
        (await Client.GetAsync("servers")).Status.ShouldBe(HttpStatusCode.OK);
        Time.Advance(TimeSpan.FromSeconds(1));
        (await Client.GetAsync("servers")).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("x")]
    [InlineData("a.b.c")]
    [InlineData("eyJhbGciOiJub25lIn0.eyJpZCI6NTU1MDAxLCJleHAiOjk5OTk5OTk5OTl9.")]
    public async Task A_request_without_a_good_token_is_refused(string? token)
    {
        Client.Http.DefaultRequestHeaders.Authorization = token is null ? null : new("Bearer", token);
        (await Client.GetAsync("users/555001/failoverips/v4")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        using var patch = await Client.PatchAsync(ScpClient.Web, 111001);
        patch.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        Netcup.Scp.Tasks.ShouldBeEmpty();
        (await Client.Http.GetStringAsync("scp-core/api/ping")).ShouldBe("OK");
    }

    [Fact]
    public async Task Access_tokens_can_be_revoked_and_a_refresh_gives_a_good_one()
    {
        Netcup.RevokeAccessTokens();
        (await Client.GetAsync("servers")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        Client.Use((await Client.RefreshAsync(RefreshToken)).Body.GetProperty("access_token").GetString()!);
        (await Client.GetAsync("servers")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_refresh_token_can_be_used_many_times_and_dies_when_idle_for_30_days()
    {
        for (var i = 0; i < 3; i++)
        {
            Time.Advance(TimeSpan.FromDays(29));
            (await Client.RefreshAsync(RefreshToken)).Status.ShouldBe(HttpStatusCode.OK);
        }
        var token = RefreshToken;
        Time.Advance(TimeSpan.FromDays(30));
        var (status, body) = await Client.RefreshAsync(token);
        status.ShouldBe(HttpStatusCode.BadRequest);
        body.GetProperty("error").GetString().ShouldBe("invalid_grant");
        Netcup.State.RefreshTokens.ShouldBeEmpty();
    }

    [Fact]
    public async Task With_rotation_each_refresh_ends_the_token_it_used()
    {
        Change(s => s with { RotateRefreshTokens = true });
        var old = RefreshToken;
        var next = (await Client.RefreshAsync(old)).Body.GetProperty("refresh_token").GetString()!;
        next.ShouldNotBe(old);
        RefreshToken.ShouldBe(next);
        (await Client.RefreshAsync(old)).Body.GetProperty("error").GetString().ShouldBe("invalid_grant");
        (await Client.RefreshAsync(next)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_revoked_refresh_token_is_refused()
    {
        var token = RefreshToken;
        (await Client.PostFormAsync($"{ScpClient.Oidc}/revoke", ("client_id", "scp"), ("token", token), ("token_type_hint", "refresh_token"))).Status.ShouldBe(HttpStatusCode.OK);
        (await Client.RefreshAsync(token)).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Only_the_public_client_and_known_grants_are_served()
    {
        (await Client.PostFormAsync($"{ScpClient.Oidc}/token", ("grant_type", "refresh_token"), ("refresh_token", RefreshToken))).Body.GetProperty("error").GetString().ShouldBe("invalid_client");
        (await Client.PostFormAsync($"{ScpClient.Oidc}/token", ("grant_type", "password"), ("client_id", "scp"))).Body.GetProperty("error").GetString().ShouldBe("unsupported_grant_type");
    }

    [Fact]
    public async Task A_device_waits_until_a_person_approves()
    {
        var (device, user, body) = await StartDeviceAsync();
        body.GetProperty("expires_in").GetInt32().ShouldBe(600);
        body.GetProperty("interval").GetInt32().ShouldBe(5);
        Netcup.PendingDevices.ShouldBe([user]);
        await ShouldPollAsync(device, "authorization_pending");

        var page = body.GetProperty("verification_uri_complete").GetString()!;
        (await Client.Http.GetStringAsync(page)).ShouldContain(user);
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("user_code", user), KeyValuePair.Create("action", "approve")]);
        using var approved = await Client.Http.PostAsync(body.GetProperty("verification_uri").GetString(), form);
        approved.StatusCode.ShouldBe(HttpStatusCode.OK);

        Time.Advance(TimeSpan.FromSeconds(5));
        var (status, token) = await PollAsync(device);
        status.ShouldBe(HttpStatusCode.OK);
        (await Client.RefreshAsync(token.GetProperty("refresh_token").GetString()!)).Status.ShouldBe(HttpStatusCode.OK);
        Netcup.State.RefreshTokens.Length.ShouldBe(2);
        await ShouldPollAsync(device, "invalid_grant");
    }

    [Fact]
    public async Task Each_poll_that_comes_too_fast_adds_five_seconds_to_the_interval()
    {
        var (device, user, _) = await StartDeviceAsync();
        await ShouldPollAsync(device, "authorization_pending");
        await ShouldPollAsync(device, "slow_down", after: 4);
        Netcup.ApproveDevice(user).ShouldBeTrue();
        await ShouldPollAsync(device, "slow_down", after: 9);
        await ShouldPollAsync(device, null, after: 15);
    }

    [Fact]
    public async Task A_denied_and_an_expired_device_get_nothing()
    {
        var (denied, user, _) = await StartDeviceAsync();
        Netcup.DenyDevice(user).ShouldBeTrue();
        await ShouldPollAsync(denied, "access_denied");

        var (late, lateUser, _) = await StartDeviceAsync();
        await ShouldPollAsync(late, "expired_token", after: 600);
        Netcup.ApproveDevice(lateUser).ShouldBeFalse();
        Netcup.ApproveDevice("XXXX-XXXX").ShouldBeFalse();
    }

    [Fact]
    public async Task The_user_info_tells_the_id_as_text()
    {
        var info = JsonDocument.Parse(await Client.Http.GetStringAsync($"{ScpClient.Oidc}/userinfo")).RootElement;
        info.GetProperty("id").GetString().ShouldBe("555001");
        Client.Use("x");
        using var refused = await Client.Http.GetAsync($"{ScpClient.Oidc}/userinfo");
        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Secrets_of_a_login_are_not_in_the_log()
    {
        await Client.RefreshAsync(RefreshToken);
        var (device, _, _) = await StartDeviceAsync();
        await PollAsync(device);
        var log = string.Join('\n', Netcup.Requests.ToList().Select(r => r.Body + r));
        log.ShouldContain("refresh_token=***");
        log.ShouldContain("device_code=***");
        log.ShouldNotContain(RefreshToken);
        log.ShouldNotContain(device);
        Netcup.State.ToString().ShouldNotContain(RefreshToken);
        Netcup.State.RefreshTokens[0].ToString().ShouldNotContain(RefreshToken);
    }
}
