using System.Net;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace FailoverIp.ProfitBricks.Tests.Api;

public class CloudErrorsTests
{
    [Theory]
    [InlineData(400, FailoverErrorKind.Rejected)]
    [InlineData(401, FailoverErrorKind.Authentication)]
    [InlineData(402, FailoverErrorKind.Rejected)]
    [InlineData(403, FailoverErrorKind.Authentication)]
    [InlineData(404, FailoverErrorKind.NotFound)]
    [InlineData(405, FailoverErrorKind.Rejected)]
    [InlineData(408, FailoverErrorKind.Timeout)]
    [InlineData(409, FailoverErrorKind.Busy)]
    [InlineData(415, FailoverErrorKind.Rejected)]
    [InlineData(422, FailoverErrorKind.Rejected)]
    [InlineData(423, FailoverErrorKind.Busy)]
    [InlineData(429, FailoverErrorKind.RateLimited)]
    [InlineData(500, FailoverErrorKind.Unavailable)]
    [InlineData(502, FailoverErrorKind.Unavailable)]
    [InlineData(503, FailoverErrorKind.Unavailable)]
    [InlineData(302, FailoverErrorKind.Unavailable)]
    public void Each_status_has_its_kind(int status, FailoverErrorKind kind) => From(status, """{"messages":[{"message":"words"}]}""").Kind.ShouldBe(kind);

    // Verbatim bodies of the service (published in issues of its Terraform provider).
    [Theory]
    [InlineData("""{"httpStatus":422,"messages":[{"errorCode":"184","message":"[(root).properties.ipFailover] Failover IP '82.165.127.247' found in Slave NIC 'cc764a7c-708e-4c5c-ae1d-0aa7e09b6d0a'. IP failover settings cannot be deleted."}]}""",
        "cloud.example refused it: [(root).properties.ipFailover] Failover IP '82.165.127.247' found in Slave NIC 'cc764a7c-708e-4c5c-ae1d-0aa7e09b6d0a'. IP failover settings cannot be deleted. [184] (422)")]
    [InlineData("""{"httpStatus":422,"messages":[{"errorCode":"105","message":"[(root).properties.ipv4CidrBlock] Attribute is read-only"}]}""",
        "cloud.example refused it: [(root).properties.ipv4CidrBlock] Attribute is read-only [105] (422)")]
    public void The_services_own_error_documents_become_one_line(string body, string line)
    {
        var e = From(422, body);
        (e.Kind, e.Message).ShouldBe((FailoverErrorKind.Rejected, line));
    }

    [Fact]
    public void Several_messages_stand_in_one_line() =>
        From(422, """{"messages":[{"errorCode":"1","message":"a\nb"},null,{"message":"c"},{"errorCode":"3"}]}""").Message.ShouldBe("cloud.example refused it: a b [1]; c (422)");

    [Fact]
    public void A_422_about_a_busy_resource_is_Busy() => From(422, """{"messages":[{"message":"Resource is in state BUSY"}]}""").Kind.ShouldBe(FailoverErrorKind.Busy);

    [Theory]
    [InlineData("<html>", "text/html", "status 422 with text/html instead of JSON")]
    [InlineData("{", "application/json", "status 422")]
    [InlineData("[]", "application/json", "status 422")]
    [InlineData("""{"messages":{}}""", "application/json", "status 422")]
    [InlineData("", "", "status 422")]
    public void What_is_no_error_document_is_told_by_its_status(string body, string type, string words) => From(422, body, type).Message.ShouldEndWith($": {words}");

    [Fact]
    public void Whatever_the_body_is_the_message_is_one_bounded_line() => Prop.ForAll<string, byte[], bool>((text, noise, json) =>
    {
        var body = json ? $$"""{"messages":[{"errorCode":"x","message":{{System.Text.Json.JsonSerializer.Serialize(text ?? "")}}}]}""" : Encoding.Latin1.GetString(noise ?? []);
        var message = From(422, body).Message;
        return message.Length < 500 && !message.Any(char.IsControl);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_time_to_wait_is_handed_on()
    {
        var e = CloudErrors.From(new HttpAnswer(HttpStatusCode.TooManyRequests, "application/json", default, TimeSpan.FromSeconds(77), null), "cloud.example", "refused it");
        e.RetryAfter.ShouldBe(TimeSpan.FromSeconds(77));
    }

    private static FailoverIpException From(int status, string body, string type = "application/json") =>
        CloudErrors.From(new HttpAnswer((HttpStatusCode)status, type, Encoding.UTF8.GetBytes(body), null, null), "cloud.example", "refused it");
}
