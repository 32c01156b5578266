using System.Net;

namespace FailoverIp.Vrrp.Kernel;

/// <summary>Who hears of the interfaces that an <see cref="InterfaceTable"/> follows.</summary>
internal interface IInterfaceEvents
{
    /// <summary>Chooses the sources of adverts from the addresses of an interface that may be used, in the kernel's order.</summary>
    InterfaceStatus WithSources(InterfaceStatus status, IReadOnlyList<IPAddress> addresses);

    /// <summary>An interface is new or has changed.</summary>
    void OnChanged(InterfaceStatus status);

    /// <summary>An interface is gone.</summary>
    void OnRemoved(int interfaceIndex);

    /// <summary>An address is new on an interface, or is told anew.</summary>
    /// <param name="interfaceIndex">The interface.</param>
    /// <param name="address">The address.</param>
    /// <param name="prefixLength">The length of its prefix.</param>
    /// <param name="port">The port of the netlink socket that asked for it, 0 where the kernel does not say; null where it may have been there before.</param>
    void OnAddressAdded(int interfaceIndex, IPAddress address, int prefixLength, uint? port);

    /// <summary>An address is gone from an interface.</summary>
    void OnAddressRemoved(int interfaceIndex, IPAddress address, int prefixLength);

    /// <summary>Duplicate address detection has found an IPv6 address of this interface on another machine (IFA_F_DADFAILED): the kernel does not use it.</summary>
    void OnDuplicateAddress(int interfaceIndex, IPAddress address);

    /// <summary>Notifications were lost; everything is being read again.</summary>
    void OnLost();

    /// <summary>After <see cref="OnLost"/>: everything has been read again.</summary>
    void OnReadAgain();
}
