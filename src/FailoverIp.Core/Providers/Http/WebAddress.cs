namespace FailoverIp;

internal static class WebAddress
{
    /// <summary>Why an address cannot be used, or null.</summary>
    public static string? Problem(Uri? address) =>
        address is null ? "is missing"
        : !address.IsAbsoluteUri || address.Scheme is not ("https" or "http") || address.Host.Length == 0 ? "is not an http or https address"
        : address.UserInfo.Length > 0 ? "holds a user or password; they belong into options of their own"
        : address.Fragment.Length > 0 ? "has a fragment"
        : null;

    /// <summary>True where secrets would cross a network in plain text.</summary>
    public static bool IsExposed(Uri address) => address.Scheme == "http" && !address.IsLoopback;

    public static Uri AsFolder(Uri address) => new(address.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/");
}
