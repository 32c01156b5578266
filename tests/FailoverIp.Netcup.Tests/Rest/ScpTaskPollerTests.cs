namespace FailoverIp.Netcup.Tests;

public class ScpTaskPollerTests
{
    private readonly RestService _service = new();

    [Fact]
    public async Task A_task_is_followed_to_its_end_quickly_at_first()
    {
        var states = new Queue<string>(["PENDING", "RUNNING", "WAITING_FOR_CANCEL", "ROLLBACK", "SOMETHING_NEW", "FINISHED"]);
        var asked = new List<double>();
        _service.On(RestService.Task, _ =>
        {
            asked.Add(_service.Time.Elapsed.TotalMilliseconds);
            return Answer.Json(RestService.TaskInfo(states.Dequeue()));
        });
        await FollowAsync();
        asked.ShouldBe([200, 500, 950, 1625, 2625, 3625]);
        _service.Http.Asked[^1].Line.ShouldBe(RestService.Task + "00000000-0000-4000-8000-000000000158");
    }

    [Theory]
    [InlineData("ERROR", null, "Node is unreachable.", "ERROR: Node is unreachable.")]
    [InlineData("ERROR", "Routing failed.", null, "ERROR: Routing failed.")]
    [InlineData("CANCELED", null, null, "CANCELED: no reason given")]
    [InlineData("ERROR", "two\\nlines \\u0007", null, "ERROR: two lines")]
    public async Task A_task_that_fails_says_why_and_may_be_tried_again(string state, string? message, string? error, string words)
    {
        _service.On(RestService.Task, RestService.TaskInfo(state, message, error));
        var e = await Should.ThrowAsync<FailoverIpException>(FollowAsync());
        e.Message.ShouldEndWith(words);
        e.IsTransient.ShouldBeTrue();
    }

    [Fact]
    public async Task A_task_that_is_at_its_end_already_is_not_asked_about()
    {
        _service.On(RestService.Patch, RestService.TaskInfo("FINISHED"), 202);
        await FollowAsync();
        _service.Http.Count(RestService.Task).ShouldBe(0);
    }

    [Fact]
    public async Task Questions_that_fail_are_asked_again()
    {
        var answers = new Queue<Func<HttpResponseMessage>>(
        [
            () => Answer.Empty(500), () => Answer.Json("{}", 404), () => Answer.Json("[]"), () => throw new HttpRequestException("reset"), () => Answer.Empty(429), () => Answer.Json(RestService.TaskInfo("FINISHED")),
        ]);
        _service.On(RestService.Task, _ => answers.Dequeue()());
        await FollowAsync();
        answers.ShouldBeEmpty();
        _service.Time.Elapsed.ShouldBeGreaterThan(TimeSpan.FromSeconds(13)); // a rate limit is given time
    }

    [Fact]
    public async Task A_stuck_task_is_asked_about_until_the_caller_stops()
    {
        _service.On(RestService.Task, RestService.TaskInfo("RUNNING"));
        var reroute = await _service.Provider.StartRerouteAsync(RestService.Request(), CancellationToken.None);
        using var stop = new CancellationTokenSource();
        var following = reroute.WaitAsync(stop.Token);
        (await _service.Time.AdvanceUntilAsync(() => _service.Http.Count(RestService.Task) >= 20, TimeSpan.FromMinutes(1))).ShouldBeTrue();
        following.IsCompleted.ShouldBeFalse();
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(following);
    }

    private async Task FollowAsync()
    {
        var reroute = await _service.Provider.StartRerouteAsync(RestService.Request(), CancellationToken.None);
        var following = reroute.WaitAsync(CancellationToken.None);
        (await _service.Time.AdvanceUntilAsync(() => following.IsCompleted, TimeSpan.FromMinutes(5))).ShouldBeTrue();
        await following;
    }
}
