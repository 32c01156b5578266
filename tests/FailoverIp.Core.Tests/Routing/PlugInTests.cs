using System.Net.Http;
using FailoverIp.Core.Tests.Support;
using static FailoverIp.Core.Tests.Support.ScriptedProvider;

namespace FailoverIp.Core.Tests.Routing;

/// <summary>Plug-ins that break the rules of <see cref="IFailoverIpProvider"/>.</summary>
public class PlugInTests
{
    private static readonly RouteRetry Once = new() { MaxAttempts = 1 };

    [Fact]
    public async Task An_exception_of_another_type_becomes_Unavailable_in_one_line_with_the_cause_inside()
    {
        using var rig = new Rig(Once);
        rig.Provider.OnRead = (_, _) => throw new HttpRequestException("Connection refused (127.0.0.1:1)\nsecond line");

        var error = await rig.FailAsync();

        (error.Kind, error.Message).ShouldBe((FailoverErrorKind.Unavailable, "the provider 'fake' failed (HttpRequestException: Connection refused (127.0.0.1:1))"));
        error.InnerException.ShouldBeOfType<HttpRequestException>();
    }

    [Fact]
    public async Task What_an_unknown_exception_says_is_not_repeated()
    {
        using var rig = new Rig(Once);
        rig.Provider.OnRead = (_, _) => Task.FromException<RouteReading>(new FormatException("bad token 'hunter2'"));

        (await rig.FailAsync()).Message.ShouldBe("the provider 'fake' failed (FormatException)");
    }

    [Fact]
    public async Task A_cancellation_that_nobody_asked_for_is_a_timeout_of_the_plug_in()
    {
        using var rig = new Rig(Once);
        rig.Provider.OnRead = (_, _) => Task.FromException<RouteReading>(new TaskCanceledException());

        (await rig.FailAsync()).Kind.ShouldBe(FailoverErrorKind.Timeout);
    }

    [Fact]
    public async Task A_write_that_ends_in_an_exception_of_another_type_is_read_back()
    {
        using var rig = new Rig();
        rig.Provider.OnWrite = (_, _) =>
        {
            rig.Provider.Owner = Me;
            throw new IOException("connection reset");
        };

        (await rig.EnsureAsync()).Attempts.ShouldBe(1);
    }

    [Fact]
    public async Task Nothing_as_an_answer_is_Unavailable()
    {
        using var rig = new Rig(Once);
        rig.Provider.OnRead = (_, _) => Task.FromResult<RouteReading>(null!);

        (await rig.FailAsync()).Kind.ShouldBe(FailoverErrorKind.Unavailable);
    }
}
