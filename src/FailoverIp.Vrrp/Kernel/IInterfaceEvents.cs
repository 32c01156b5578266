using System.Net;

namespace FailoverIp.Vrrp.Kernel;

/// <summary>Who hears of the interfaces that an <see cref="InterfaceTable"/> follows.</summary>
internal interface IInterfaceEvents
{
    /// <summary>Chooses the source of adverts from the IPv4 addresses of an interface, in the kernel's order.</summary>
    IPAddress? ChooseSource(IReadOnlyList<IPAddress> addresses);

    /// <summary>An interface is new or has changed.</summary>
    void OnChanged(InterfaceStatus status);

    /// <summary>An interface is gone.</summary>
    void OnRemoved(int interfaceIndex);

    /// <summary>An address is gone from an interface.</summary>
    void OnAddressRemoved(int interfaceIndex, IPAddress address, int prefixLength);

    /// <summary>The kernel has found an IPv6 address of an interface on another machine too.</summary>
    void OnDuplicateAddress(int interfaceIndex, IPAddress address);

    /// <summary>Notifications were lost; everything is being read again.</summary>
    void OnLost();
}
