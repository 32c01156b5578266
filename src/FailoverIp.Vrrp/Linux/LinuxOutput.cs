using System.Net;
using FailoverIp.Vrrp.Kernel;
using FailoverIp.Vrrp.Native;
using FailoverIp.Vrrp.Wire;

namespace FailoverIp.Vrrp.Linux;

/// <summary>Carries the processor's actions out on this machine. Used by the engine's thread alone.</summary>
internal sealed class LinuxOutput : IVrrpOutput, IDisposable
{
    private readonly Action<VrrpNotice> _onNotice;
    private readonly AnnouncementSocket _announcements = new();

    public LinuxOutput(Action<VrrpNotice> onNotice, Action<AdvertSocket> onOpened, Action<int> onSendingAgain)
    {
        _onNotice = onNotice;
        Addresses = new(message => onNotice(new("", message)));
        Adverts = new(onOpened, (socket, error) => onNotice(new("", $"an advert could not be sent on {socket.Name}: {Errno.Text(error)}")), onSendingAgain);
        Links = new(message => onNotice(new("", message)));
    }

    public KernelAddresses Addresses { get; }

    public AdvertSockets Adverts { get; }

    public VirtualLinks Links { get; }

    /// <summary>Runs the code of an advert, an address and an announcement, to nowhere: the just-in-time compiler has its turn now.</summary>
    public void WarmUp()
    {
        const int nowhere = -1;
        Adverts.WarmUp();
        Announce(new(nowhere, "", true, new([2, 0, 0, 0, 0, 1]), null), new(IPAddress.Loopback, 32));
        RemoveAddress(int.MaxValue, new(IPAddress.Loopback, 32));
        Addresses.WarmUp();
    }

    /// <summary>An interface is there, or has changed.</summary>
    public void OnInterface(InterfaceStatus status)
    {
        if (Links.IsOwn(status.Name))
            Adverts.AddLink(status.Index);
    }

    /// <summary>An interface is gone.</summary>
    public void OnInterfaceRemoved(int interfaceIndex)
    {
        Adverts.Forget(interfaceIndex);
        Links.Forget(interfaceIndex);
    }

    public string? Open(AdvertChannel channel) => Adverts.Open(channel);

    public void Close(AdvertChannel channel) => Adverts.Close(channel);

    public string? MakeLink(InterfaceStatus parent, VirtualLink link) => Links.Make(parent, link);

    public bool Send(int interfaceIndex, ReadOnlySpan<byte> packet) => Adverts.Send(interfaceIndex, packet);

    public void AddAddress(int interfaceIndex, VirtualAddress address)
    {
        Adverts.Flush(); // the network hears of a takeover before this machine works on it
        Addresses.Add(interfaceIndex, address);
    }

    public void RemoveAddress(int interfaceIndex, VirtualAddress address)
    {
        Adverts.Flush();
        Addresses.Remove(interfaceIndex, address);
    }

    public void Announce(InterfaceStatus @interface, VirtualAddress address)
    {
        Adverts.Flush();
        _announcements.Announce(@interface, address);
    }

    public void Dispose()
    {
        Adverts.Dispose();
        Addresses.Dispose();
        _announcements.Dispose();
        Links.Dispose();
    }
}
