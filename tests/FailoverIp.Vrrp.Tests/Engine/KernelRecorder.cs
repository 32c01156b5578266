using System.Net;

namespace FailoverIp.Vrrp.Tests;

/// <summary>An output that writes down what it is asked for.</summary>
internal sealed class KernelRecorder : IVrrpOutput
{
    private readonly List<string> _lines = [];

    public string? FailsOnce { get; set; }

    public bool Detailed { get; set; }

    public uint Last { get; set; }

    public List<uint> Sequences { get; } = [];

    public uint LastSequence(string router) => Last;

    public void NoteSequence(VirtualRouterOptions router, uint sequence) => Sequences.Add(sequence);

    public IReadOnlyList<KernelLeftover> Left { get; private set; } = [];

    public IReadOnlyList<VirtualAddress> Lent { get; private set; } = [];

    public void NoteLent(VirtualRouterOptions router, IReadOnlyList<VirtualAddress> lent) => Lent = lent;

    /// <summary>How often <see cref="Left"/> was told.</summary>
    public int LeftTold { get; private set; }

    public void NoteLeft(IReadOnlyList<KernelLeftover> left) => (Left, LeftTold) = (left, LeftTold + 1);

    /// <summary>The indexes of interfaces that are gone, of which the kernel has not told yet.</summary>
    public HashSet<int> Gone { get; } = [];

    public string? Open(AdvertChannel channel) => Gone.Contains(channel.InterfaceIndex) ? "No such device" : null;

    public string? LinkProblem { get; set; }

    public string? MakeLink(InterfaceStatus parent, VirtualLink link)
    {
        if (Detailed || link.Name.Count(c => c == '.') > 1)
            Log($"link {link.Name} above {parent.Name}");
        return LinkProblem;
    }

    public void RemoveLink(string name) => Log($"unlink {name}");

    public void Log(string line)
    {
        if (line == FailsOnce)
        {
            FailsOnce = null;
            throw new InvalidOperationException("scripted");
        }
        _lines.Add(line);
    }

    public List<string> Take()
    {
        List<string> taken = [.. _lines];
        _lines.Clear();
        return taken;
    }

    public bool Send(int interfaceIndex, ReadOnlySpan<byte> packet)
    {
        Log($"send {interfaceIndex} {packet[22]}");
        return true;
    }

    public void AddAddress(int interfaceIndex, VirtualAddress address) => Log($"add {interfaceIndex} {address}");

    public void RemoveAddress(int interfaceIndex, VirtualAddress address) => Log($"remove {interfaceIndex} {address}");

    public void BeginRole(VirtualRouterOptions router, UInt128 source)
    {
        if (Detailed)
            Log($"begin {router.Name}");
    }

    public void EndRole(VirtualRouterOptions router)
    {
        if (Detailed)
            Log($"end {router.Name}");
    }

    /// <summary>The route that was added last: the very object.</summary>
    public VirtualRoute? LastRoute { get; private set; }

    public void AddRoute(VirtualRoute route, ReadOnlySpan<int> interfaces, bool again)
    {
        LastRoute = route;
        LogRoute(route, interfaces, again);
    }

    private void LogRoute(VirtualRoute route, ReadOnlySpan<int> interfaces, bool again) => Log($"add{(again ? " again" : "")} route {string.Join(',', interfaces.ToArray())} {route}");

    public void RemoveRoute(VirtualRoute route, ReadOnlySpan<int> interfaces) => Log($"remove route {string.Join(',', interfaces.ToArray())} {route}");

    public void AddRule(VirtualRule rule) => Log($"add rule {rule}");

    public void RemoveRule(VirtualRule rule) => Log($"remove rule {rule}");

    public void Flush()
    {
        if (Detailed)
            Log("flush");
    }

    public void Announce(InterfaceStatus @interface, VirtualAddress address) => Log($"announce {@interface.Name} {address}");
}
