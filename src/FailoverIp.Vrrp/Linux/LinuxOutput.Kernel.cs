using System.Net;
using FailoverIp.Vrrp.Kernel;
using FailoverIp.Vrrp.Wire;

namespace FailoverIp.Vrrp.Linux;

/// <summary>What the processor wants in the kernel, and announced.</summary>
internal sealed partial class LinuxOutput
{
    private readonly AnnouncementSocket _announcements = new();
    private readonly PromotedSecondaries _promoted = new(message => onNotice(new("", message)));
    private readonly HashSet<string> _roles = new(StringComparer.Ordinal);

    /// <summary>Who hears what the kernel has refused to add.</summary>
    public Action<object, string>? OnRefused { get; set; }

    public KernelRequests Kernel => field ??= new(Report);

    public void BeginRole(VirtualRouterOptions router, UInt128 source)
    {
        if (_roles.Add(router.Name) && router.PromoteSecondaries)
        {
            foreach (var name in InterfacesOf(router))
                _promoted.Begin(name);
        }
    }

    public void EndRole(VirtualRouterOptions router)
    {
        if (_roles.Remove(router.Name) && router.PromoteSecondaries)
        {
            foreach (var name in InterfacesOf(router))
                _promoted.End(name);
        }
    }

    public void AddAddress(int interfaceIndex, VirtualAddress address) => Kernel.AddAddress(interfaceIndex, address);

    public void RemoveAddress(int interfaceIndex, VirtualAddress address) => Kernel.RemoveAddress(interfaceIndex, address);

    public void AddRoute(VirtualRoute route, ReadOnlySpan<int> interfaces, bool again) => Kernel.AddRoute(route, interfaces, again);

    public void RemoveRoute(VirtualRoute route, ReadOnlySpan<int> interfaces) => Kernel.RemoveRoute(route, interfaces);

    public void AddRule(VirtualRule rule) => Kernel.AddRule(rule);

    public void RemoveRule(VirtualRule rule) => Kernel.RemoveRule(rule);

    public void Announce(InterfaceStatus @interface, VirtualAddress address) => _announcements.Announce(@interface, address);

    // First the kernel, then the network: who is told of an address finds it here.
    public void Flush()
    {
        Kernel.Flush();
        _announcements.Flush();
    }

    private static IEnumerable<string> InterfacesOf(VirtualRouterOptions router) =>
        router.VirtualAddresses.Concat(router.ExcludedAddresses).Select(a => a.Interface ?? router.Interface).Distinct(StringComparer.Ordinal);

    private void Report(object subject, KernelChange change, string reason)
    {
        var what = subject switch
        {
            VirtualRoute => $"route {subject}",
            VirtualRule => $"rule {subject}",
            _ => subject.ToString(),
        };
        if (subject is string || change == KernelChange.Remove || OnRefused is null)
            onNotice(new("", subject is string ? $"{what}: {reason}" : $"{what} could not be {(change == KernelChange.Remove ? "removed" : "added")}: {reason}"));
        else
            OnRefused(subject, $"{what} could not be added: {reason}");
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
        Kernel.Dispose();
        _announcements.Dispose();
    }
}
