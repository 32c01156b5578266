namespace FailoverIp.Vrrp;

/// <summary>Virtual routers of this process that change together.</summary>
internal sealed class SyncGroup(string name, VirtualRouter[] members)
{
    public string Name { get; } = name;

    public VirtualRouter[] Members { get; } = members;

    /// <summary>True where all of them own their addresses: then none waits for the others.</summary>
    public bool IsOwners { get; } = Array.TrueForAll(members, m => m.Options.Priority == ElectionParameters.OwnerPriority);

    /// <summary>True while its members are being taken along.</summary>
    public bool IsChanging { get; set; }

    /// <summary>True where every member wants to become Active, or is it already.</summary>
    public bool IsUnanimous
    {
        get
        {
            foreach (var member in Members)
            {
                if (member.Election is { State: not VrrpState.Active, WantsActive: false })
                    return false;
            }
            return true;
        }
    }
}
