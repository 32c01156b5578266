using System.Net;
using System.Security;
using System.Text;

namespace FailoverIp.Netcup.Tests;

public class MaskedTests
{
    private const string Secret = "p<ä>&\"s3cret";

    public static TheoryData<string> Forms() =>
        [Secret, Uri.EscapeDataString(Secret), WebUtility.UrlEncode(Secret), SecurityElement.Escape(Secret)!, System.Text.Json.JsonEncodedText.Encode(Secret).ToString(), Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret))];

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_secret_is_taken_out_wherever_it_stands_and_in_whatever_form(string form)
    {
        ReadOnlyMemory<byte> text = Encoding.UTF8.GetBytes($"{form} before, {form} and after {form}");
        Encoding.UTF8.GetString(text.Without("another", Secret).Span).ShouldBe("*** before, *** and after ***");
    }

    [Fact]
    public void What_holds_no_secret_is_left_as_it_is()
    {
        ReadOnlyMemory<byte> text = "nothing to hide"u8.ToArray();
        text.Without(Secret, "").ShouldBe(text);
    }

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
