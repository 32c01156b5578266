namespace FailoverIp.Netcup.Tests;

public class RepeatedSecretTests
{
    [Fact]
    public async Task A_REST_service_that_repeats_the_token_in_its_errors_does_not_make_us_tell_it()
    {
        var service = new RestService();
        string? bearer = null;
        service.On(RestService.V4, asked =>
        {
            bearer = asked.Authorization!["Bearer ".Length..];
            return Answer.Json($$"""{"code":"x","message":"bad token {{bearer}}"}""", 400);
        });
        var e = await Should.ThrowAsync<FailoverIpException>(service.Provider.ReadRouteAsync(RestService.Request(), CancellationToken.None));
        bearer.ShouldNotBeNullOrEmpty();
        e.ToString().ShouldNotContain(bearer);
        e.Message.ShouldContain("bad token ***");
    }

    [Fact]
    public async Task A_token_endpoint_that_repeats_the_refresh_token_does_not_make_us_tell_it()
    {
        var service = new RestService();
        service.On("POST /realms/scp/protocol/openid-connect/token", _ => Answer.Json("""{"error":"invalid_grant","error_description":"Token s3cret-refresh is not active"}""", 400));
        var e = await Should.ThrowAsync<FailoverIpException>(service.Provider.ReadRouteAsync(RestService.Request(), CancellationToken.None));
        e.ToString().ShouldNotContain("s3cret-refresh");
        e.Message.ShouldContain("Token *** is not active");
    }
}
