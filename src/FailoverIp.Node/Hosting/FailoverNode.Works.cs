using Microsoft.Extensions.Logging;

namespace FailoverIp.Node;

/// <summary>The application's own work that runs while an instance is Active.</summary>
internal sealed partial class FailoverNode
{
    private readonly List<ActiveWork> _works = []; // its own lock; it outlives the roles, which a reload may take away and bring back
    private readonly ILogger _workLogger;

    /// <summary>What is wrong with the application's own work, one line each.</summary>
    public IReadOnlyList<string> WorkProblems
    {
        get
        {
            lock (_works)
                return [.. _works.Select(w => w.Problem).OfType<string>().Distinct()];
        }
    }

    public IAsyncDisposable WhileActive(string instance, Func<ActiveStay, CancellationToken, Task> work)
    {
        ArgumentNullException.ThrowIfNull(instance);
        ArgumentNullException.ThrowIfNull(work);
        lock (_works)
        {
            if (!Roles.TryGetValue(instance, out var role))
                throw new ArgumentException($"there is no VRRP instance \"{instance}\"{(Roles.Count == 0 ? "" : $"; there are: {string.Join(", ", Roles.Keys.Order(StringComparer.Ordinal))}")}", nameof(instance));
            var begun = new ActiveWork(instance, work, Forget, _clock, _workLogger);
            _works.Add(begun);
            role.Add(begun);
            return begun;
        }
    }

    private InstanceRole NewRole(string instance) => new(_works.Where(w => string.Equals(w.Instance, instance, StringComparison.Ordinal)), RoleChanged);

    private void Forget(ActiveWork work)
    {
        lock (_works)
        {
            _works.Remove(work);
            Roles.GetValueOrDefault(work.Instance)?.Remove(work);
        }
    }

    /// <summary>Ends when none of it runs any more.</summary>
    private Task WorksEndAsync()
    {
        lock (_works)
            return Task.WhenAll(_works.Select(w => w.Runs));
    }
}
