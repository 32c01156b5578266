using System.Net;
using System.Net.Http;
using FailoverIp.Vrrp;

namespace FailoverIp.Node.Tests;

public class FeedTests
{
    [Fact]
    public async Task Who_listens_hears_of_a_transition()
    {
        await using var site = await StatusSite.StartAsync();
        using var answer = await site.Http.GetAsync("/events", HttpCompletionOption.ResponseHeadersRead);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync());
        site.Node.Engine.Move("VI_1", VrrpState.Backup, TransitionReason.Started);
        await ReadUntilAsync(site, lines, l => l.StartsWith("data: <section", StringComparison.Ordinal) && l.Contains("<b>Initialize → Backup</b>", StringComparison.Ordinal));

        site.Node.Engine.Move("VI_1", VrrpState.Active);

        var patch = await ReadUntilAsync(site, lines, l => l.Contains("id=\"i0\"", StringComparison.Ordinal) && l.Contains("<b>Backup → Active</b>", StringComparison.Ordinal));
        patch.ShouldStartWith("data: <article");
    }

    [Fact]
    public async Task Who_has_the_page_already_is_not_sent_it_again()
    {
        await using var site = await StatusSite.StartAsync();
        var page = await site.Http.GetStringAsync("/");
        var version = page.Split("data-version=\"")[1].Split('"')[0];
        using var answer = await site.Http.GetAsync($"/events?seen={version}", HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync());

        (await ReadUntilAsync(site, lines, l => l == ":" || l.StartsWith("event:", StringComparison.Ordinal))).ShouldBe(":");
    }

    [Fact]
    public async Task Many_changes_within_a_second_are_one_message()
    {
        var (feed, journal, clock, looks) = Make();
        using (feed)
        {
            var listener = feed.Join(PageView.Everything, null)!;
            await using var messages = listener.ReadAsync(CancellationToken.None).GetAsyncEnumerator();
            (await messages.MoveNextAsync()).ShouldBeTrue();

            for (var i = 1; i <= 100; i++)
                journal.Note(new VrrpTransition("VI_1", VrrpState.Backup, VrrpState.Active, i, clock.GetUtcNow(), TransitionReason.ActiveDown));
            var next = messages.MoveNextAsync().AsTask();
            await clock.UntilAsync(() => next.IsCompleted);

            looks().ShouldBe(2);
        }
    }

    [Fact]
    public async Task One_who_does_not_keep_up_is_let_go()
    {
        var (feed, _, clock, _) = Make();
        using (feed)
        {
            var slow = feed.Join(PageView.Everything, null)!;
            var patient = Task.Run(async () =>
            {
                await clock.UntilAsync(() => slow.IsGone);
                var messages = 0;
                await foreach (var _ in slow.ReadAsync(CancellationToken.None))
                    messages++;
                return messages;
            });

            (await patient).ShouldBe(5);
        }
    }

    [Fact]
    public async Task So_many_listen_and_no_more_and_while_nobody_does_nothing_happens()
    {
        var (feed, journal, clock, looks) = Make();
        using (feed)
        {
            var listeners = Enumerable.Range(0, PageFeed.MostListeners).Select(_ => feed.Join(PageView.Everything, null)!).ToList();
            listeners.ShouldAllBe(l => l != null);
            feed.Join(PageView.Everything, null).ShouldBeNull();

            listeners.ForEach(feed.Leave);
            await clock.UntilAsync(() => !feed.Runs);
            var before = looks();
            journal.Note(new VrrpTransition("VI_1", VrrpState.Backup, VrrpState.Active, 1, clock.GetUtcNow(), TransitionReason.ActiveDown));
            clock.Advance(TimeSpan.FromMinutes(1));
            looks().ShouldBe(before);

            feed.Join(PageView.Everything, null).ShouldNotBeNull();
            await clock.UntilAsync(() => looks() > before);
        }
    }

    [Fact]
    public void A_failure_that_comes_back_after_a_while_is_told_again()
    {
        var (clock, log) = (new Simulation.VirtualTimeProvider(), new LogLines());
        var failures = new FailureNotes(clock, log.CreateLogger(""));

        foreach (var (minutes, told) in new[] { (0, 1), (4, 1), (4, 1), (5, 2) })
        {
            clock.Advance(TimeSpan.FromMinutes(minutes));
            failures.Tell(new InvalidOperationException("no status"));
            log.Lines.Count.ShouldBe(told);
        }
    }

    [Fact]
    public async Task A_look_that_fails_is_told_once_and_nobody_goes_on_looking_at_what_does_not_change()
    {
        var (clock, log) = (new Simulation.VirtualTimeProvider(), new LogLines());
        var journal = new NodeJournal(clock, new(TestMeters.Create(), clock, PageTests.Sample));
        using var feed = new PageFeed(() => throw new InvalidOperationException("no\nstatus"), journal, clock, new(clock, log.CreateLogger("")));

        for (var i = 0; i < 2; i++)
        {
            var listener = feed.Join(PageView.Everything, null)!;
            await foreach (var message in listener.ReadAsync(CancellationToken.None))
                message.ShouldBeNull();
            await clock.UntilAsync(() => !feed.Runs);
        }

        log.Lines.ShouldBe(["Error: a question about the status could not be answered: InvalidOperationException: no status"]);
    }

    [Fact]
    public async Task A_stopped_node_keeps_nobody_listening()
    {
        var site = await StatusSite.StartAsync();
        using var http = new HttpClient();
        using var answer = await http.GetAsync(site.Url + "/events", HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync());

        await site.DisposeAsync();

        await Should.NotThrowAsync(async () =>
        {
            try
            {
                while (await lines.ReadLineAsync() is not null)
                {
                }
            }
            catch (Exception e) when (e is IOException or HttpRequestException)
            {
                // Cut off.
            }
        });
    }

    private static (PageFeed Feed, NodeJournal Journal, Simulation.VirtualTimeProvider Clock, Func<int> Looks) Make()
    {
        var looks = 0;
        var clock = new Simulation.VirtualTimeProvider();
        var meter = new NodeMeter(TestMeters.Create(), clock, PageTests.Sample);
        var journal = new NodeJournal(clock, meter);
        return (new(() => (PageTests.Sample() with { UptimeSeconds = 60 * Interlocked.Increment(ref looks), Events = journal.Events() }, []), journal, clock, new(clock, new LogLines().CreateLogger(""))), journal, clock, () => Volatile.Read(ref looks));
    }

    private static async Task<string> ReadUntilAsync(StatusSite site, StreamReader lines, Func<string, bool> condition)
    {
        var patience = System.Diagnostics.Stopwatch.StartNew(); // beats come for ever
        while (true)
        {
            patience.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(60));
            var next = lines.ReadLineAsync();
            await site.Node.UntilAsync(() => next.IsCompleted);
            var line = await next ?? throw new EndOfStreamException();
            if (condition(line))
                return line;
        }
    }
}
