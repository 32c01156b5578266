namespace FailoverIp.Node.Tests;

public class HandOverTests
{
    private static NodeConfiguration With(string keys) => Configurations.Load(Configurations.With("\"Follows\": \"VI_1\", \"Interface\": \"eth0\"", keys));

    [Fact]
    public void A_hand_over_is_read()
    {
        var configuration = With("\"Follows\": \"VI_1\", \"HandOver\": { \"Target\": { \"Server\": \"v2200000000000000002\" }, \"Timeout\": \"00:00:05\" }");

        configuration.Problems.ShouldBeEmpty();
        configuration.Options!.Addresses[0].HandOver.ShouldBe(new NodeHandOver(RouteTarget.ForServer("v2200000000000000002")) { Timeout = TimeSpan.FromSeconds(5) });
        With("\"Follows\": \"VI_1\", \"HandOver\": { \"Target\": { \"Server\": \"v2\" } }").Options!.Addresses[0].HandOver!.Timeout.ShouldBe(TimeSpan.FromSeconds(10));
        With("\"Follows\": \"VI_1\"").Options!.Addresses[0].HandOver.ShouldBeNull();
    }

    [Fact]
    public void Without_an_instance_there_is_nothing_to_hand_over()
    {
        var configuration = With("\"HandOver\": { \"Target\": { \"Server\": \"v2\" } }");

        configuration.Lines().ShouldBe(["f.json:8: warning: Addresses.web.HandOver: has no meaning without Follows: there is no role to hand over"]);
        configuration.IsValid.ShouldBeTrue();
    }
}
