namespace FailoverIp.Vrrp.Tests;

/// <summary>An output that does nothing and fails at nothing; tests say what they want to see of it.</summary>
internal abstract class SilentOutput : IVrrpOutput
{
    public virtual bool Send(int interfaceIndex, ReadOnlySpan<byte> packet) => true;

    public virtual void BeginRole(VirtualRouterOptions router, UInt128 source)
    {
    }

    public virtual void EndRole(VirtualRouterOptions router)
    {
    }

    public virtual void AddAddress(int interfaceIndex, VirtualAddress address)
    {
    }

    public virtual void RemoveAddress(int interfaceIndex, VirtualAddress address)
    {
    }

    public virtual void AddRoute(VirtualRoute route, ReadOnlySpan<int> interfaces, bool again)
    {
    }

    public virtual void RemoveRoute(VirtualRoute route, ReadOnlySpan<int> interfaces)
    {
    }

    public virtual void AddRule(VirtualRule rule)
    {
    }

    public virtual void RemoveRule(VirtualRule rule)
    {
    }

    public virtual void Announce(InterfaceStatus @interface, VirtualAddress address)
    {
    }

    public virtual void Flush()
    {
    }
}
