using System.Net;

namespace FailoverIp.Node;

/// <summary>What <c>global_defs</c> says, as far as others need it. What was not given is null.</summary>
internal sealed class ConfGlobals
{
    /// <summary>The user and group of scripts that name none, as they were written.</summary>
    public Given<(string User, string? Group)>? ScriptUser { get; set; }

    public bool IsScriptSecurityEnabled { get; set; }

    /// <summary>Interfaces need not exist yet.</summary>
    public bool HasDynamicInterfaces { get; set; }

    public string? DefaultInterface { get; set; }

    public int VrrpVersion { get; set; } = 2;

    public Given<IPAddress>? Group4 { get; set; }

    public Given<IPAddress>? Group6 { get; set; }

    public Given<bool>? IsStrict { get; set; }

    public Given<bool>? ChecksUnicastSource { get; set; }

    public Given<bool>? LowerPriorityNoAdvert { get; set; }

    public Given<bool>? HigherPrioritySendAdvert { get; set; }

    public Given<bool>? OwnerIgnoresAdverts { get; set; }

    public Given<bool>? ChecksumAsVersion2 { get; set; }

    public Given<int>? DownTimerAdverts { get; set; }

    public Given<bool>? NotifyPriorityChanges { get; set; }

    public Given<string>? VmacPrefix { get; set; }

    /// <summary>The keys of <c>Vrrp.Garp</c>.</summary>
    public ConfGarp Garp { get; } = new();

    /// <summary>Checks tell of every failure that do not say otherwise.</summary>
    public bool LogsAllFailures { get; set; }

    /// <summary>The keys of <c>Ipvs</c>, ready to be written.</summary>
    public Dictionary<string, Action<ConfigurationNode>> Ipvs { get; } = new(StringComparer.Ordinal);

    public Given<TimeSpan>? StartupDelay { get; set; }

    public Given<TimeSpan>? DelayAfterBoot { get; set; }
}
