namespace FailoverIp.Vrrp;

/// <summary>Why bytes are no whole IP packet.</summary>
internal enum IPPacketFault
{
    /// <summary>They are.</summary>
    None,

    /// <summary>Shorter than the fixed header.</summary>
    TooShort,

    /// <summary>The version in the header is another one.</summary>
    OtherVersion,

    /// <summary>The header's length is less than 20 bytes, or more than there is, or more than the total length.</summary>
    BadHeaderLength,

    /// <summary>One fragment of a packet.</summary>
    Fragment,

    /// <summary>The packet ends before its stated length.</summary>
    Truncated,
}
