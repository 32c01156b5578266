using FailoverIp.Lvs.Tests.Checks.Support;

namespace FailoverIp.Lvs.Tests.Checks;

public class AllocationTests
{
    [Fact]
    public async Task A_check_that_passes_allocates_nothing_in_the_thread_that_makes_it()
    {
        await using var server = LocalServer.Http(_ => HttpTalk.Answer(fields: HttpTalk.Length()));
        using var factory = new CheckProbeFactory { AnswersOnThreadPool = false };
        var page = new HttpCheckUrl { Digest = HttpTalk.BodyDigest, StatusCodes = [200] };
        await using var probe = factory.Create(new HttpCheckOptions { Urls = [page, page] }, server.EndPoint, Probes.Patient);

        (await AskAsync(probe)).ShouldBe(0);
    }

    // The first answer brings this method into the thread of the checks, where it stays: what is awaited there goes on there.
    private static async Task<long> AskAsync(ICheckProbe probe)
    {
        // What is made once only (by the just-in-time compiler, by the first deadline that passes) falls into some windows; what each check makes falls into all.
        var least = long.MaxValue;
        for (var window = 0; window < 5; window++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 40; i++)
            {
                if (!(await probe.ProbeAsync(CancellationToken.None).ConfigureAwait(false)).Passed)
                    throw new InvalidOperationException("the page is not right");
            }
            if (window > 0) // in the first, the thread changes
                least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        Thread.CurrentThread.Name.ShouldBe("FailoverIp checks");
        await Task.Yield();
        return least;
    }
}
