using System.Text;
using FailoverIp.Vrrp.State;
using Shouldly;

namespace FailoverIp.Vrrp.Tests.State;

public sealed class Crc32CTests
{
    // RFC 3720 appendix B.4, and the check value of the catalogue of CRCs.
    [Fact]
    public void It_is_the_checksum_of_the_RFC()
    {
        Crc32C.Of(new byte[32]).ShouldBe(0x8A9136AAu);
        Crc32C.Of(Enumerable.Repeat((byte)0xFF, 32).ToArray()).ShouldBe(0x62A8AB43u);
        Crc32C.Of(Enumerable.Range(0, 32).Select(i => (byte)i).ToArray()).ShouldBe(0x46DD794Eu);
        Crc32C.Of("123456789"u8).ShouldBe(0xE3069283u);
    }

    [Fact]
    public void Parts_have_the_checksum_of_the_whole()
    {
        var whole = Encoding.ASCII.GetBytes("the quick brown fox jumps over the lazy dog");
        for (var i = 0; i <= whole.Length; i++)
            Crc32C.Append(Crc32C.Of(whole.AsSpan(..i)), whole.AsSpan(i..)).ShouldBe(Crc32C.Of(whole));
    }
}
