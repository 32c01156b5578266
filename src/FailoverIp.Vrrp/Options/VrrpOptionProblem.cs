namespace FailoverIp.Vrrp;

/// <summary>Something in <see cref="VirtualRouterOptions"/> or <see cref="VrrpEngineOptions"/> that cannot work.</summary>
/// <param name="Option">The name of the option, such as <c>VirtualRouterId</c>.</param>
/// <param name="Message">What is wrong, one line for a person.</param>
/// <param name="IsWarning">True where the router runs all the same.</param>
public readonly record struct VrrpOptionProblem(string Option, string Message, bool IsWarning = false)
{
    /// <summary>The virtual router's name; null or empty where it concerns none or the one that was asked.</summary>
    public string? Router { get; init; }

    /// <summary>The place in the option's list, from 0; null where it concerns no one element of a list.</summary>
    public int? Index { get; init; }
}
