namespace FailoverIp.Vrrp;

/// <summary>The checksum of an observed advert.</summary>
public enum VrrpObservedChecksum
{
    /// <summary>Right, over the message and the pseudo-header.</summary>
    PseudoHeader,

    /// <summary>Right, over the message alone.</summary>
    MessageOnly,

    /// <summary>Wrong.</summary>
    Bad,
}
