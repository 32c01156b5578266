using System.Threading.Channels;
using FailoverIp.Cli.Supervision;
using FailoverIp.Simulation;
using FailoverIp.TestKit;
using FailoverIp.Vrrp;
using Microsoft.Extensions.Logging.Abstractions;

namespace FailoverIp.Cli.Tests.Supervision;

/// <summary>The supervisor with nodes that a test ends, under virtual time.</summary>
public sealed class SupervisorTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly VirtualTimeProvider _clock = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<FakeNode> _nodes = Channel.CreateUnbounded<FakeNode>();
    private readonly Channel<string> _executed = Channel.CreateUnbounded<string>();
    private readonly List<VrrpEngineOptions> _prepared = [];
    private readonly Supervisor _supervisor;
    private Func<VrrpEngineOptions?> _read = () => new() { StatePath = "/run/state" };
    private Task<int>? _running;
    private Action _preparing = () => { };
    private int _count;

    public SupervisorTests() => _supervisor = new(told => Add(new(++_count, told)), () => _read(), Prepare, _clock, NullLogger.Instance);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_running is not null)
            await _running.WaitAsync(Patience);
        _stop.Dispose();
    }

    [Fact]
    public async Task Who_dies_while_the_configuration_is_read_again_is_resigned_for_at_once_and_only_once()
    {
        using var reading = new ManualResetEventSlim();
        using var mayGoOn = new ManualResetEventSlim();
        var node = await RunAsync();
        node.Tell(SupervisorLink.Started);
        _read = () =>
        {
            reading.Set();
            mayGoOn.Wait(Patience);
            return new() { StatePath = "/run/state" };
        };
        var telling = Task.Run(() => node.Tell(SupervisorLink.Reloaded));
        reading.Wait(Patience).ShouldBeTrue();

        node.LoseElections();

        (await NextAsync(_executed)).ShouldBe("will 1, the engine is dead");
        mayGoOn.Set();
        await telling;
        node.End(134);
        await NextAsync(_nodes);
        _executed.Reader.TryRead(out _).ShouldBeFalse();
    }

    [Fact]
    public async Task A_node_that_ends_without_a_word_is_resigned_for_when_its_process_has_ended()
    {
        var node = await RunAsync();

        node.End(139);

        (await NextAsync(_executed)).ShouldBe("will 1");
        (await NextAsync(_nodes)).Id.ShouldBe(2);
    }

    [Fact]
    public async Task SIGHUP_waits_for_a_node_that_does_not_listen_yet()
    {
        var node = await RunAsync();
        _supervisor.HangUp();
        _supervisor.HangUp();
        node.HangUps.ShouldBe(0);

        node.Tell(SupervisorLink.Started);
        node.HangUps.ShouldBe(1);
        _supervisor.HangUp();
        node.HangUps.ShouldBe(2);

        node.End(139);
        var next = await NextAsync(_nodes);
        _supervisor.HangUp();
        node.Tell(SupervisorLink.Started); // its last words, late
        (node.HangUps, next.HangUps).ShouldBe((2, 0));
        next.Tell(SupervisorLink.Started);
        next.HangUps.ShouldBe(1);
    }

    [Fact]
    public async Task A_node_that_is_silent_is_killed_and_those_that_die_soon_are_started_again_with_pauses_that_grow()
    {
        var node = await RunAsync();
        node.Tell(SupervisorLink.Started);
        await Eventually.True(() =>
        {
            _clock.Advance(TimeSpan.FromSeconds(4));
            return node.Ended.IsCompleted;
        });
        node.ExitCode.ShouldBe(137);

        (await NextAsync(_nodes)).End(139); // at once
        (await NextAsync(_executed)).ShouldBe("will 1, the engine is dead");
        (await NextAsync(_executed)).ShouldBe("will 2");
        _nodes.Reader.TryRead(out _).ShouldBeFalse();
        await Eventually.True(() =>
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            return _nodes.Reader.TryRead(out _);
        });
    }

    [Fact]
    public async Task A_reload_changes_the_will_but_not_the_name_under_which_the_node_keeps_its_state()
    {
        var node = await RunAsync();
        node.Tell(SupervisorLink.Started);
        _read = () => new() { StatePath = "/run/another", Routers = [] };
        node.Tell(SupervisorLink.Reloaded);
        _read = () => null;
        node.Tell(SupervisorLink.Reloaded);

        node.LoseElections();

        (await NextAsync(_executed)).ShouldBe("will 2, the engine is dead");
        _prepared.Select(o => o.StatePath).ShouldBe(["/run/state", "/run/state"]);
        node.End(139);
        _read = () => new() { StatePath = "/run/another" };
        await NextAsync(_nodes);
    }

    [Fact]
    public async Task Who_dies_while_its_reload_is_prepared_for_leaves_the_next_one_the_new_name()
    {
        using var preparing = new ManualResetEventSlim();
        using var mayGoOn = new ManualResetEventSlim();
        var node = await RunAsync();
        _read = () => new() { StatePath = "/run/another" };
        _preparing = () =>
        {
            preparing.Set();
            mayGoOn.Wait(Patience);
        };
        var telling = Task.Run(() => node.Tell(SupervisorLink.Reloaded));
        preparing.Wait(Patience).ShouldBeTrue();

        node.End(139);
        await Eventually.True(() => node.SessionEndedBy is { } thread && thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin)); // for that reload
        mayGoOn.Set();
        await telling;

        await NextAsync(_nodes);
        _prepared.Select(o => o.StatePath).ShouldBe(["/run/state", "/run/state", "/run/another"]);
    }

    [Fact]
    public async Task A_clean_stop_is_asked_for_and_nobody_resigns_a_second_time()
    {
        var node = await RunAsync();
        node.Tell(SupervisorLink.Started);

        await _stop.CancelAsync();

        (await _running!.WaitAsync(Patience)).ShouldBe(0);
        node.IsAskedToStop.ShouldBeTrue();
        _executed.Reader.TryRead(out _).ShouldBeFalse();
    }

    [Fact]
    public async Task SIGHUP_reaches_no_node_that_has_ended()
    {
        var node = await RunAsync();
        node.Tell(SupervisorLink.Started);
        await _stop.CancelAsync();
        await _running!.WaitAsync(Patience);

        _supervisor.HangUp();
        node.Tell(SupervisorLink.Started); // its last words, late
        _supervisor.HangUp();

        node.HangUps.ShouldBe(0);
    }

    private async Task<FakeNode> RunAsync()
    {
        _running = _supervisor.RunAsync(_stop.Token);
        return await NextAsync(_nodes);
    }

    private static async Task<T> NextAsync<T>(Channel<T> channel) => await channel.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    private FakeNode Add(FakeNode node)
    {
        _nodes.Writer.TryWrite(node);
        return node;
    }

    private Will Prepare(VrrpEngineOptions options)
    {
        _preparing();
        _prepared.Add(options);
        return new($"will {_prepared.Count}", _executed.Writer);
    }

    private sealed class Will(string name, ChannelWriter<string> executed) : ILastWill
    {
        private bool _isDisposed;

        public string? Execute(bool engineIsDead)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            executed.TryWrite(name + (engineIsDead ? ", the engine is dead" : ""));
            return null;
        }

        public void Dispose() => _isDisposed = true;
    }
}
