namespace FailoverIp.Node;

/// <summary>An interface, as far as a configuration depends on it.</summary>
/// <param name="Name">Its name.</param>
internal sealed record ConfInterface(string Name)
{
    /// <summary>It is not there yet.</summary>
    public bool IsMissing { get; init; }

    public bool IsLoopback { get; init; }

    public bool IsMulticast { get; init; } = true;

    public bool IsEthernet { get; init; } = true;

    public int Mtu { get; init; } = 1500;

    /// <summary>macvlan, ipvlan, or another kind as the kernel names it; null for none.</summary>
    public string? Kind { get; init; }
}

/// <summary>What a configuration asks of the machine that it is read on.</summary>
internal interface IConfMachine
{
    /// <summary>The interface of a name; null where there is none.</summary>
    ConfInterface? FindInterface(string name);

    /// <summary>Whether there is a user of this name; as with keepalived, a number is no name.</summary>
    bool HasUser(string name);

    /// <summary>Whether there is a group of this name; a number is no name.</summary>
    bool HasGroup(string name);

    /// <summary>Whether this process works in the network namespace of a name; an empty name is the machine's own.</summary>
    bool IsInNamespace(string name);

    /// <summary>Whether root owns a file or folder, and nobody else may write to it.</summary>
    bool IsRootsAlone(string path);
}
