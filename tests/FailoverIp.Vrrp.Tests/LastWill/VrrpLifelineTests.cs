namespace FailoverIp.Vrrp.Tests.LastWill;

/// <summary>The threads of these tests are the kernel's own: what holds is told by their end, in whatever process they are.</summary>
public class VrrpLifelineTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static Thread Holder(VrrpLifeline lifeline, Action whileHeld, bool releases)
    {
        var thread = new Thread(() =>
        {
            lifeline.Hold();
            whileHeld();
            if (releases)
                lifeline.Release();
        });
        thread.Start();
        return thread;
    }

    [SkippableTheory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task A_thread_that_ends_without_letting_go_has_died(bool releases, bool hasDied)
    {
        Skip.IfNot(OperatingSystem.IsLinux());
        using var lifeline = VrrpLifeline.Create();
        using var held = new ManualResetEventSlim();
        using var end = new ManualResetEventSlim();
        var holder = Holder(lifeline, () => { held.Set(); end.Wait(Patience); }, releases);
        held.Wait(Patience).ShouldBeTrue();

        var waiting = Task.Factory.StartNew(lifeline.WaitForDeath, TaskCreationOptions.LongRunning);
        (await Task.WhenAny(waiting, Task.Delay(50))).ShouldNotBe(waiting, "while the thread runs");
        end.Set();

        (await waiting.WaitAsync(Patience)).ShouldBe(hasDied);
        holder.Join(Patience).ShouldBeTrue();
        lifeline.WaitForDeath().ShouldBeFalse("a death is told once");
    }

    [SkippableFact]
    public void Nobody_who_holds_it_is_no_death()
    {
        Skip.IfNot(OperatingSystem.IsLinux());
        using var lifeline = VrrpLifeline.Create();
        lifeline.WaitForDeath().ShouldBeFalse();
        lifeline.Release(); // who does not hold it lets go of nothing
        lifeline.WaitForDeath().ShouldBeFalse();
    }

    [SkippableFact]
    public void A_descriptor_of_something_else_is_refused()
    {
        Skip.IfNot(OperatingSystem.IsLinux());
        Should.Throw<IOException>(() => VrrpLifeline.Open(1_000_000)).Message.ShouldContain("Bad file descriptor");
    }
}
