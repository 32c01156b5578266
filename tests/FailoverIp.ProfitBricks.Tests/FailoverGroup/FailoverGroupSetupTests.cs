using FsCheck;
using FsCheck.Fluent;
using static FailoverIp.ProfitBricks.Tests.CloudService;

namespace FailoverIp.ProfitBricks.Tests.FailoverGroup;

public class FailoverGroupSetupTests
{
    private static readonly FailoverAddress Address = FailoverAddress.Parse(Ip);
    private static readonly string Lan = $"datacenters/{DatacenterId}/lans/1";

    [Fact]
    public async Task A_group_is_set_up_in_the_documented_order_each_request_waited_for()
    {
        var cloud = HeldBy();
        cloud.Groups.Add(("198.51.100.8", B.Nic));
        List<string> told = [];
        await cloud.RunAsync(Setup(cloud).SetUpAsync(Address, [Target(A), Target(B)], new Lines(told)));
        cloud.Http.Asked.Where(a => a.Method == "PATCH" || a.Line.EndsWith("/status?pretty=false", StringComparison.Ordinal)).Select(a => a.Method).ShouldBe(["PATCH", "GET", "PATCH", "GET", "PATCH", "GET"]);
        cloud.Writes.Select(w => w.Split(' ')[0]).ShouldBe([A.Path, Lan, B.Path]);
        cloud.Groups.ShouldBe([("198.51.100.8", B.Nic), (Ip, A.Nic)]);
        cloud.Nics[A].Ips.ShouldBe(["203.0.113.1", Ip]);
        cloud.Nics[B].Ips.ShouldBe(["203.0.113.2", Ip]);
        told.Count.ShouldBe(3);
        (await Setup(cloud).CheckAsync(Address, [Target(A), Target(B)])).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_set_up_already_is_not_written_again()
    {
        var cloud = HeldBy(A, B);
        cloud.Groups.Add((Ip, B.Nic));
        await cloud.RunAsync(Setup(cloud).SetUpAsync(Address, [Target(A), Target(B)]));
        cloud.Writes.ShouldBeEmpty();
    }

    [Fact]
    public void Wherever_it_is_broken_off_another_run_completes_it() => Prop.ForAll(Gen.Choose(0, 5).ToArbitrary(), Gen.Elements(true, false).ToArbitrary(), (requests, otherFirst) =>
        BrokenOffAndCompleted(requests, otherFirst).GetAwaiter().GetResult()).QuickCheckThrowOnFailure();

    private static async Task<bool> BrokenOffAndCompleted(int requests, bool otherFirst)
    {
        var cloud = HeldBy();
        using var stop = new CancellationTokenSource();
        var left = requests;
        cloud.On("PATCH ", _ => { Stop(); return null; }).On("GET requests/", _ => { Stop(); return null; });
        try
        {
            await cloud.RunAsync(Setup(cloud).SetUpAsync(Address, [Target(A), Target(B)], null, stop.Token));
        }
        catch (OperationCanceledException)
        {
        }
        await cloud.RunAsync(Setup(cloud).SetUpAsync(Address, otherFirst ? [Target(B), Target(A)] : [Target(A), Target(B)]));
        return cloud.Groups.Single() is (Ip, var master) && master == A.Nic
            && cloud.Nics[A].Ips is ["203.0.113.1", Ip] && cloud.Nics[B].Ips is ["203.0.113.2", Ip];

        void Stop()
        {
            if (left-- == 0)
                stop.Cancel();
        }
    }

    private static readonly Dictionary<string, (Action<CloudService> Make, string Words)> Faults = new()
    {
        ["private LAN"] = (c => c.LanIsPublic = false, "LAN 1 is private"),
        ["not reserved"] = (c => c.BlockIps.Remove(Ip), "in none of this contract's reserved IP blocks"),
        ["member in another LAN"] = (c => c.Nics[B] = new(2, []), $"the NIC {B} is not in LAN 1"),
        ["on another NIC"] = (c => c.Nics[new(DatacenterId, Id(0xc), Id(0xc1))] = new(1, ["203.0.113.3", Ip]), $"the NIC {Id(0xc1)} lists {Ip} and is none of the members"),
        ["another's group"] = (c => c.Groups.Add((Ip, Id(0xc1))), "which is none of the members"),
    };

    public static TheoryData<string> FaultNames => [.. Faults.Keys];

    [Theory]
    [MemberData(nameof(FaultNames))]
    public async Task What_cannot_become_a_group_is_refused_before_anything_is_changed(string fault)
    {
        var (make, words) = Faults[fault];
        var cloud = HeldBy();
        make(cloud);
        var e = await Should.ThrowAsync<FailoverIpException>(cloud.RunAsync(Setup(cloud).SetUpAsync(Address, [Target(A), Target(B)])));
        (e.Kind, e.NothingSent).ShouldBe((FailoverErrorKind.Rejected, true));
        e.Message.ShouldContain(words);
        cloud.Writes.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_group_is_taken_down_in_the_reverse_order()
    {
        var cloud = HeldBy(A, B);
        cloud.Groups.AddRange([(Ip, A.Nic), ("198.51.100.8", B.Nic)]);
        await cloud.RunAsync(Setup(cloud).TakeDownAsync(Address));
        cloud.Writes.Select(w => w.Split(' ')[0]).ShouldBe([B.Path, Lan, A.Path]);
        cloud.Groups.ShouldBe([("198.51.100.8", B.Nic)]);
        cloud.Nics[A].Ips.ShouldBe(["203.0.113.1"]);
        cloud.Nics[B].Ips.ShouldBe(["203.0.113.2"]);

        await cloud.RunAsync(Setup(cloud).TakeDownAsync(Address));
        cloud.Writes.Count().ShouldBe(3);
    }

    [Fact]
    public async Task A_member_without_another_address_keeps_the_group_up()
    {
        var cloud = HeldBy(A, B);
        cloud.Nics[A].Ips.Remove("203.0.113.1");
        cloud.Groups.Add((Ip, A.Nic));
        var e = await Should.ThrowAsync<FailoverIpException>(cloud.RunAsync(Setup(cloud).TakeDownAsync(Address)));
        (e.Kind, e.Message.Contains($"the only address of the NIC {A}", StringComparison.Ordinal)).ShouldBe((FailoverErrorKind.Rejected, true));
        cloud.Writes.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_services_refusal_is_told_in_its_words()
    {
        var cloud = HeldBy(A);
        cloud.On($"PATCH {Lan}", _ => Error(422, "[(root).properties.ipv4CidrBlock] Attribute is read-only", "105"));
        var e = await Should.ThrowAsync<FailoverIpException>(cloud.RunAsync(Setup(cloud).SetUpAsync(Address, [Target(A)])));
        e.Message.ShouldBe("cloud.example refused to change the LAN 1: [(root).properties.ipv4CidrBlock] Attribute is read-only [105] (422)");
    }

    [Fact]
    public async Task A_request_that_does_not_end_is_given_up()
    {
        var cloud = HeldBy();
        cloud.On("GET requests/", _ => Answer.Json("""{"metadata":{"status":"RUNNING"}}"""));
        var setup = new FailoverGroupSetup(cloud.Options, cloud.Http.Client(), cloud.Time) { ChangeTimeout = TimeSpan.FromMinutes(2) };
        var e = await Should.ThrowAsync<FailoverIpException>(cloud.RunAsync(setup.SetUpAsync(Address, [Target(A)])));
        e.Kind.ShouldBe(FailoverErrorKind.Timeout);
        e.Message.ShouldContain("did not end within 120 s");
        cloud.Time.Elapsed.ShouldBe(TimeSpan.FromMinutes(2));
    }

    [Fact]
    public void Options_without_a_LAN_are_refused() =>
        Should.Throw<FailoverIpException>(() => new FailoverGroupSetup(new() { Token = "t", DatacenterId = DatacenterId.ToString(), Mode = ProfitBricksMode.NicMove }, new HttpClient())).Message.ShouldContain("LanId is needed");

    private static FailoverGroupSetup Setup(CloudService cloud) => new(cloud.Options, cloud.Http.Client(), cloud.Time);

    private sealed class Lines(List<string> lines) : IProgress<string>
    {
        public void Report(string value) => lines.Add(value);
    }
}
