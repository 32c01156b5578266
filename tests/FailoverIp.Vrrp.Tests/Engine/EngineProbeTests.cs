namespace FailoverIp.Vrrp.Tests.Engine;

/// <summary>A probe is answered by the engine's thread, and by nobody else.</summary>
public class EngineProbeTests
{
    private readonly EngineCommands _commands = new();

    [Fact]
    public async Task It_is_answered_when_the_thread_comes_by_and_not_before()
    {
        var first = _commands.ProbeAsync();
        var second = _commands.ProbeAsync();
        first.IsCompleted.ShouldBeFalse();

        _commands.AnswerProbes();

        await first;
        await second;
        _commands.ProbeAsync().IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task An_engine_that_has_ended_answers_none()
    {
        var before = _commands.ProbeAsync();
        _commands.End();

        await Should.ThrowAsync<InvalidOperationException>(before);
        await Should.ThrowAsync<InvalidOperationException>(_commands.ProbeAsync());
    }

    [Fact]
    public void Where_no_elections_run_there_is_nothing_to_wait_for() => new VrrpEngine().ProbeAsync(CancellationToken.None).IsCompletedSuccessfully.ShouldBeTrue();
}
