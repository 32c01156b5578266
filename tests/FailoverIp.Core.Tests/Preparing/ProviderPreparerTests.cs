using FailoverIp.Core.Tests.Support;
using FailoverIp.Simulation;
using Microsoft.Extensions.Logging;
using static FailoverIp.Core.Tests.Support.ScriptedProvider;

namespace FailoverIp.Core.Tests.Preparing;

public sealed class ProviderPreparerTests : IAsyncDisposable
{
    private static readonly FailoverRoute Web = new("web", FailoverAddress.Parse("203.0.113.10"), "fake", RouteTarget.ForServer(Me));
    private static readonly FailoverRoute Other = new("other", FailoverAddress.Parse("203.0.113.11"), "fake", RouteTarget.ForServer(Me));
    private readonly VirtualTimeProvider _clock = new();
    private readonly ListLogger _log = new();
    private readonly ScriptedProvider _provider;
    private ProviderPreparer? _preparer;

    public ProviderPreparerTests() => _provider = new(_clock);

    public async ValueTask DisposeAsync()
    {
        if (_preparer is not null)
            await _preparer.StopAsync(CancellationToken.None);
        _preparer?.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task Every_address_is_prepared_at_start()
    {
        await StartAsync(Web, Other);

        await Wait.Until(() => _provider.Prepares == 2);
        _provider.Requests.Select(r => r.Address).ShouldBe([Web.Address, Other.Address], ignoreOrder: true);
    }

    [Fact]
    public async Task It_is_prepared_again_when_due()
    {
        _provider.OnPrepare = (_, _) => Task.FromResult(TimeSpan.FromMinutes(4));
        await StartAsync(Web);

        for (var n = 1; n <= 3; n++)
        {
            await Pause(n, TimeSpan.FromMinutes(4));
            _clock.Advance(TimeSpan.FromMinutes(4));
        }
        await Wait.Until(() => _provider.Prepares == 4);
        _log.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task It_is_left_alone_where_the_provider_never_wants_it_again()
    {
        await StartAsync(Web);
        await Wait.Until(() => _provider.Prepares == 1);

        await Wait.Until(() => _clock.NextDue is null, "no pause begins");
        _provider.Prepares.ShouldBe(1);
    }

    [Fact]
    public async Task Failures_are_told_once_each_and_tried_again_with_growing_pauses()
    {
        _provider.OnPrepare = (n, _) => n switch
        {
            <= 3 => Fail<TimeSpan>(FailoverErrorKind.Unavailable, "connection refused"),
            <= 9 => Fail<TimeSpan>(FailoverErrorKind.Authentication, "the refresh token has run out"),
            _ => Task.FromResult(Timeout.InfiniteTimeSpan),
        };
        await StartAsync(Web);

        var n = 0;
        foreach (var seconds in new[] { 5, 10, 20, 40, 80, 160, 300, 300, 300 })
        {
            await Pause(++n, TimeSpan.FromSeconds(seconds));
            _clock.Advance(TimeSpan.FromSeconds(seconds));
        }
        await Wait.Until(() => _log.Lines.Count == 3);

        _log.Lines.Select(l => l.Level).ShouldBe([LogLevel.Warning, LogLevel.Warning, LogLevel.Information]);
        _log.Lines[0].Text.ShouldContain("connection refused");
        _log.Lines[1].Text.ShouldContain("the refresh token has run out");
        _log.Lines[2].Text.ShouldContain("ready");
    }

    [Fact]
    public async Task A_rate_limit_is_honoured()
    {
        _provider.OnPrepare = (_, _) => Fail<TimeSpan>(FailoverErrorKind.RateLimited, retryAfter: TimeSpan.FromMinutes(10));
        await StartAsync(Web);

        await Pause(1, TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task A_preparation_that_hangs_is_given_up_and_another_address_does_not_wait_for_it()
    {
        _provider.OnPrepare = (_, _) => Hang<TimeSpan>(CancellationToken.None);
        await StartAsync(Web, Other);
        await Wait.Until(() => _provider.Prepares == 2 && _clock.NextDue == Web.Retry.TotalTimeout);

        _clock.Advance(Web.Retry.TotalTimeout);

        await Wait.Until(() => _log.Lines.Count == 2);
        _log.Lines.ShouldAllBe(l => l.Text.Contains("did not answer"));
    }

    [Fact]
    public async Task A_provider_that_can_not_be_made_is_a_failure_like_any_other()
    {
        _preparer = new(Board(() => throw new FailoverIpException(FailoverErrorKind.Configuration, "RefreshTokenFile is missing"), Web), _clock, _log);
        await _preparer.StartAsync(CancellationToken.None);

        await Wait.Until(() => _log.Lines.Count == 1);
        _log.Lines[0].Text.ShouldContain("RefreshTokenFile is missing");
    }

    [Fact]
    public async Task After_a_reload_what_is_new_is_prepared_what_stays_is_left_alone_and_what_is_gone_never_again()
    {
        _provider.OnPrepare = (_, _) => Task.FromResult(TimeSpan.FromMinutes(4));
        var (web, other) = (new RouteEntry(Web, () => _provider, _clock), new RouteEntry(Other, () => _provider, _clock));
        var mail = new RouteEntry(Web with { Name = "mail", Address = FailoverAddress.Parse("203.0.113.12") }, () => _provider, _clock);
        var board = new RouteBoard(new([web, other]));
        _preparer = new(board, _clock, _log);
        await _preparer.StartAsync(CancellationToken.None);
        await Wait.Until(() => _provider.Prepares == 2 && _clock.NextDue == TimeSpan.FromMinutes(4));

        board.Replace(new([web, mail]));
        await Wait.Until(() => _provider.Prepares == 3);
        _provider.Requests[^1].Address.ShouldBe(mail.Route.Address);
        await Wait.Until(() => other.Replaced.IsCancellationRequested);
        _clock.Advance(TimeSpan.FromMinutes(4));
        await Wait.Until(() => _provider.Prepares == 5);

        _provider.Requests.Skip(3).Select(r => r.Address).ShouldBe([Web.Address, mail.Route.Address], ignoreOrder: true);
    }

    private RouteBoard Board(Func<IFailoverIpProvider> provider, params FailoverRoute[] routes) => new(new(routes.Select(r => new RouteEntry(r, provider, _clock))));

    private async Task StartAsync(params FailoverRoute[] routes)
    {
        _preparer = new(Board(() => _provider, routes), _clock, _log);
        await _preparer.StartAsync(CancellationToken.None);
    }

    /// <summary>Waits until the n-th preparation has ended and the pause after it has begun, and looks at its length.</summary>
    private async Task Pause(int n, TimeSpan length) =>
        await Wait.Until(() => _provider.Prepares == n && _clock.NextDue == _clock.Elapsed + length, $"the pause of {length} after preparation {n}");
}
