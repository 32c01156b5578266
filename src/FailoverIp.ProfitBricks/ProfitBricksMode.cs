namespace FailoverIp.ProfitBricks;

/// <summary>How traffic for a failover address finds the Active node.</summary>
public enum ProfitBricksMode
{
    /// <summary>
    /// All members of an IP failover group hold the address; gratuitous ARP moves the traffic. The API is only asked whether the group is sound,
    /// and no call of it stands in the way of a takeover.
    /// </summary>
    FailoverGroup,

    /// <summary>The API takes the address off the NIC that holds it and puts it on this node's. Takes two requests, one after the other.</summary>
    NicMove,
}
