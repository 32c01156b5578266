namespace FailoverIp.Lvs;

/// <summary>An option of a virtual server, its sorry server, a real server or a check. Its text is made where something is wrong with it, which it seldom is.</summary>
/// <param name="Name">The option; for a sorry server with what it belongs to before it.</param>
/// <param name="RealServer">Which real server it is of; negative for none.</param>
/// <param name="Check">Which of its checks; negative for none.</param>
internal readonly record struct OptionPath(string Name, int RealServer = -1, int Check = -1)
{
    /// <summary>Another option at this place.</summary>
    public OptionPath this[string option] => this with { Name = Name + option };

    /// <summary>As in the configuration file: <c>RealServers:0:Checks:1:Retry</c>.</summary>
    public override string ToString() => (RealServer, Check) switch
    {
        ( < 0, _) => Name,
        (_, < 0) => $"RealServers:{RealServer}:{Name}",
        _ => $"RealServers:{RealServer}:Checks:{Check}:{Name}",
    };
}
