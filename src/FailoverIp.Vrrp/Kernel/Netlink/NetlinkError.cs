using System.Text;
using static FailoverIp.Vrrp.Kernel.Netlink.NetlinkConstants;

namespace FailoverIp.Vrrp.Kernel.Netlink;

/// <summary>What the kernel says at the end of an answer (NLMSG_ERROR, NLMSG_DONE): an error number, 0 for none, and its words where it has some.</summary>
internal readonly record struct NetlinkError(int Number, string? Text = null)
{
    private const int HeaderLength = 16;
    private const int LongestText = 256;

    /// <summary>Reads the end of an answer; false where the message is too short to be one.</summary>
    public static bool TryRead(in NetlinkReader message, NetlinkByteOrder order, out NetlinkError error)
    {
        error = default;
        var payload = message.Payload;
        if (payload.Length < sizeof(int))
            return false;
        var number = -(int)order.UInt32(payload);
        error = new(number < 0 ? 0 : number); // the last message of a dump may hold a positive number
        if (error.Number != 0 && (message.Flags & NLM_F_ACK_TLVS) != 0)
            error = error with { Text = ReadText(payload[sizeof(int)..], message, order) };
        return true;
    }

    // NLMSG_ERROR repeats the request between the number and the attributes: its header only, where it is capped.
    private static string? ReadText(ReadOnlySpan<byte> rest, in NetlinkReader message, NetlinkByteOrder order)
    {
        if (message.Type == NLMSG_ERROR)
        {
            if (rest.Length < HeaderLength)
                return null;
            var request = (message.Flags & NLM_F_CAPPED) != 0 ? HeaderLength : (order.UInt32(rest) + 3L) & ~3L;
            if (request > rest.Length)
                return null;
            rest = rest[(int)request..];
        }
        var attributes = new NetlinkAttributes(rest, order);
        while (attributes.Next())
        {
            if (attributes.Type == NLMSGERR_ATTR_MSG)
                return Clean(attributes.Value);
        }
        return null;
    }

    private static string Clean(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf((byte)0);
        text = end >= 0 ? text[..end] : text;
        return string.Create(Math.Min(text.Length, LongestText), text, static (target, source) =>
        {
            for (var i = 0; i < target.Length; i++)
                target[i] = source[i] is >= 0x20 and < 0x7f ? (char)source[i] : '?';
        });
    }
}
