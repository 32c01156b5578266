namespace FailoverIp.Lvs.Sockets;

/// <summary>What a check speaks over.</summary>
internal enum SocketKind
{
    /// <summary>A TCP connection.</summary>
    Tcp,

    /// <summary>UDP datagrams.</summary>
    Udp,

    /// <summary>ICMP echo.</summary>
    Echo,
}
