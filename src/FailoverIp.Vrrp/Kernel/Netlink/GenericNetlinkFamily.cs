using System.Runtime.InteropServices;
using FailoverIp.Vrrp.Native;
using static FailoverIp.Vrrp.Kernel.Netlink.NetlinkConstants;

namespace FailoverIp.Vrrp.Kernel.Netlink;

/// <summary>A family of generic netlink, such as IPVS: its number differs from boot to boot and is asked for by name (CTRL_CMD_GETFAMILY).</summary>
internal sealed class GenericNetlinkFamily(NetlinkConversation conversation, string name, byte version) : INetlinkAnswer
{
    /// <summary>How long <c>struct genlmsghdr</c> is.</summary>
    public const int HeaderLength = 4;

    /// <summary>The family's number; 0 until it is known.</summary>
    public ushort Id { get; private set; }

    /// <summary>
    /// Asks for the family's number; the kernel loads the module that has it, where it can. Returns ENOENT where there is no such family.
    /// </summary>
    public NetlinkError Resolve()
    {
        Id = 0;
        var writer = conversation.Batch.Begin(GENL_ID_CTRL);
        writer.Fixed(new Header { Command = CTRL_CMD_GETFAMILY, Version = 1 });
        writer.Attribute(CTRL_ATTR_FAMILY_NAME, name);
        conversation.Batch.End(in writer);
        Span<NetlinkError> errors = new NetlinkError[1];
        conversation.Exchange(errors, this);
        return errors[0].Number == 0 && Id == 0 ? new(Errno.ENOENT) : errors[0];
    }

    /// <summary>Begins a message of this family in the conversation's batch.</summary>
    public NetlinkWriter Begin(byte command, ushort flags = 0)
    {
        var writer = conversation.Batch.Begin(Id, flags);
        writer.Fixed(new Header { Command = command, Version = version });
        return writer;
    }

    void INetlinkAnswer.Begin() => Id = 0;

    void INetlinkAnswer.Add(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < HeaderLength)
            return;
        var attributes = new NetlinkAttributes(payload[HeaderLength..], conversation.Order);
        while (attributes.Next())
        {
            if (attributes.Type == CTRL_ATTR_FAMILY_ID && attributes.TryUInt16(out var id))
                Id = id;
        }
    }

    /// <summary>struct genlmsghdr.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Header
    {
        public byte Command;
        public byte Version;
        public ushort Reserved;
    }
}
