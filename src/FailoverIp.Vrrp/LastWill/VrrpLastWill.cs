using System.Diagnostics;
using System.Net;
using FailoverIp.Vrrp.Kernel;
using FailoverIp.Vrrp.LastWill;
using FailoverIp.Vrrp.State;

namespace FailoverIp.Vrrp;

/// <summary>
/// What is done for an engine whose process has died: priority 0 is sent for every virtual router that was Active, so that another one takes over at once, and
/// its addresses, routes and rules are removed from the kernel. What was Active stands in the state file (<see cref="VrrpEngineOptions.StatePath"/>).
/// </summary>
/// <remarks>
/// It belongs to a supervisor: a process that has nothing else to do, prepares it while the engine's process runs and executes it when that has ended, before
/// it starts another. It needs CAP_NET_RAW and CAP_NET_ADMIN, and works in the network namespace of the thread that calls. Used by one thread at a time.
/// </remarks>
public sealed class VrrpLastWill : IDisposable
{
    private const int WarmUpRounds = 2;
    private readonly VrrpEngineOptions _options;
    private readonly string _path;
    private readonly List<string> _failures = [];
    private readonly HashSet<object> _notRemoved = new(ReferenceEqualityComparer.Instance);
    private readonly KernelRequests _kernel;

    private VrrpLastWill(VrrpEngineOptions options, string path)
        : this(options, path, static onRefused => new(onRefused))
    {
    }

    internal VrrpLastWill(VrrpEngineOptions options, string path, Func<OnRefused, KernelRequests> open)
    {
        (_options, _path) = (options, path);
        _kernel = open((subject, _, _, reason, _) =>
        {
            _notRemoved.Add(subject);
            _failures.Add($"{subject} could not be removed: {reason ?? "its answer was lost"}");
        });
    }

    /// <summary>Opens what it needs and runs all of it once to nowhere, so that <see cref="Execute"/> neither compiles nor loads anything.</summary>
    /// <param name="options">The options that the engine runs with: they say how its adverts are signed, and to whom they are sent.</param>
    /// <exception cref="ArgumentException">The options have no <see cref="VrrpEngineOptions.StatePath"/>.</exception>
    /// <exception cref="VrrpException">A socket cannot be opened: missing rights.</exception>
    /// <exception cref="PlatformNotSupportedException">This is not Linux.</exception>
    public static VrrpLastWill Prepare(VrrpEngineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.StatePath is not { } path)
            throw new ArgumentException("without a state file there is nothing that the last will could go by", nameof(options));
        if (!OperatingSystem.IsLinux())
            throw new PlatformNotSupportedException("VRRP runs on Linux only: it needs raw sockets, AF_PACKET and rtnetlink");
        Linux.Capabilities.Demand();
        var will = new VrrpLastWill(options, path);
        will.WarmUp();
        return will;
    }

    /// <summary>
    /// Does it; does nothing where the process has left nothing, or still runs. Whatever fails, the rest is done. A second call finds nothing more to do, but for what could
    /// not be removed: that is tried again, by the next run of the engine as well.
    /// </summary>
    /// <param name="engineIsDead">
    /// True where the engine's thread is known to be dead (<see cref="VrrpLifeline.WaitForDeath"/>): then it is done although its process is still coming to an end.
    /// </param>
    public VrrpLastWillResult Execute(bool engineIsDead = false)
    {
        var start = Stopwatch.GetTimestamp();
        _failures.Clear();
        _notRemoved.Clear();
        var routers = 0;
        try
        {
            routers = Execute(_path, engineIsDead);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _failures.Add($"{_path} cannot be read: {e.Message}");
        }
        return new(routers, Stopwatch.GetElapsedTime(start), [.. _failures]);
    }

    /// <summary>Closes the socket.</summary>
    public void Dispose() => _kernel.Dispose();

    private int Execute(string path, bool engineIsDead)
    {
        using var file = StateFile.Open(path, _failures.Add);
        if (file is null)
            return 0;
        if (StateFile.Read(path) is not { } content)
        {
            _failures.Add($"{path} is no state file of this version, or torn");
            return 0;
        }
        if (!engineIsDead && ProcessStart.IsAnother(content))
        {
            _failures.Add($"process {content.ProcessId} still runs");
            return 0;
        }
        HeldState[] held = [.. content.Routers.Where(r => r.IsHeld)];
        if (held.Length == 0)
        {
            Leftovers.RemoveLinks(content.Routers, _failures.Add);
            return 0;
        }

        // All of them first: what takes the others' time is silence.
        var now = TimeProvider.System.GetUtcNow();
        using var resignation = new Resignation(_failures.Add);
        HeldState[] resigning = [.. held.Where(r => !r.Router.IsLeft && !r.HasResigned)];
        foreach (var router in resigning)
            Resign(resignation, router, now);
        resignation.Send();
        Leftovers.Remove(_kernel, held);
        var known = _failures.Count;
        Leftovers.RemoveLinks(content.Routers, _failures.Add);
        var hasLinks = _failures.Count > known;
        known = _failures.Count;
        Leftovers.RemoveRefusals(path, held, n => _failures.Add(n.Message));
        var hasRefusals = _failures.Count > known;
        _kernel.ReadAnswers();
        for (var slot = 0; slot < content.Routers.Count; slot++)
        {
            var state = content.Routers[slot];
            if (state.IsHeld)
                file.Sign(slot, Resignation.AhSequence(now, state.Sequence)); // the next run goes on above it
            if (state.IsHeld && (KeepsAny(state.Router) || (hasLinks && state.Router.Settings is not null) || (hasRefusals && state.Router.RefusesPackets)))
                file.Resign(slot); // whoever comes next removes the rest of it
            else
                file.Release(slot);
        }
        return resigning.Length;
    }

    // In the kernel, of what was to be removed from it.
    private bool KeepsAny(HeldRouter router) => _notRemoved.Count > 0
        && (router.Addresses.Any(_notRemoved.Contains) || router.Routes.Any(_notRemoved.Contains) || router.Rules.Any(_notRemoved.Contains));

    private void Resign(Resignation resignation, HeldState held, DateTimeOffset now)
    {
        var options = _options.Routers.FirstOrDefault(r => r.Name == held.Router.Name && r.VirtualRouterId == held.Router.VirtualRouterId);
        if (options is null)
            _failures.Add($"{held.Router.Name}: it is not among the options any more; no priority 0 is sent");
        else if (held.Source == 0)
            _failures.Add($"{held.Router.Name}: its source address is not known; no priority 0 is sent");
        else
            Try(held.Router.Name, () => resignation.Add(options, held.Source, now, held.Sequence));
    }

    private void Try(string router, Action work)
    {
        try
        {
            work();
        }
        catch (Exception e) when (e is ArgumentException or VrrpException)
        {
            _failures.Add($"{router}: {e.Message}"); // options that do not go together with what was held
        }
    }

    // A state file of its own, with one of each and interfaces that do not exist.
    private void WarmUp()
    {
        const string nowhere = "fip-nowhere-0";
        var file = Path.Combine(Path.GetTempPath(), $"failoverip-{Guid.NewGuid():N}");
        var sample = new HeldRouter(
            "", 0, [new(IPAddress.Loopback, 32, nowhere), new(IPAddress.IPv6Loopback, 128, nowhere)],
            [new() { Destination = IPNetwork.Parse("192.0.2.0/24"), Interface = nowhere }],
            [], false, nowhere);
        try
        {
            for (var i = 0; i < WarmUpRounds; i++)
            {
                using (StateFile.Create(file, [new(sample, true, true, 1, false)]))
                    _ = Execute(file, engineIsDead: false);
                using var resignation = new Resignation(static _ => { });
                foreach (var router in _options.Routers) // by the loopback interface, on which nobody listens to them
                    Try(router.Name, () => resignation.Add(router with { Interface = "lo", VirtualMac = null, UnicastPeers = [] }, 1, TimeProvider.System.GetUtcNow(), 0));
                resignation.Send();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Nothing is lost but a few milliseconds later.
        }
        finally
        {
            File.Delete(file);
            _failures.Clear();
            _notRemoved.Clear();
        }
    }
}
