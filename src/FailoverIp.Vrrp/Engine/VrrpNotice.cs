namespace FailoverIp.Vrrp;

/// <summary>Something a person may want to know that changes no state; told once per change, never per packet.</summary>
/// <param name="Router">The virtual router's name; empty where it concerns an interface or the whole engine.</param>
/// <param name="Message">What it is, one line.</param>
public readonly record struct VrrpNotice(string Router, string Message);
