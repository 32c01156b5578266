namespace FailoverIp.Vrrp;

/// <summary>Something in the kernel that could not be removed yet.</summary>
/// <param name="Router">The name of the virtual router that it belonged to; empty where that is not known any more.</param>
/// <param name="Subject">A <see cref="VirtualAddress"/> with its interface, a <see cref="VirtualRoute"/> or a <see cref="VirtualRule"/>.</param>
public readonly record struct KernelLeftover(string Router, object Subject);
