namespace FailoverIp.Vrrp.Netfilter.Flows;

/// <summary>Numbers of connection tracking over netlink (linux/nfnetlink_conntrack.h, nf_conntrack_common.h), under their kernel names.</summary>
internal static class FlowConstants
{
    public const ushort NFNL_SUBSYS_CTNETLINK = 1;
    public const ushort IPCTNL_MSG_CT_GET = 1;
    public const ushort IPCTNL_MSG_CT_DELETE = 2;

    public const ushort CTA_TUPLE_ORIG = 1;
    public const ushort CTA_STATUS = 3;
    public const ushort CTA_ID = 12;
    public const ushort CTA_ZONE = 18;

    public const ushort CTA_TUPLE_IP = 1;
    public const ushort CTA_TUPLE_PROTO = 2;
    public const ushort CTA_IP_V4_DST = 2;
    public const ushort CTA_IP_V6_DST = 4;
    public const ushort CTA_PROTO_NUM = 1;
    public const ushort CTA_PROTO_DST_PORT = 3;

    public const uint IPS_DST_NAT = 1 << 5;
}
