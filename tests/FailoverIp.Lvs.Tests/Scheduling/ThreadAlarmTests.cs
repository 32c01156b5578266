using System.Diagnostics;
using Shouldly;

namespace FailoverIp.Lvs.Tests.Scheduling;

/// <summary>Real time: the alarm that tests on virtual time do without.</summary>
public sealed class ThreadAlarmTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _rings = new(0);
    private readonly Alarm _alarm;

    public ThreadAlarmTests() => _alarm = Alarm.Of(TimeProvider.System, () => _rings.Release());

    public void Dispose()
    {
        _alarm.Dispose();
        _rings.Dispose();
    }

    private Task<bool> Rings() => _rings.WaitAsync(Patience);

    [Fact]
    public async Task It_rings_once_and_not_too_early()
    {
        _alarm.ShouldBeOfType<ThreadAlarm>();
        var watch = Stopwatch.StartNew();
        _alarm.Set(TimeSpan.FromMilliseconds(50));
        (await Rings()).ShouldBeTrue();
        watch.Elapsed.ShouldBeGreaterThan(TimeSpan.FromMilliseconds(48));
        (await _rings.WaitAsync(TimeSpan.FromMilliseconds(150))).ShouldBeFalse();
    }

    [Fact]
    public async Task What_is_set_last_counts()
    {
        _alarm.Set(Long);
        _alarm.Set(TimeSpan.FromMilliseconds(20));
        (await Rings()).ShouldBeTrue();
        _alarm.Set(TimeSpan.Zero);
        (await Rings()).ShouldBeTrue();
        _alarm.Set(TimeSpan.FromMilliseconds(100));
        _alarm.Set(Timeout.InfiniteTimeSpan);
        (await _rings.WaitAsync(TimeSpan.FromMilliseconds(300))).ShouldBeFalse();
    }

    [Fact]
    public async Task It_can_be_set_from_within_a_ring()
    {
        var left = 20;
        using var done = new SemaphoreSlim(0);
        Alarm? again = null;
        again = Alarm.Of(TimeProvider.System, () =>
        {
            if (--left > 0)
                again!.Set(TimeSpan.FromMilliseconds(1));
            else
                done.Release();
        });
        using (again)
        {
            again.Set(TimeSpan.Zero);
            (await done.WaitAsync(Patience)).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task It_rings_no_more_when_it_is_disposed_of()
    {
        _alarm.Set(TimeSpan.FromMilliseconds(100));
        _alarm.Dispose();
        (await _rings.WaitAsync(TimeSpan.FromMilliseconds(300))).ShouldBeFalse();
    }
}
