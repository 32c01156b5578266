using FailoverIp.Interop.Lab;

namespace FailoverIp.Interop.Peers;

/// <summary>A participant of the election on one host: keepalived, or ours.</summary>
internal abstract class VrrpPeer(NetworkLab lab, LabHost host, VrrpPlan plan, int priority)
{
    public NetworkLab Lab => lab;

    public LabHost Host => host;

    public VrrpPlan Plan => plan;

    public int Priority => priority;

    /// <summary>Where its adverts come from.</summary>
    public virtual System.Net.IPAddress Source => plan.UseOtherSource ? OtherSource : plan.IsIPv6 ? host.LinkLocalAddress : host.Address;

    /// <summary>Where those of the others come from.</summary>
    public IEnumerable<System.Net.IPAddress> Peers => lab.Hosts.Where(h => h != host).Select(h => plan.IsIPv6 ? h.LinkLocalAddress : h.Address);

    /// <summary>The MAC that its adverts and announcements come from.</summary>
    public virtual string AdvertMac => plan is { UseVmac: true, IsUnicast: false, TransmitOnBase: false } ? VirtualMac : host.Mac;

    /// <summary>The MAC that neighbours find the virtual addresses at.</summary>
    public virtual string AddressMac => plan.UseVmac ? VirtualMac : host.Mac;

    /// <summary>The host's other address of the family of the adverts.</summary>
    protected System.Net.IPAddress OtherSource => plan.IsIPv6 ? host.OtherLinkLocalAddress : host.OtherAddress;

    /// <summary>The interface that holds its virtual addresses.</summary>
    protected virtual string AddressInterface => plan.AddressInterface;

    private string VirtualMac => $"00:00:5e:00:0{(plan.IsIPv6 ? 2 : 1)}:{plan.VirtualRouterId:x2}";

    /// <summary>Waits until its kernel has all virtual addresses, or none.</summary>
    public virtual async Task WaitForAddressesAsync(bool present)
    {
        foreach (var address in plan.KernelAddresses)
            await host.WaitForAddressAsync(address, present, AddressInterface);
    }

    public static VrrpPeer Create(PeerKind kind, NetworkLab lab, LabHost host, VrrpPlan plan, int priority) =>
        kind == PeerKind.Keepalived ? new Keepalived(lab, host, plan, priority) : new Node(lab, host, plan, priority);

    /// <summary>Starts it; returns when it takes part in the election.</summary>
    public abstract Task StartAsync();

    /// <summary>Ends it at once, without a word to anybody.</summary>
    public abstract Task KillAsync();

    /// <summary>Asks it to end, and waits until it has.</summary>
    public abstract Task StopAsync();
}

/// <summary>Who takes part.</summary>
public enum PeerKind
{
    Keepalived,
    Ours,
}
