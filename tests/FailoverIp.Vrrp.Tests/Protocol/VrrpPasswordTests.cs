namespace FailoverIp.Vrrp.Tests.Protocol;

public class VrrpPasswordTests
{
    [Theory]
    [InlineData("1234567", false)]
    [InlineData("12345678", false)]
    [InlineData("123456789", true)]
    [InlineData("pässwör", true)] // nine bytes of UTF-8
    public void It_tells_where_it_is_longer_than_eight_bytes(string password, bool isCut) => new VrrpPassword(password).IsCut.ShouldBe(isCut);

    [Fact]
    public void It_is_padded_with_zeros()
    {
        new VrrpPassword("pw").Matches("pw\0\0\0\0\0\0"u8).ShouldBeTrue();
        new VrrpPassword("pw").Matches("pw"u8).ShouldBeFalse();
        new VrrpPassword("pw").Matches("pw\0\0\0\0\0\u0001"u8).ShouldBeFalse();
    }

    [Fact]
    public void There_is_no_empty_one()
    {
        Should.Throw<ArgumentException>(() => new VrrpPassword(""));
        Should.Throw<ArgumentNullException>(() => new VrrpPassword(null!));
    }

    [Fact]
    public void Two_are_equal_where_their_eight_bytes_are()
    {
        var password = new VrrpPassword("s3cret12");
        password.Equals(new VrrpPassword("s3cret12 and more")).ShouldBeTrue();
        password.Equals((object)new VrrpPassword("s3cret12")).ShouldBeTrue();
        password.Equals((object)new VrrpPassword("s3cret13")).ShouldBeFalse();
        password.Equals("s3cret12").ShouldBeFalse();
        password.Equals(null).ShouldBeFalse();
    }

    [Fact]
    public void Neither_its_text_nor_its_hash_tells_of_it()
    {
        new VrrpPassword("secret").ToString().ShouldBe("***");
        new VrrpPassword("secret").GetHashCode().ShouldBe(new VrrpPassword("another").GetHashCode());
    }
}
