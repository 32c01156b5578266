using System.Net;
using FailoverIp.Vrrp.Kernel;
using FailoverIp.Vrrp.Native;
using FailoverIp.Vrrp.Netfilter.NoAccept;
using FailoverIp.Vrrp.State;
using FailoverIp.Vrrp.Wire;

namespace FailoverIp.Vrrp.Linux;

/// <summary>What the processor wants in the kernel, and announced.</summary>
internal sealed partial class LinuxOutput
{
    private readonly AnnouncementSocket _announcements = new();
    private readonly PromotedSecondaries _promoted = new(message => onNotice(new("", message)));
    private readonly RefusedPackets _refused = new(NoAcceptTable.NameFor(statePath), onNotice);
    private readonly StateNotes _notes = new(onNotice);
    private bool _isCleaned;

    /// <summary>Who hears what the kernel has refused to add.</summary>
    public Action<object, string, bool>? OnRefused { get; set; }

    /// <summary>Who hears what the kernel has not removed, or perhaps has not.</summary>
    public Action<object, int, string?>? OnNotRemoved { get; set; }

    /// <summary>Called when what an earlier run has left was looked after, before anything else is noted.</summary>
    public Action? OnCleaned { get; set; }

    public KernelRequests Kernel => field ??= new(Report);

    /// <summary>Finds out whether this kernel can do what the routers want, before anything is touched.</summary>
    /// <exception cref="VrrpException">It cannot; one line.</exception>
    public void Demand(IEnumerable<VirtualRouterOptions> routers)
    {
        if (routers.FirstOrDefault(RefusedPackets.Concerns) is { } router)
            _refused.Demand(router);
    }

    /// <summary>
    /// Removes what an earlier run has left, and notes from now on what this one has in the kernel. Called again with other routers, it goes on with those that are
    /// held now, also where they are no longer among them.
    /// </summary>
    /// <exception cref="VrrpException">Another process that still runs notes there.</exception>
    public void NoteState(string? path, IReadOnlyList<VirtualRouterOptions> routers)
    {
        if (!_isCleaned)
            Clean(path);
        if (path is not null)
            _notes.Begin(path, routers);
    }

    /// <inheritdoc/>
    public void NoteLeft(IReadOnlyList<KernelLeftover> left) => _notes.NoteLeft(left);

    /// <inheritdoc/>
    public void NoteLent(VirtualRouterOptions router, IReadOnlyList<VirtualAddress> lent) => _notes.NoteLent(router, lent);

    /// <inheritdoc/>
    public uint LastSequence(string router) => _notes.LastSequence(router);

    /// <inheritdoc/>
    public void NoteSequence(VirtualRouterOptions router, uint sequence) => _notes.NoteSequence(router, sequence);

    // Once: later what stands there is our own. What could not be removed is noted in the new file as it was in the old one.
    private void Clean(string? path)
    {
        _isCleaned = true;
        if (path is not null)
        {
            _notes.Resume(Leftovers.RemoveOf(path, onNotice, (subject, index, reason) => OnNotRemoved?.Invoke(subject, index, reason)));
            OnCleaned?.Invoke();
        }
        _refused.Claim();
    }

    public void BeginRole(VirtualRouterOptions router, UInt128 source)
    {
        if (!_notes.Hold(router, source))
            return;
        Adverts.Flush(); // the settings below take their time
        if (RefusedPackets.Concerns(router))
            _refused.Begin(router);
        foreach (var name in Promoting(router))
        {
            if (_promoted.Begin(name))
                _notes.Promote(router);
        }
    }

    public void EndRole(VirtualRouterOptions router)
    {
        if (!_notes.Holds(router))
            return;
        if (RefusedPackets.Concerns(router))
            _refused.End(router);
        foreach (var name in Promoting(router))
            _promoted.End(name);
        _notes.Release(router);
    }

    public void AddAddress(int interfaceIndex, VirtualAddress address) => Kernel.AddAddress(interfaceIndex, address);

    public void RemoveAddress(int interfaceIndex, VirtualAddress address) => Kernel.RemoveAddress(interfaceIndex, address);

    public void AddRoute(VirtualRoute route, ReadOnlySpan<int> interfaces, bool again) => Kernel.AddRoute(route, interfaces, again);

    public void RemoveRoute(VirtualRoute route, ReadOnlySpan<int> interfaces) => Kernel.RemoveRoute(route, interfaces);

    public void AddRule(VirtualRule rule) => Kernel.AddRule(rule);

    public void RemoveRule(VirtualRule rule) => Kernel.RemoveRule(rule);

    public void Announce(InterfaceStatus @interface, VirtualAddress address) => _announcements.Announce(@interface, address);

    /// <summary>Sends the adverts that wait, and lets in again what was refused for roles that are over.</summary>
    public void FlushAdverts()
    {
        Adverts.Flush();
        _refused.Apply();
    }

    // Adverts first: the network hears of a takeover before this machine works on it. What is refused is so before the address is there. Announcements last: who is
    // told of an address finds it here.
    public void Flush()
    {
        FlushAdverts();
        Kernel.Flush();
        _announcements.Flush();
    }

    private static IEnumerable<string> Promoting(VirtualRouterOptions router) => !router.PromoteSecondaries
        ? []
        : router.VirtualAddresses.Concat(router.ExcludedAddresses).Select(router.InterfaceOf).Distinct(StringComparer.Ordinal);

    private void Report(object subject, KernelChange change, int interfaceIndex, string? reason, int error)
    {
        var what = subject switch
        {
            VirtualRoute => $"route {subject}",
            VirtualRule => $"rule {subject}",
            _ => subject.ToString(),
        };
        if (subject is string)
        {
            OnRequestsLost?.Invoke();
            onNotice(new("", $"{what}: {reason}"));
        }
        else if (change == KernelChange.Remove)
            OnNotRemoved?.Invoke(subject, interfaceIndex, reason);
        else
            OnRefused?.Invoke(subject, $"{what} could not be added: {reason}", error == Errno.EEXIST);
    }

    private void WarmUpKernel()
    {
        const int nowhere = -1;
        Announce(new(nowhere, "", true, new([2, 0, 0, 0, 0, 1]), null), new(IPAddress.Loopback, 32));
        RemoveAddress(int.MaxValue, new(IPAddress.Loopback, 32));
        Flush();
        Kernel.WarmUp();
    }

    private void DisposeKernel()
    {
        _refused.Apply(atOnce: true);
        _refused.Dispose();
        Kernel.Dispose();
        _notes.Dispose();
        _announcements.Dispose();
    }
}
