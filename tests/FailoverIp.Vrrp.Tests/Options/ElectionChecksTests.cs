namespace FailoverIp.Vrrp.Tests;

public class ElectionChecksTests
{
    private static readonly VirtualRouterOptions Good = LanFixture.Options();
    private static readonly VirtualRouterOptions Strict = Good with { Strict = true, Accept = false };

    public static TheoryData<string, VirtualRouterOptions> Refused() => new()
    {
        { "DownTimerAdverts: 0 is not between 1 and 100", Good with { DownTimerAdverts = 0 } },
        { "DownTimerAdverts: 101 is not between 1 and 100", Good with { DownTimerAdverts = 101 } },
        { "PreemptDelay: 1001 s is not between 0 and 1000 s", Good with { PreemptDelay = TimeSpan.FromSeconds(1001) } },
        { "PreemptDelay: has no meaning without Preempt; it is ignored", Good with { PreemptDelay = TimeSpan.FromSeconds(1), Preempt = false } },
        { "InterfaceUpDelay: 256 s is not between 0 and 255 s", Good with { InterfaceUpDelay = TimeSpan.FromSeconds(256) } },
        { "InterfaceDownDelay: -1 s is not between 0 and 255 s", Good with { InterfaceDownDelay = TimeSpan.FromSeconds(-1) } },
        {
            "InterfaceDownDelay: 2 s is not less than DownTimerAdverts − 1 intervals, 2 s: another router would be Active before this one notices",
            Good with { InterfaceDownDelay = TimeSpan.FromSeconds(2) }
        },
        { "TrackedInterfaces: eth2: the weight 254 is not between −253 and 253", Good with { TrackedInterfaces = [new("eth2", 254)] } },
        { "TrackedInterfaces: eth2 is there twice", Good with { TrackedInterfaces = [new("eth2"), new("eth2", 5)] } },
        { "TrackedHealth: a name is empty", Good with { TrackedHealth = [new("")] } },
        { "TrackedHealth: web: the weight -254 is not between −253 and 253", Good with { TrackedHealth = [new("web", -254)] } },
        {
            "Priority: a priority of 255 (the address owner) is not changed by weights; only a weight of 0, a Fault, counts",
            Good with { Priority = 255, TrackedHealth = [new("web", -20)] }
        },
        { "DownTimerAdverts: another number of adverts than 3 may be missed, which the RFC does not have (Strict)", Strict with { DownTimerAdverts = 4 } },
        { "PreemptDelay: preemption is delayed, which the RFC does not have (Strict)", Strict with { PreemptDelay = TimeSpan.FromSeconds(1) } },
        { "HigherPrioritySendAdvert: a higher priority is answered, which the RFC does not have (Strict)", Strict with { HigherPrioritySendAdvert = true } },
        { "LowerPriorityNoAdvert: a lower priority is not answered, which the RFC does not have (Strict)", Strict with { LowerPriorityNoAdvert = true } },
        {
            "Garp.LowerPriorityRepeat: addresses are announced after a lower priority, which the RFC does not have (Strict)",
            Strict with { Announcements = new() { LowerPriorityRepeat = 1 } }
        },
        { "Accept: packets to addresses are answered by a router that does not own them, which the RFC does not have (Strict)", Strict with { Accept = true } },
        { "Authentication: adverts are authenticated, which the RFC does not have (Strict)", Strict with { Version = VrrpVersion.V2, Password = new("secret") } },
        { "VirtualMac: adverts do not go over the virtual MAC address, which the RFC does not have (Strict)", Strict with { VirtualMac = new() { TransmitOnBase = true } } },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_cannot_work_is_one_line(string line, VirtualRouterOptions options) => options.Validate().Select(p => $"{p.Option}: {p.Message}").ShouldContain(line);

    [Fact]
    public void The_bounds_themselves_are_good()
    {
        Good.Validate().ShouldBeEmpty();
        Strict.Validate().ShouldBeEmpty();
        (Strict with { Priority = 255, Accept = true }).Validate().ShouldBeEmpty();
        (Good with
        {
            DownTimerAdverts = 100,
            PreemptDelay = TimeSpan.FromSeconds(1000),
            InterfaceUpDelay = TimeSpan.FromSeconds(255),
            InterfaceDownDelay = TimeSpan.FromSeconds(98.9),
            TrackedInterfaces = [new("eth2", 253), new("eth3", -253)],
        }).Validate().ShouldBeEmpty();
    }
}
