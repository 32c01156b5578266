namespace FailoverIp.Core.Tests.Addresses;

public class RouteTargetTests
{
    [Fact]
    public void Names_are_compared_without_case_and_values_as_they_are()
    {
        var target = new RouteTarget([new("server", "v1"), new("Mac", "02:00:00:00:00:01")]);

        target["SERVER"].ShouldBe("v1");
        target.ShouldBe(new RouteTarget([new("MAC", "02:00:00:00:00:01"), new("Server", "v1")]));
        target.GetHashCode().ShouldBe(new RouteTarget([new("MAC", "02:00:00:00:00:01"), new("Server", "v1")]).GetHashCode());
        RouteTarget.ForServer("v1").ShouldNotBe(RouteTarget.ForServer("V1"));
        target.ToString().ShouldBe("Mac=02:00:00:00:00:01, server=v1");
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    public void A_required_value_that_is_missing_is_an_error_of_the_configuration(string? value)
    {
        var target = new RouteTarget(value is null ? [] : [new("Server", value)]);

        var error = Should.Throw<FailoverIpException>(() => target.Require("Server"));

        error.Kind.ShouldBe(FailoverErrorKind.Configuration);
        error.Message.ShouldContain("Target.Server");
    }
}
