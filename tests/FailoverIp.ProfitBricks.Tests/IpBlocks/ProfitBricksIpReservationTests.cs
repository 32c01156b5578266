using System.Net;
using static FailoverIp.ProfitBricks.Tests.CloudService;

namespace FailoverIp.ProfitBricks.Tests.IpBlocks;

public class ProfitBricksIpReservationTests
{
    private static readonly string Path = $"ipblocks/{Block}";

    [Fact]
    public async Task Blocks_are_listed_with_their_addresses_and_who_uses_them()
    {
        var block = (await Reservation(HeldBy(B)).ListAsync()).Single();
        (block.Id, block.Name, block.Location).ShouldBe((Block.ToString(), "web", "de/fra"));
        block.Addresses.ShouldBe([IPAddress.Parse(Ip), IPAddress.Parse("198.51.100.8")]);
        block.Uses.ShouldBe([new IpUse(IPAddress.Parse(Ip), B.ToString())]);
    }

    [Fact]
    public async Task A_block_is_reserved_once_and_told_when_its_request_is_done()
    {
        var cloud = HeldBy();
        cloud.Statuses.Enqueue("RUNNING");
        var block = await cloud.RunAsync(Reservation(cloud).ReserveAsync("de/fra", 2, "web"));
        block.Addresses.Count.ShouldBe(2);
        cloud.Writes.ShouldBe(["""ipblocks {"properties":{"location":"de/fra","size":2,"name":"web"}}"""]);
        cloud.Http.Asked.Select(a => a.Method).ShouldBe(["POST", "GET", "GET", "GET"]);
    }

    [Fact]
    public async Task A_lost_answer_is_not_asked_again_for_each_one_costs()
    {
        var cloud = HeldBy();
        cloud.On("POST ipblocks", _ => throw new HttpRequestException(HttpRequestError.ResponseEnded, "reset"));
        var e = await Should.ThrowAsync<FailoverIpException>(cloud.RunAsync(Reservation(cloud).ReserveAsync("de/fra", 1)));
        e.Kind.ShouldBe(FailoverErrorKind.Unavailable);
        e.Message.ShouldContain("list them before reserving again");
        cloud.Http.Count("POST").ShouldBe(1);
    }

    [Fact]
    public async Task A_reservation_that_fails_is_told_in_the_services_words()
    {
        var cloud = HeldBy();
        cloud.Statuses.Enqueue("FAILED");
        (await Should.ThrowAsync<FailoverIpException>(cloud.RunAsync(Reservation(cloud).ReserveAsync("de/fra", 1)))).Message.ShouldContain("status words");
        cloud.On("POST ipblocks", _ => Error(422, "[(root).properties.size] Quota exceeded", "118"));
        (await Should.ThrowAsync<FailoverIpException>(cloud.RunAsync(Reservation(cloud).ReserveAsync("de/fra", 1)))).Message.ShouldContain("Quota exceeded [118]");
    }

    [Fact]
    public async Task A_block_in_use_is_released_only_when_forced()
    {
        var cloud = HeldBy(B);
        var e = await Should.ThrowAsync<FailoverIpException>(cloud.RunAsync(Reservation(cloud).ReleaseAsync(Block.ToString())));
        (e.Kind, e.NothingSent).ShouldBe((FailoverErrorKind.Rejected, true));
        e.Message.ShouldContain($"{Ip} by {B}");
        cloud.Writes.ShouldBeEmpty();

        await cloud.RunAsync(Reservation(cloud).ReleaseAsync(Block.ToString(), force: true));
        cloud.Writes.ShouldBe([$"{Path} "]);
    }

    [Fact]
    public async Task A_free_block_is_released_and_the_end_waited_for()
    {
        var cloud = HeldBy();
        await cloud.RunAsync(Reservation(cloud).ReleaseAsync(Block.ToString()));
        cloud.Http.Asked.Select(a => a.Method).ShouldBe(["GET", "DELETE", "GET"]);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("de/fra", 0)]
    public async Task What_cannot_be_reserved_is_not_asked_for(string location, int size)
    {
        var cloud = HeldBy();
        await Should.ThrowAsync<ArgumentException>(Reservation(cloud).ReserveAsync(location, size));
        cloud.Http.Asked.ShouldBeEmpty();
    }

    private static ProfitBricksIpReservation Reservation(CloudService cloud) => new(cloud.Options, cloud.Http.Client(), cloud.Time);
}
