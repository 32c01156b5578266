using FailoverIp.Vrrp.Kernel;
using FailoverIp.Vrrp.Native;
using FailoverIp.Vrrp.Wire;

namespace FailoverIp.Vrrp.Linux;

/// <summary>Carries the processor's actions out on this machine: adverts here, the kernel's tables and announcements in the other part. Used by the engine's thread alone.</summary>
/// <param name="statePath">Where it notes what it has in the kernel at the start; null for nowhere. It tells this node from others on this machine.</param>
/// <param name="onNotice">Hears what does not work.</param>
/// <param name="onOpened">Hears of a socket that was opened.</param>
/// <param name="onSendingAgain">Hears of an interface over which adverts go again.</param>
internal sealed partial class LinuxOutput(string? statePath, Action<VrrpNotice> onNotice, Action<AdvertSocket> onOpened, Action<int> onSendingAgain) : IVrrpOutput, IDisposable
{
    public AdvertSockets Adverts { get; } =
        new(onOpened, (socket, error) => onNotice(new("", $"an advert could not be sent on {socket.Name}: {Errno.Text(error)}")), onSendingAgain);

    /// <summary>Called where requests to the kernel, or its answers, were lost: what was asked for may not be there.</summary>
    public Action? OnRequestsLost { get; set; }

    public VirtualLinks Links => field ??= new(message => onNotice(new("", message)), _notes.NoteSettings);

    /// <summary>Runs the code of an advert, an address and an announcement, to nowhere: the just-in-time compiler has its turn now.</summary>
    public void WarmUp()
    {
        Adverts.WarmUp();
        WarmUpKernel();
    }

    /// <summary>An interface is there, or has changed.</summary>
    public void OnInterface(InterfaceStatus status)
    {
        if (Links.IsOwn(status.Name))
            Adverts.AddLink(status.Index);
        _refused.OnInterface(status);
    }

    /// <summary>An interface is gone.</summary>
    public void OnInterfaceRemoved(int interfaceIndex)
    {
        Adverts.Forget(interfaceIndex);
        Links.Forget(interfaceIndex);
        _refused.OnInterfaceRemoved(interfaceIndex);
    }

    public string? Open(AdvertChannel channel) => Adverts.Open(channel);

    public void Close(AdvertChannel channel) => Adverts.Close(channel);

    public string? OpenSender(InterfaceStatus @interface, bool isIPv6) => Adverts.OpenSender(@interface.Index, @interface.Name, isIPv6);

    public void CloseSender(int interfaceIndex, bool isIPv6) => Adverts.CloseSender(interfaceIndex, isIPv6);

    public string? MakeLink(InterfaceStatus parent, VirtualLink link) => Links.Make(parent, link);

    public void RemoveLink(string name) => Links.Remove(name);

    public bool Send(int interfaceIndex, ReadOnlySpan<byte> packet) => Adverts.Send(interfaceIndex, packet);

    public void Dispose()
    {
        Adverts.Dispose();
        Links.Dispose(); // while what it puts back can still be noted
        DisposeKernel();
    }
}
