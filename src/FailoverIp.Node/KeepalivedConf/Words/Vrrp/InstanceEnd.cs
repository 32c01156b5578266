namespace FailoverIp.Node;

/// <summary>What is looked at where the block of an instance ends.</summary>
internal static class InstanceEnd
{
    public static void Check(ConfInstance instance, ConfContext context)
    {
        if (instance.UnicastAt is not null && instance.VirtualLink is not null)
        {
            if (instance.Interface is null)
            {
                context.Complain("use_vmac with unicast needs an interface; it is left out");
                instance.VirtualLink = null;
            }
            else if (instance.TransmitsOnBase is null)
            {
                context.Complain("use_vmac with unicast needs vmac_xmit_base, which is taken");
                instance.TransmitsOnBase = new(true, instance.VirtualLink.At);
            }
        }
        if (instance.Peers.Count == 0 && instance.UnicastTtl is not null)
        {
            context.Complain("unicast_ttl is of an instance with unicast peers; it is left out");
            instance.UnicastTtl = null;
        }
    }
}
