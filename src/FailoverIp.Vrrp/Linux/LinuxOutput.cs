using FailoverIp.Vrrp.Kernel;
using FailoverIp.Vrrp.Native;
using FailoverIp.Vrrp.Wire;

namespace FailoverIp.Vrrp.Linux;

/// <summary>Carries the processor's actions out on this machine. Used by the engine's thread alone.</summary>
internal sealed class LinuxOutput(Action<VrrpNotice> onNotice) : IVrrpOutput, IDisposable
{
    private readonly Dictionary<int, AdvertSocket> _sockets = [];
    private readonly AnnouncementSocket _announcements = new();

    public KernelAddresses Addresses { get; } = new(message => onNotice(new("", message)));

    /// <summary>The open advert sockets.</summary>
    public Dictionary<int, AdvertSocket>.ValueCollection Sockets => _sockets.Values;

    /// <summary>Opens the advert socket of an interface; null where it is open already.</summary>
    /// <exception cref="VrrpException">The kernel refuses.</exception>
    public AdvertSocket? Open(InterfaceStatus status)
    {
        if (_sockets.ContainsKey(status.Index))
            return null;
        return _sockets[status.Index] = new(status.Index, status.Name);
    }

    /// <summary>Closes the advert socket of an interface that is gone.</summary>
    public void Close(int interfaceIndex)
    {
        if (_sockets.Remove(interfaceIndex, out var socket))
            socket.Dispose();
    }

    public bool Send(int interfaceIndex, ReadOnlySpan<byte> packet)
    {
        if (!_sockets.TryGetValue(interfaceIndex, out var socket))
            return false;
        var error = socket.Send(packet);
        if (error > 0)
            onNotice(new("", $"an advert could not be sent: {Errno.Text(error)}"));
        return error == 0;
    }

    public void AddAddress(int interfaceIndex, VirtualAddress address) => Addresses.Add(interfaceIndex, address);

    public void RemoveAddress(int interfaceIndex, VirtualAddress address) => Addresses.Remove(interfaceIndex, address);

    public void Announce(InterfaceStatus @interface, VirtualAddress address) => _announcements.Announce(@interface, address);

    public void Dispose()
    {
        foreach (var socket in _sockets.Values)
            socket.Dispose();
        Addresses.Dispose();
        _announcements.Dispose();
    }
}
