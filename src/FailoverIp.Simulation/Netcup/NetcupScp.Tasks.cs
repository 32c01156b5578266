namespace FailoverIp.Simulation;

public sealed partial class NetcupScp
{
    private const int KeptTasks = 1000;

    private readonly List<Work> _tasks = [];
    private int _taskCount;

    /// <summary>The tasks of this run, the last 1000 of them, oldest first.</summary>
    public IReadOnlyList<NetcupTask> Tasks
    {
        get
        {
            lock (_gate)
                return [.. _tasks.Select(t => t.Task)];
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var work in _tasks)
                work.Timer?.Dispose();
        }
    }

    /// <summary>Accepts a write: the owner changes when the task has ended. Tasks on one address do not wait for each other; the last to end wins.</summary>
    internal NetcupTask StartRouting(FailoverAddress address, string? server, Fault? fault)
    {
        var now = TimeProvider.GetUtcNow();
        var duration = fault is { Kind: FaultKind.SlowTask, Delay: { } delay } ? delay : State.Settings.TaskDuration;
        Work work;
        lock (_gate)
        {
            var uuid = $"00000000-0000-4000-8000-{++_taskCount:x12}";
            work = new Work(new(uuid, address, server, now) { ExpectedAt = now + duration }, duration, fault);
            _tasks.Add(work);
            if (_tasks.Count > KeptTasks)
                Forget(_tasks.Find(t => t.Task.HasEnded) ?? _tasks[0]);
            // A quarter of the time it waits for its turn.
            work.Timer = TimeProvider.CreateTimer(Run, work, duration / 4, Timeout.InfiniteTimeSpan);
            return work.Task;
        }
    }

    /// <summary>The task with this id; null for none.</summary>
    internal NetcupTask? FindTask(string uuid)
    {
        lock (_gate)
            return Find(uuid)?.Task;
    }

    /// <summary>Asks a task to stop. It has not yet when this returns; one that has ended stays as it is.</summary>
    internal NetcupTask? CancelTask(string uuid)
    {
        lock (_gate)
        {
            if (Find(uuid) is not { } work)
                return null;
            if (!work.Task.HasEnded)
            {
                work.Task = work.Task with { State = NetcupTaskState.WaitingForCancel };
                work.Timer?.Change(State.Settings.TaskDuration / 4, Timeout.InfiniteTimeSpan);
            }
            return work.Task;
        }
    }

    private void Run(object? state)
    {
        var work = (Work)state!;
        NetcupRouteChange? change = null;
        lock (_gate)
        {
            switch (work.Task.State)
            {
                case NetcupTaskState.Pending:
                    work.Task = work.Task with { State = NetcupTaskState.Running };
                    if (work.Fault?.Kind != FaultKind.StuckTask)
                        work.Timer?.Change(work.Duration - (work.Duration / 4), Timeout.InfiniteTimeSpan);
                    return;
                case NetcupTaskState.WaitingForCancel:
                    End(work, NetcupTaskState.Canceled, null);
                    return;
                case NetcupTaskState.Running when work.Fault?.Kind == FaultKind.TaskError:
                    End(work, NetcupTaskState.Error, work.Fault.Message ?? "Routing of the failover IP failed.");
                    return;
                case NetcupTaskState.Running when work.Fault?.Kind == FaultKind.TaskCanceled:
                    End(work, NetcupTaskState.Canceled, work.Fault.Message);
                    return;
                case NetcupTaskState.Running:
                    // In one step: whoever sees the task finished sees the new owner.
                    End(work, NetcupTaskState.Finished, null);
                    if (work.Fault?.Kind != FaultKind.Ignored)
                        change = SetOwner(work.Task.Address, work.Task.Server, work.Task.Uuid);
                    break;
                default:
                    return;
            }
        }
        Tell(change);
    }

    private void End(Work work, NetcupTaskState state, string? message)
    {
        work.Task = work.Task with { State = state, FinishedAt = TimeProvider.GetUtcNow(), ErrorMessage = message };
        work.Timer?.Dispose();
    }

    private Work? Find(string uuid) => _tasks.Find(t => string.Equals(t.Task.Uuid, uuid, StringComparison.OrdinalIgnoreCase));

    private void Forget(Work work)
    {
        work.Timer?.Dispose();
        _tasks.Remove(work);
    }

    private sealed class Work(NetcupTask task, TimeSpan duration, Fault? fault)
    {
        public NetcupTask Task { get; set; } = task;

        public TimeSpan Duration => duration;

        public Fault? Fault => fault;

        public ITimer? Timer { get; set; }
    }
}
