namespace FailoverIp.Vrrp.Tests.Watch;

public class VrrpWatcherTests
{
    [Theory]
    [InlineData("nosuchif0")]
    [InlineData("a-name-longer-than-an-interface-can-have")]
    public async Task An_interface_that_is_missing_is_one_clear_line(string name)
    {
        if (!OperatingSystem.IsLinux())
        {
            (await Should.ThrowAsync<PlatformNotSupportedException>(() => First(name))).Message.ShouldContain("Linux");
            return;
        }
        var thrown = await Should.ThrowAsync<VrrpWatchException>(() => First(name));
        (thrown.Error, thrown.Message).ShouldBe((VrrpWatchError.InterfaceMissing, $"{name}: there is no such interface"));
    }

    [Fact]
    public async Task No_name_is_a_misuse() => await Should.ThrowAsync<ArgumentException>(() => First(""));

    private static async Task First(string name)
    {
        await foreach (var _ in new VrrpWatcher().WatchAsync(name))
            return;
    }
}
