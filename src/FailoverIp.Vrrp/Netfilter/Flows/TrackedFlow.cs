using System.Buffers.Binary;
using FailoverIp.Vrrp.Ipvs;
using FailoverIp.Vrrp.Kernel.Netlink;
using static FailoverIp.Vrrp.Netfilter.Flows.FlowConstants;

namespace FailoverIp.Vrrp.Netfilter.Flows;

/// <summary>What a message of connection tracking says of a flow: where its first packet went, and whether its destination is translated.</summary>
internal ref struct TrackedFlow
{
    /// <summary>The original direction, as the kernel wants it back to name the flow.</summary>
    public ReadOnlySpan<byte> Tuple;

    public ReadOnlySpan<byte> Zone;
    public ReadOnlySpan<byte> Id;
    public ReadOnlySpan<byte> Destination;
    public byte Protocol;
    public ushort Port;
    public bool IsTranslated;

    /// <summary>Reads the attributes behind <see cref="NetfilterHeader"/>.</summary>
    public static TrackedFlow Read(ReadOnlySpan<byte> attributes)
    {
        var flow = new TrackedFlow();
        var walk = new NetlinkAttributes(attributes);
        while (walk.Next())
        {
            switch (walk.Type)
            {
                case CTA_TUPLE_ORIG:
                    flow.ReadTuple(walk.Value);
                    break;
                case CTA_STATUS when walk.Value.Length >= sizeof(uint):
                    flow.IsTranslated = (BinaryPrimitives.ReadUInt32BigEndian(walk.Value) & IPS_DST_NAT) != 0;
                    break;
                case CTA_ID:
                    flow.Id = walk.Value;
                    break;
                case CTA_ZONE:
                    flow.Zone = walk.Value;
                    break;
            }
        }
        return flow;
    }

    /// <summary>True where the flow is one that a rule is about.</summary>
    public readonly bool Matches(RedirectRule rule)
    {
        Span<byte> address = stackalloc byte[16];
        return rule.Address.TryWriteBytes(address, out var length) && Destination.SequenceEqual(address[..length])
            && Protocol == (byte)rule.Protocol && (rule.Port is not { } port || Port == port);
    }

    /// <summary>True where a rule wants the kernel to look at the flow anew: see <see cref="IRedirectRules.Apply"/>.</summary>
    public readonly bool IsOutdatedBy(RedirectRule rule) =>
        Matches(rule) && (rule.EstablishedOnly ? IsTranslated && rule.Protocol == IpvsProtocol.Udp : !IsTranslated);

    private void ReadTuple(ReadOnlySpan<byte> value)
    {
        Tuple = value;
        var parts = new NetlinkAttributes(value);
        while (parts.Next())
        {
            var walk = new NetlinkAttributes(parts.Value);
            while (parts.Type is CTA_TUPLE_IP && walk.Next())
            {
                if (walk.Type is CTA_IP_V4_DST or CTA_IP_V6_DST)
                    Destination = walk.Value;
            }
            while (parts.Type is CTA_TUPLE_PROTO && walk.Next())
            {
                if (walk.Type == CTA_PROTO_NUM && walk.Value.Length > 0)
                    Protocol = walk.Value[0];
                else if (walk.Type == CTA_PROTO_DST_PORT && walk.Value.Length >= sizeof(ushort))
                    Port = BinaryPrimitives.ReadUInt16BigEndian(walk.Value);
            }
        }
    }
}
