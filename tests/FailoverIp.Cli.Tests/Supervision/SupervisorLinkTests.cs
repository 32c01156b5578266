using System.IO.Pipes;
using FailoverIp.Cli.Supervision;

namespace FailoverIp.Cli.Tests.Supervision;

public class SupervisorLinkTests
{
    private const int O_CLOEXEC = 0x80000;

    [Fact]
    public async Task What_the_node_starts_does_not_inherit_it()
    {
        await using var server = new AnonymousPipeServerStream(PipeDirection.In, HandleInheritability.Inheritable);
        var handle = server.GetClientHandleAsString();
        server.ClientSafePipeHandle.SetHandleAsInvalid(); // it is the link's
        ClosesOnExec(handle).ShouldBeFalse();

        using var link = SupervisorLink.Open(handle).ShouldNotBeNull();

        ClosesOnExec(handle).ShouldBeTrue();
        link.Tell(SupervisorLink.Started);
        using var reader = new StreamReader(server, leaveOpen: true);
        (await reader.ReadLineAsync()).ShouldBe(SupervisorLink.Started);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("-1")]
    [InlineData("99999999999")]
    [InlineData("7,x")]
    [InlineData("7,8,9")]
    public void What_no_supervisor_has_given_is_refused(string handle) =>
        Should.Throw<ToolException>(() => SupervisorLink.Open(handle)).Kind.ShouldBe(FailoverErrorKind.Configuration);

    private static bool ClosesOnExec(string descriptor)
    {
        var flags = File.ReadLines($"/proc/self/fdinfo/{descriptor}").Single(l => l.StartsWith("flags:", StringComparison.Ordinal)).Split('\t')[1];
        return (Convert.ToInt32(flags, 8) & O_CLOEXEC) != 0;
    }
}
