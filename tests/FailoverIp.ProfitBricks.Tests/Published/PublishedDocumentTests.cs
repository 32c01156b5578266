using static FailoverIp.ProfitBricks.Tests.CloudService;

namespace FailoverIp.ProfitBricks.Tests.Published;

public sealed class PublishedDocumentTests(PublishedDocumentTests.IonosPrism prism) : IClassFixture<PublishedDocumentTests.IonosPrism>
{
    [SkippableFact]
    public async Task Every_kind_of_request_is_valid_against_the_published_document()
    {
        using var handler = new PrismHandler(prism.Require(), CloudService.Path);
        using var http = new HttpClient(handler);
        var options = new ProfitBricksOptions { BaseAddress = Base, UserName = "user@example.com", Password = "p", ContractNumber = 31900000, DatacenterId = CloudService.DatacenterId.ToString(), LanId = 1 };
        var client = ProfitBricksFactory.Client(new(http, TimeProvider.System), options.Checked());
        var bounds = new RequestBounds(TimeSpan.FromSeconds(30), CancellationToken.None);
        Func<Task>[] calls =
        [
            () => client.GetDatacenterAsync(DatacenterId, bounds),
            () => client.GetNicAsync(A, bounds),
            () => client.PatchNicAsync(A, new(1, ["203.0.113.1", Ip]), bounds),
            () => client.GetLanAsync(DatacenterId, 1, bounds),
            () => client.ListLanNicsAsync(DatacenterId, 1, bounds),
            () => client.PatchLanAsync(DatacenterId, 1, new([new(Ip, A.Nic.ToString())]), bounds),
            () => client.PatchLanAsync(DatacenterId, 1, new([]), bounds),
            () => client.ListIpBlocksAsync(bounds),
            () => client.GetIpBlockAsync(Block.ToString(), bounds),
            () => client.ReserveIpBlockAsync(new(new("de/fra", 1, "web")), bounds),
            () => client.ReserveIpBlockAsync(new(new("de/fra", 2, null)), bounds),
            () => client.DeleteIpBlockAsync(Block.ToString(), bounds),
            () => client.GetRequestStatusAsync(Id(1).ToString(), bounds),
        ];
        foreach (var call in calls)
            await IgnoreTheAnswerAsync(call);
        handler.Verdicts.Count.ShouldBe(calls.Length);
        handler.Verdicts.ShouldAllBe(v => v.IsValid);
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Every_request_of_a_whole_move_is_valid_against_the_published_document(bool group)
    {
        var cloud = HeldBy(B);
        using var handler = new PrismHandler(prism.Require(), CloudService.Path, cloud.Http);
        using var http = new HttpClient(handler, disposeHandler: false);
        // Prism is real, and so is the time that its answers take.
        if (group)
        {
            cloud.Nics[B].Ips.Remove(Ip);
            var setup = new FailoverGroupSetup(cloud.Options, http);
            await setup.SetUpAsync(FailoverAddress.Parse(Ip), [Target(A), Target(B)]);
            await setup.TakeDownAsync(FailoverAddress.Parse(Ip));
            handler.Verdicts.Count(v => v.Request.StartsWith("PATCH", StringComparison.Ordinal)).ShouldBe(6);
        }
        else
        {
            using var rig = new RouterRig(handler, cloud.Options, TimeProvider.System, A);
            await rig.Provider.PrepareAsync(Request(A), CancellationToken.None);
            (await rig.Router.EnsureAsync("pb")).Outcome.ShouldBe(RouteOutcome.Rerouted);
            handler.Verdicts.Count(v => v.Request.StartsWith("PATCH", StringComparison.Ordinal)).ShouldBe(2);
        }
        handler.Verdicts.ShouldAllBe(v => v.IsValid);
    }

    [SkippableFact]
    public async Task A_request_that_breaks_the_document_is_noticed()
    {
        using var handler = new PrismHandler(prism.Require(), CloudService.Path);
        using var client = new HttpClient(handler);
        client.DefaultRequestHeaders.Authorization = new("Bearer", "t");
        foreach (var (path, json) in new[] { (A.Path, """{"ips":["203.0.113.1"]}"""), (A.Path, """{"lan":"one","ips":[]}"""), ($"datacenters/{DatacenterId}/lans/1", """{"ipFailover":{}}""") })
        {
            using var body = new StringContent(json, null, "application/json");
            await client.PatchAsync(new Uri(Base, path), body);
        }
        await client.GetAsync(new Uri(Base, "ipblocks?limit=many"));
        await client.GetAsync(new Uri(Base, "ip-blocks"));
        handler.Verdicts.Count.ShouldBe(5);
        handler.Verdicts.ShouldAllBe(v => !v.IsValid);
    }

    [SkippableFact]
    public async Task A_request_without_credentials_is_noticed()
    {
        using var handler = new PrismHandler(prism.Require(), CloudService.Path);
        using var client = new HttpClient(handler);
        await client.GetAsync(new Uri(Base, "ipblocks"));
        handler.Verdicts.Single().Status.ShouldBe(401);
    }

    /// <summary>Prism makes its answers up: what counts is what it says to the request.</summary>
    private static async Task IgnoreTheAnswerAsync(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (FailoverIpException)
        {
        }
    }

    public sealed class IonosPrism() : Prism("Published/ionos-cloudapi-v6.yaml");
}
