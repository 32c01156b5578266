using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace FailoverIp.Netcup.Tests;

public class JwtUserIdTests
{
    [Theory]
    [InlineData("""{"id":555001}""", 555001)]
    [InlineData("""{"id":"555001"}""", 555001)]
    [InlineData("""{"sub":"0f4f-…","preferred_username":"12345","id":7}""", 7)]
    [InlineData("""{"sub":"1"}""", null)]
    [InlineData("""{"id":0}""", null)]
    [InlineData("""{"id":-3}""", null)]
    [InlineData("""{"id":"12a"}""", null)]
    [InlineData("""{"id":" 12"}""", null)]
    [InlineData("""{"id":99999999999}""", null)]
    [InlineData("""{"id":1.5}""", null)]
    [InlineData("""{"id":{"id":1}}""", null)]
    [InlineData("""[1]""", null)]
    [InlineData("""not json""", null)]
    public void The_user_id_is_the_claim_id_as_a_number_or_its_digits(string claims, int? expected) => JwtUserId.TryRead(Tokens.Jwt(claims)).ShouldBe(expected);

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("a.b")]
    [InlineData("a.!!!!.c")]
    [InlineData("a.eyJpZCI6NX0.c.d")]
    [InlineData("opaque-token")]
    public void What_is_no_token_of_three_parts_has_no_user_id(string token) => JwtUserId.TryRead(token).ShouldBeNull();

    [Fact]
    public void Padding_is_not_needed_and_any_length_of_claims_is_read()
    {
        for (var filler = 0; filler < 8; filler++)
            JwtUserId.TryRead(Tokens.Jwt($$"""{"x":"{{new string('é', filler)}}","id":42}""")).ShouldBe(42);
    }

    [Fact]
    public void Random_text_is_never_an_exception()
    {
        var texts = ArbMap.Default.ArbFor<string>().Filter(t => t is not null);
        Prop.ForAll(texts, t => JwtUserId.TryRead(t) is null or > 0).QuickCheckThrowOnFailure();
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), b => JwtUserId.TryRead($"a.{System.Buffers.Text.Base64Url.EncodeToString(b)}.c") is null or > 0).QuickCheckThrowOnFailure();
        Prop.ForAll(texts, t => JwtUserId.TryRead(Tokens.Jwt(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(t)))) is null or > 0).QuickCheckThrowOnFailure();
    }
}
