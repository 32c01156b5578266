using static FailoverIp.ProfitBricks.Tests.CloudService;

namespace FailoverIp.ProfitBricks.Tests.NicMove;

/// <summary>One call of the provider at a time, against a data center in memory.</summary>
public class NicMoveProviderTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task An_address_on_our_NIC_is_routed_here_and_costs_one_request()
    {
        var cloud = HeldBy(A);
        (await cloud.Provider().ReadRouteAsync(Request(A) with { FindOwner = true }, None)).ShouldBe(new RouteReading(A.ToString(), A.ToString(), true));
        cloud.Http.Asked.Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_owner_is_found_through_the_blocks_consumers()
    {
        var cloud = HeldBy(B);
        (await cloud.Provider().ReadRouteAsync(Request(A) with { FindOwner = true }, None)).ShouldBe(new RouteReading(A.ToString(), B.ToString(), false));
        cloud.Http.Count("/nics?").ShouldBe(0);
    }

    [Fact]
    public async Task Consumers_that_lag_behind_name_no_owner()
    {
        var cloud = HeldBy();
        cloud.Consumers = [B];
        (await cloud.Provider().ReadRouteAsync(Request(A) with { FindOwner = true }, None)).Owner.ShouldBeNull();
    }

    [Fact]
    public async Task A_holder_that_the_consumers_do_not_name_yet_is_found_in_the_LAN()
    {
        var cloud = HeldBy(B);
        cloud.Consumers = [];
        (await cloud.Provider().ReadRouteAsync(Request(A) with { FindOwner = true }, None)).Owner.ShouldBe(B.ToString());
    }

    [Fact]
    public async Task A_consumer_whose_NIC_is_gone_is_no_owner()
    {
        var cloud = HeldBy();
        cloud.Consumers = [B with { Nic = Id(0x99) }];
        (await cloud.Provider().ReadRouteAsync(Request(A) with { FindOwner = true }, None)).Owner.ShouldBeNull();
    }

    [Fact]
    public async Task A_holder_in_another_data_center_is_read_there()
    {
        var cloud = HeldBy();
        var other = new NicId(Id(0xd2), Id(0xc), Id(0xc1));
        cloud.Nics[other] = new(7, ["203.0.113.9", Ip]);
        var reroute = await cloud.Provider().StartRerouteAsync(Request(A), None);
        reroute.IsStep.ShouldBeTrue();
        cloud.Writes.Single().ShouldBe($$""" {{other.Path}} {"lan":7,"ips":["203.0.113.9"]}""".TrimStart());
    }

    [Fact]
    public async Task The_first_step_takes_the_address_off_its_holder_and_keeps_all_others()
    {
        var cloud = HeldBy(B);
        cloud.Nics[B].Ips.Insert(1, "198.51.100.8");
        cloud.Nics[B].Ips.Add("198.51.100.70");
        var reroute = await cloud.Provider().StartRerouteAsync(Request(A), None);
        (reroute.IsStep, reroute.TellsCompletion).ShouldBe((true, true));
        cloud.Writes.Single().ShouldBe($$"""{{B.Path}} {"lan":1,"ips":["203.0.113.2","198.51.100.8","198.51.100.70"]}""");
    }

    [Fact]
    public async Task The_second_step_adds_the_address_behind_our_own()
    {
        var cloud = HeldBy();
        cloud.Nics[A].Ips.Add("198.51.100.8");
        var reroute = await cloud.Provider().StartRerouteAsync(Request(A), None);
        (reroute.IsStep, reroute.TellsCompletion).ShouldBe((false, true));
        cloud.Writes.Single().ShouldBe($$"""{{A.Path}} {"lan":1,"ips":["203.0.113.1","198.51.100.8","198.51.100.7"]}""");
    }

    [Fact]
    public async Task The_only_address_of_its_holder_is_not_taken_off()
    {
        var cloud = HeldBy(B);
        cloud.Nics[B].Ips.Remove("203.0.113.2");
        var e = await Should.ThrowAsync<FailoverIpException>(cloud.Provider().StartRerouteAsync(Request(A), None));
        (e.Kind, e.NothingSent).ShouldBe((FailoverErrorKind.Rejected, true));
        e.Message.ShouldContain($"the only address of the NIC {B}");
        e.Message.ShouldContain("give the NIC an address of its own");
        cloud.Writes.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_busy_holder_is_waited_for_and_its_list_read_after_that()
    {
        var cloud = HeldBy(B);
        var looks = 0;
        cloud.On($"GET {B.Path}", _ =>
        {
            (cloud.Nics[B].State, var now) = (++looks < 4 ? "BUSY" : "AVAILABLE", looks);
            if (now == 4)
                cloud.Nics[B].Ips.Add("198.51.100.8");
            return null;
        });
        await cloud.RunAsync(cloud.Provider().StartRerouteAsync(Request(A), None));
        cloud.Writes.Single().ShouldEndWith("""["203.0.113.2","198.51.100.8"]}""");
    }

    [Fact]
    public async Task A_holder_that_stays_busy_ends_as_Busy_and_nothing_was_sent()
    {
        var cloud = HeldBy(B);
        cloud.Nics[B].State = "BUSY";
        var e = await Should.ThrowAsync<FailoverIpException>(cloud.RunAsync(cloud.Provider().StartRerouteAsync(Request(A), None)));
        (e.Kind, e.NothingSent).ShouldBe((FailoverErrorKind.Busy, true));
        e.Message.ShouldContain($"the NIC {B} was still busy after 30 s");
        cloud.Time.Elapsed.ShouldBe(TimeSpan.FromSeconds(30));
        cloud.Writes.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_address_on_our_NIC_while_a_change_of_it_is_pending_is_not_routed_before_that_has_ended()
    {
        var cloud = HeldBy(A);
        cloud.Nics[A].State = "BUSY";
        var reading = cloud.Provider().ReadRouteAsync(Request(A), None);
        await cloud.Time.AdvanceUntilAsync(() => reading.IsCompleted, TimeSpan.FromSeconds(5));
        reading.IsCompleted.ShouldBeFalse();
        cloud.Nics[A].Ips.Remove(Ip);
        cloud.Nics[A].State = "AVAILABLE";
        (await cloud.RunAsync(reading)).RoutedToTarget.ShouldBeFalse();
    }

    [Fact]
    public async Task An_address_that_another_node_puts_on_its_NIC_meanwhile_is_tried_again()
    {
        var cloud = HeldBy();
        cloud.OnOnce($"PATCH {A.Path}", _ =>
        {
            cloud.Nics[B].Ips.Add(Ip);
            return Error(422, "already in use");
        });
        var e = await Should.ThrowAsync<FailoverIpException>(cloud.Provider().StartRerouteAsync(Request(A), None));
        (e.Kind, e.NothingSent).ShouldBe((FailoverErrorKind.Busy, false));
        e.Message.ShouldContain($"was put on the NIC {B} meanwhile");
    }

    [Fact]
    public async Task An_address_that_a_pending_change_puts_on_another_NIC_is_tried_again()
    {
        var cloud = HeldBy();
        cloud.Nics[B].State = "BUSY";
        cloud.On($"PATCH {A.Path}", _ => Error(422, "already in use"));
        var e = await Should.ThrowAsync<FailoverIpException>(cloud.Provider().StartRerouteAsync(Request(A), None));
        e.Kind.ShouldBe(FailoverErrorKind.Busy);
        e.Message.ShouldEndWith($"already in use (422); a change of the NIC {B} is pending");
    }

    [Fact]
    public async Task An_address_that_has_come_here_meanwhile_is_not_written()
    {
        var cloud = HeldBy(A);
        var e = await Should.ThrowAsync<FailoverIpException>(cloud.Provider().StartRerouteAsync(Request(A), None));
        (e.Kind, e.NothingSent).ShouldBe((FailoverErrorKind.Busy, true));
        cloud.Writes.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_the_service_refuses_is_told_in_its_words()
    {
        var cloud = HeldBy();
        cloud.On($"PATCH {A.Path}", _ => Error(422, "[(root).properties.ips] The IP is not valid", "102"));
        var e = await Should.ThrowAsync<FailoverIpException>(cloud.Provider().StartRerouteAsync(Request(A), None));
        e.Kind.ShouldBe(FailoverErrorKind.Rejected);
        e.Message.ShouldBe($"cloud.example refused to change the NIC {A}: [(root).properties.ips] The IP is not valid [102] (422)");
    }

    [Fact]
    public async Task A_LAN_number_that_is_not_told_is_never_sent()
    {
        var cloud = HeldBy();
        cloud.On($"GET {A.Path}", _ => Answer.Json("""{"id":"x","properties":{"ips":["203.0.113.1"]}}"""));
        var e = await Should.ThrowAsync<FailoverIpException>(cloud.Provider().StartRerouteAsync(Request(A), None));
        e.Kind.ShouldBe(FailoverErrorKind.Unavailable);
        cloud.Writes.ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_addresses_that_move_off_one_NIC_at_once_do_not_undo_each_other()
    {
        const string other = "198.51.100.8";
        var cloud = HeldBy(B);
        cloud.Nics[B].Ips.Add(other);
        // The service shows the list before the write until its request is done.
        var shown = cloud.Nics[B].Ips.ToList();
        cloud.On("GET requests/", _ =>
        {
            shown = [.. cloud.Nics[B].Ips];
            return null;
        });
        cloud.On($"GET {B.Path}", _ => Answer.Json($$"""{"id":"{{B.Nic}}","metadata":{"state":"AVAILABLE"},"properties":{"lan":1,"ips":["{{string.Join("\",\"", shown)}}"]} }"""));
        cloud.On($"GET ipblocks", _ => Answer.Json($$"""{"items":[{"id":"{{Block}}","properties":{"ips":["{{Ip}}","{{other}}"],"ipConsumers":[{{Use(Ip)}},{{Use(other)}}]} }]}"""));
        var provider = cloud.Provider();

        await cloud.RunAsync(Task.WhenAll(provider.StartRerouteAsync(Request(A), None), provider.StartRerouteAsync(Request(A, other), None)));

        cloud.Nics[B].Ips.ShouldBe(["203.0.113.2"]);

        static string Use(string ip) => $$"""{"ip":"{{ip}}","nicId":"{{B.Nic}}","serverId":"{{B.Server}}","datacenterId":"{{B.Datacenter}}"}""";
    }

    [Fact]
    public async Task A_role_that_ends_before_the_write_stops_it()
    {
        var cloud = HeldBy();
        using var role = new CancellationTokenSource();
        cloud.On($"GET {A.Path}", _ =>
        {
            role.Cancel();
            return null;
        });
        await Should.ThrowAsync<OperationCanceledException>(cloud.Provider().StartRerouteAsync(Request(A), role.Token));
        cloud.Writes.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("DONE", true)]
    [InlineData("FAILED", false)]
    public async Task The_end_of_the_request_is_waited_for(string end, bool well)
    {
        var cloud = HeldBy();
        var reroute = await cloud.Provider().StartRerouteAsync(Request(A), None);
        foreach (var status in new[] { "QUEUED", "RUNNING", end })
            cloud.Statuses.Enqueue(status);
        var waiting = cloud.RunAsync(reroute.WaitAsync(None));
        if (well)
        {
            await waiting;
        }
        else
        {
            var e = await Should.ThrowAsync<FailoverIpException>(waiting);
            (e.Kind, e.Message).ShouldBe((FailoverErrorKind.Unavailable, "cloud.example accepted the request and then failed at it: status words"));
        }
        cloud.Http.Count("/status").ShouldBe(3);
    }

    [Fact]
    public async Task A_request_that_cannot_be_followed_is_over_when_the_NIC_is_available()
    {
        var cloud = HeldBy(B);
        cloud.On($"PATCH {B.Path}", _ => cloud.Accepted(location: null));
        var reroute = await cloud.Provider().StartRerouteAsync(Request(A), None);
        cloud.Nics[B].State = "BUSY";
        var waiting = reroute.WaitAsync(None);
        await cloud.Time.AdvanceUntilAsync(() => waiting.IsCompleted, TimeSpan.FromSeconds(20));
        waiting.IsCompleted.ShouldBeFalse();
        cloud.Nics[B].State = "AVAILABLE";
        await cloud.RunAsync(waiting);
        cloud.Http.Count("/status").ShouldBe(0);
    }

    [Fact]
    public async Task What_a_Kubernetes_node_pool_uses_is_not_moved()
    {
        var cloud = HeldBy();
        cloud.On("GET ipblocks", _ => Answer.Json($$"""{"items":[{"id":"b","properties":{"ips":["{{Ip}}"],"ipConsumers":[{"ip":"{{Ip}}","k8sNodePoolUuid":"pool-1"}]} }]}"""));
        var e = await Should.ThrowAsync<FailoverIpException>(cloud.Provider().StartRerouteAsync(Request(A), None));
        (e.Kind, e.NothingSent).ShouldBe((FailoverErrorKind.Rejected, true));
        e.Message.ShouldContain("Kubernetes node pool pool-1");
    }

    [Theory]
    [InlineData("2001:db8:a::/64")]
    [InlineData("2001:db8::1")]
    public async Task IPv6_is_refused_with_the_reason(string address)
    {
        var e = await Should.ThrowAsync<FailoverIpException>(HeldBy().Provider().ReadRouteAsync(Request(A, address), None));
        e.Kind.ShouldBe(FailoverErrorKind.Configuration);
        e.Message.ShouldContain("IPv4 addresses only");
    }

    [Theory]
    [InlineData("Server", "web1")]
    [InlineData("Nic", "eth0")]
    [InlineData("Nic", "")]
    public async Task A_target_that_is_no_UUID_is_an_error_of_the_configuration(string name, string value)
    {
        var target = new RouteTarget([new("Server", A.Server.ToString()), new("Nic", A.Nic.ToString()), new(name, value)]);
        var e = await Should.ThrowAsync<FailoverIpException>(HeldBy().Provider().ReadRouteAsync(new(FailoverAddress.Parse(Ip), target), None));
        e.Kind.ShouldBe(FailoverErrorKind.Configuration);
        e.Message.ShouldContain($"Target.{name}");
    }
}
