namespace FailoverIp.Vrrp;

/// <summary>The state of a virtual router (RFC 9568 section 6.4), and keepalived's Fault.</summary>
public enum VrrpState
{
    /// <summary>Not started, or stopped.</summary>
    Initialize,

    /// <summary>Watching the Active router. keepalived calls it BACKUP.</summary>
    Backup,

    /// <summary>Forwarding for the virtual addresses. keepalived calls it MASTER.</summary>
    Active,

    /// <summary>Unable to take part: the interface is missing or down, or has no address to send from.</summary>
    Fault,
}
