using System.Runtime.InteropServices;
using FailoverIp.Vrrp.Kernel.Netlink;
using FailoverIp.Vrrp.Native;
using FailoverIp.Vrrp.State;
using static FailoverIp.Vrrp.Kernel.Netlink.NetlinkConstants;

namespace FailoverIp.Vrrp.Kernel;

/// <summary>
/// The interfaces that are made for virtual routers: macvlan in private mode, or ipvlan in mode L2. The kernel carries each request out while it is being sent.
/// All of them go away with this object.
/// </summary>
internal sealed class VirtualLinks : IDisposable
{
    private readonly NetlinkConversation _kernel;
    private readonly VirtualLinkSysctls _sysctls;
    private readonly Dictionary<string, Own> _own = new(StringComparer.Ordinal);

    /// <param name="onNotice">Hears what does not work.</param>
    /// <param name="onChanging">Hears of the settings of interfaces below: <see cref="VirtualLinkSysctls"/>.</param>
    public VirtualLinks(Action<string> onNotice, Action<IReadOnlyList<ChangedSetting>> onChanging)
        : this(Open(), onNotice, onChanging)
    {
    }

    internal VirtualLinks(INetlinkTransport transport, Action<string> onNotice, Action<IReadOnlyList<ChangedSetting>> onChanging) =>
        (_kernel, _sysctls) = (new(transport), new(onNotice, onChanging));

    /// <summary>True for the name of an interface that was made here.</summary>
    public bool IsOwn(string name) => _own.ContainsKey(name);

    /// <summary>
    /// True for an interface by the name of one that was made here, and is not it: one that an earlier run has left and that was replaced, of which the kernel's news is
    /// still on its way.
    /// </summary>
    public bool IsReplaced(string name, int index) => _own.TryGetValue(name, out var own) && own.Index != index;

    /// <summary>Whether the kernel can make such interfaces at all; asks it without making one.</summary>
    public bool IsSupported(VirtualLinkKind kind)
    {
        // Without the interface below, a kernel that knows the kind finds the request incomplete (EINVAL), one that does not, not supported.
        var error = Request(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, default, (ref NetlinkWriter w) => WriteKind(ref w, kind, withMode: false));
        return error.Number is not (Errno.EOPNOTSUPP or Errno.EPROTONOSUPPORT);
    }

    /// <summary>
    /// Makes an interface and brings it up; does nothing where it was made before. One of the same name and kind, left behind by a run that was killed, is replaced:
    /// so are the addresses on it. Returns null, or why it cannot, one line.
    /// </summary>
    public string? Make(InterfaceStatus parent, VirtualLink link)
    {
        if (_own.TryGetValue(link.Name, out var known) && known.Link == link && known.ParentIndex == parent.Index && known.Parent == parent.Name)
            return null;
        if (Find(link.Name) is { } found)
        {
            if (!string.Equals(found.Kind, NameOf(link.Kind), StringComparison.Ordinal))
                return $"there is one of this name already, and it is no {NameOf(link.Kind)}";
            _own.Remove(link.Name);
            Delete(found.Index);
        }
        var error = Create(parent.Index, link);
        if (error.Number != 0)
            return $"the kernel does not make it: {Describe(error, link.Kind)}";
        if (Find(link.Name) is not { } made)
            return "the kernel has made it, but it is not there";
        // No link-local address: both nodes would derive the same one from the same MAC.
        _ = Request(RTM_NEWLINK, 0, new() { Index = made.Index }, static (ref NetlinkWriter w) => WriteNoAddresses(ref w));
        _sysctls.Apply(parent.Name, link.Name);
        error = Request(RTM_NEWLINK, 0, new() { Index = made.Index, Flags = IFF_UP, Change = IFF_UP }, static (ref NetlinkWriter _) => { });
        if (error.Number != 0)
        {
            Delete(made.Index); // it is made anew with the next attempt
            return $"it cannot be brought up: {Describe(error, link.Kind)}";
        }
        _own[link.Name] = new(link, parent.Index, made.Index, parent.Name);
        return null;
    }

    /// <summary>Removes one that was made here.</summary>
    public void Remove(string name)
    {
        if (!_own.Remove(name, out var own))
            return;
        Delete(own.Index);
        if (!_own.Values.Any(o => o.Parent == own.Parent))
            _sysctls.Restore(own.Parent);
    }

    /// <summary>Removes one of this name and kind that an earlier run has left. False where there is none.</summary>
    public bool RemoveLeft(string name, VirtualLinkKind kind)
    {
        if (Find(name) is not { } found || !string.Equals(found.Kind, NameOf(kind), StringComparison.Ordinal))
            return false;
        Delete(found.Index);
        return true;
    }

    /// <summary>An interface is gone: where it was one of these, or the one below, it is made again when that is back.</summary>
    public void Forget(int interfaceIndex)
    {
        foreach (var (name, own) in _own)
        {
            if (own.Index == interfaceIndex || own.ParentIndex == interfaceIndex)
                _own.Remove(name); // the settings below stay until it is made again, or left out
        }
    }

    /// <summary>Removes all of them.</summary>
    public void Dispose()
    {
        foreach (var name in _own.Keys.ToArray())
            Remove(name);
        _sysctls.RestoreAll();
        _kernel.Dispose();
    }

    private static NetlinkSocket Open()
    {
        var socket = new NetlinkSocket(NETLINK_ROUTE);
        socket.TurnOn(NETLINK_EXT_ACK);
        return socket;
    }

    private static string NameOf(VirtualLinkKind kind) => kind == VirtualLinkKind.Macvlan ? "macvlan" : "ipvlan";

    private static string Describe(NetlinkError error, VirtualLinkKind kind) =>
        error.Number is Errno.EOPNOTSUPP ? $"it does not know {NameOf(kind)} (CONFIG_{NameOf(kind).ToUpperInvariant()}; perhaps its module is missing)"
        : error.Text is { } text ? $"{Errno.Text(error.Number)} ({text})" : Errno.Text(error.Number);

    private NetlinkError Create(int parentIndex, VirtualLink link) => Request(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, default, (ref NetlinkWriter w) =>
    {
        w.Attribute(IFLA_IFNAME, link.Name);
        w.Attribute(IFLA_LINK, (uint)parentIndex);
        if (link.Address is { } mac)
            w.Attribute(IFLA_ADDRESS, mac.GetAddressBytes());
        WriteKind(ref w, link.Kind, withMode: true);
    });

    private static void WriteKind(ref NetlinkWriter writer, VirtualLinkKind kind, bool withMode)
    {
        var information = writer.BeginNested(IFLA_LINKINFO);
        writer.Attribute(IFLA_INFO_KIND, NameOf(kind));
        if (withMode)
        {
            var data = writer.BeginNested(IFLA_INFO_DATA);
            if (kind == VirtualLinkKind.Macvlan)
                writer.Attribute(IFLA_MACVLAN_MODE, MACVLAN_MODE_PRIVATE);
            else
                writer.Attribute(IFLA_IPVLAN_MODE, IPVLAN_MODE_L2);
            writer.EndNested(data);
        }
        writer.EndNested(information);
    }

    private static void WriteNoAddresses(ref NetlinkWriter writer)
    {
        var families = writer.BeginNested(IFLA_AF_SPEC);
        var ipv6 = writer.BeginNested(SocketConstants.AF_INET6);
        writer.Attribute(IFLA_INET6_ADDR_GEN_MODE, IN6_ADDR_GEN_MODE_NONE);
        writer.EndNested(ipv6);
        writer.EndNested(families);
    }

    private void Delete(int index) => _ = Request(RTM_DELLINK, 0, new() { Index = index }, static (ref NetlinkWriter _) => { });

    private FoundLink? Find(string name)
    {
        var answer = new FoundLink();
        _ = Request(RTM_GETLINK, 0, default, (ref NetlinkWriter w) => w.Attribute(IFLA_IFNAME, name), answer);
        return answer.Index > 0 ? answer : null;
    }

    private NetlinkError Request(ushort type, ushort flags, in LinkMessage message, WriteAttributes write, INetlinkAnswer? answer = null)
    {
        var writer = _kernel.Batch.Begin(type, flags);
        writer.Fixed(message);
        write(ref writer);
        _kernel.Batch.End(writer);
        Span<NetlinkError> errors = [default];
        _kernel.Exchange(errors, answer);
        return errors[0];
    }

    private readonly record struct Own(VirtualLink Link, int ParentIndex, int Index, string Parent);

    private delegate void WriteAttributes(ref NetlinkWriter writer);

    /// <summary>An interface as the kernel describes it.</summary>
    private sealed class FoundLink : INetlinkAnswer
    {
        public int Index { get; private set; }

        public string Kind { get; private set; } = "";

        public void Begin() => Index = 0;

        public void Add(ReadOnlySpan<byte> payload)
        {
            if (payload.Length < Marshal.SizeOf<LinkMessage>())
                return;
            Index = MemoryMarshal.Read<LinkMessage>(payload).Index;
            var attributes = new NetlinkAttributes(payload[Marshal.SizeOf<LinkMessage>()..]);
            while (attributes.Next())
            {
                if (attributes.Type == IFLA_LINKINFO)
                    ReadKind(new(attributes.Value));
            }
        }

        private void ReadKind(NetlinkAttributes information)
        {
            while (information.Next())
            {
                if (information.Type == IFLA_INFO_KIND)
                    Kind = System.Text.Encoding.UTF8.GetString(information.Value.TrimEnd((byte)0));
            }
        }
    }
}
