namespace FailoverIp.Simulation;

public sealed partial class NetcupRestSimulator
{
    private SimulatedAnswer ListTasks(SimulatedExchange exchange)
    {
        if (!TryPage(exchange, out var offset, out var limit, out var invalid))
            return invalid!;
        if (!TryNumber(exchange, "serverId", out var serverId))
            return Invalid("serverId", "must be a number");
        var (q, wanted, state) = (exchange.Query("q"), exchange.Query("state"), State);
        if (wanted is not null && !StateNames.ContainsValue(wanted))
            return Invalid("state", "must be one of PENDING, RUNNING, FINISHED, ERROR, WAITING_FOR_CANCEL, CANCELED, ROLLBACK");
        var found = Scp.Tasks.Reverse()
            .Where(t => (wanted is null || Name(t.State) == wanted) && (q is null || t.Name.Contains(q, StringComparison.OrdinalIgnoreCase)))
            .Where(t => serverId is null || (t.Server is not null && state.FindServer(t.Server)?.Id == serverId));
        return Ok([.. found.Skip(offset).Take(limit).Select(ToMinimal)], RestJson.Default.IReadOnlyListTaskMinimalBody);
    }

    private SimulatedAnswer GetTask(SimulatedExchange exchange) =>
        Scp.FindTask(exchange.Route("uuid")) is { } task ? Ok(ToTask(task), RestJson.Default.TaskBody) : Error(404, "NOT_FOUND", $"Task with uuid {exchange.Route("uuid")} not found.");

    private SimulatedAnswer CancelTask(SimulatedExchange exchange) => Scp.CancelTask(exchange.Route("uuid")) switch
    {
        null => Error(404, "NOT_FOUND", $"Task with uuid {exchange.Route("uuid")} not found."),
        { HasEnded: true } => new(204),
        { } task => Ok(ToTask(task), RestJson.Default.TaskBody, 202),
    };

    private TaskBody ToTask(NetcupTask task)
    {
        var state = Name(task.State);
        var begun = task.State == NetcupTaskState.Pending ? (DateTimeOffset?)null : task.StartedAt;
        var error = task.ErrorMessage is { } message ? new ResponseErrorBody("TASK_FAILED", message) : null;
        return new(
            task.Uuid, task.Name, state, task.StartedAt, task.FinishedAt, Message(task), ToUser(State.User), Progress(task),
            [new(task.Uuid[..^1] + "a", task.Name + "Step", state, begun, task.FinishedAt), new(task.Uuid[..^1] + "b", task.Name + "LogStep", state, begun, task.FinishedAt)],
            new ResultBody(), error, ServerActionId: null);
    }

    private TaskMinimalBody ToMinimal(NetcupTask task) =>
        new(task.Uuid, task.Name, Name(task.State), task.StartedAt, task.FinishedAt, Message(task), ToUser(State.User), Progress(task));

    private static TaskProgressBody Progress(NetcupTask task) => new(task.FinishedAt ?? task.ExpectedAt, task.State switch
    {
        NetcupTaskState.Pending => 0.0,
        NetcupTaskState.Finished => 100.0,
        _ => 50.0,
    });

    private static string? Message(NetcupTask task) => task switch
    {
        { ErrorMessage: { } error } => error,
        { HasEnded: true } => null,
        _ => "Failover IP routing is running.",
    };

    private static readonly Dictionary<NetcupTaskState, string> StateNames = new()
    {
        [NetcupTaskState.Pending] = "PENDING",
        [NetcupTaskState.Running] = "RUNNING",
        [NetcupTaskState.Finished] = "FINISHED",
        [NetcupTaskState.Error] = "ERROR",
        [NetcupTaskState.WaitingForCancel] = "WAITING_FOR_CANCEL",
        [NetcupTaskState.Canceled] = "CANCELED",
    };

    private static string Name(NetcupTaskState state) => StateNames[state];

    /// <summary>Reads limit and offset, which every list of the API has.</summary>
    private bool TryPage(SimulatedExchange exchange, out int offset, out int limit, out SimulatedAnswer? invalid)
    {
        invalid = !TryNumber(exchange, "offset", out var from) ? Invalid("offset", "must be a number of 0 or more")
            : !TryNumber(exchange, "limit", out var most) ? Invalid("limit", "must be a number of 0 or more")
            : null;
        (offset, limit) = (from ?? 0, TryNumber(exchange, "limit", out var count) ? count ?? int.MaxValue : 0);
        return invalid is null;
    }
}
