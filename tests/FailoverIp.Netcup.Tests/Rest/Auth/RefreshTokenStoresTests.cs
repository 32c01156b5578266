using Microsoft.Extensions.Logging.Abstractions;

namespace FailoverIp.Netcup.Tests;

public class RefreshTokenStoresTests
{
    private static readonly Uri Base = new("https://scp.example/");

    private readonly RefreshTokenStores _stores = new();

    [Fact]
    public void An_account_that_is_made_anew_goes_on_with_the_token_that_has_come_since()
    {
        _stores.OfValue(Base, "first", TimeProvider.System).Replace("first", "second");

        _stores.OfValue(Base, "first", TimeProvider.System).Read().ShouldBe("second");
        _stores.OfValue(Base, "another", TimeProvider.System).Read().ShouldBe("another");
        _stores.OfValue(new("https://other.example/"), "first", TimeProvider.System).Read().ShouldBe("first");
    }

    [Fact]
    public void An_older_answer_does_not_take_the_place_of_a_newer_token()
    {
        var store = _stores.OfValue(Base, "first", TimeProvider.System);
        store.Replace("first", "second");
        store.Replace("first", "late");

        store.Read().ShouldBe("second");
    }

    [Fact]
    public void A_file_has_one_store()
    {
        var store = _stores.OfFile("/etc/failoverip/netcup.token", TimeProvider.System, NullLogger.Instance);

        _stores.OfFile("/etc/failoverip/netcup.token", TimeProvider.System, NullLogger.Instance).ShouldBeSameAs(store);
        _stores.OfFile("/etc/failoverip/other.token", TimeProvider.System, NullLogger.Instance).ShouldNotBeSameAs(store);
    }
}
