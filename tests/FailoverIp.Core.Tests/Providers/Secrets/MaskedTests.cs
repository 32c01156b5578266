using System.Net;
using System.Security;
using System.Text;

namespace FailoverIp.Core.Tests.Providers;

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
}
