using FailoverIp.Cli.Output;
using FailoverIp.Lvs;

namespace FailoverIp.Cli.Tests.Output;

public class FailureTests
{
    [Fact]
    public void Virtual_servers_that_cannot_work_are_a_configuration_that_cannot_be_used()
    {
        var failure = Failure.From(new LvsException([new("http", "RealServers:0:Checks:0", "Regex: it does not end")]));

        (failure.Kind, failure.ExitStatus).ShouldBe((FailoverErrorKind.Configuration, 2));
        failure.Message.ShouldContain("Regex: it does not end");
    }
}
