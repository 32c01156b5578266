using System.Globalization;
using System.Net;

namespace FailoverIp.Node;

/// <summary>
/// What the configuration file has words for and this version does not carry out. Each use is an error on its line: to pass over it in
/// silence would be a lie. A row goes when its feature comes.
/// </summary>
internal static class NotSupported
{
    private static readonly Row[] Rows =
    [
        new("Vrrp.SyncGroups", NotEmpty),
        new("Vrrp.Trackers", NotEmpty),
        new("Vrrp.Instances.*.Authentication.Type", n => Is(n, "Ah") || Is(n, "Hmac"), "this authentication"),
        new("Vrrp.Instances.*.VirtualAddresses.*", IsIPv6, "an IPv6 virtual router"),
        new("Vrrp.Instances.*.PreemptDelay", NotZero),
        new("Vrrp.Instances.*.UseVmac", True),
        new("Vrrp.Instances.*.VmacName", Given),
        new("Vrrp.Instances.*.VmacTransmitBase", True),
        new("Vrrp.Instances.*.SourceAddress", Given),
        new("Vrrp.Instances.*.UnicastPeers", NotEmpty),
        new("Vrrp.Instances.*.CheckUnicastSource", Given),
        new("Vrrp.Instances.*.VirtualRoutes", NotEmpty),
        new("Vrrp.Instances.*.VirtualRules", NotEmpty),
        new("Vrrp.Instances.*.TrackInterfaces", NotEmpty),
        new("Vrrp.Instances.*.TrackScripts", NotEmpty),
        new("Vrrp.Instances.*.TrackFiles", NotEmpty),
        new("Vrrp.Instances.*.TrackProcesses", NotEmpty),
        new("Vrrp.Instances.*.Accept", n => !True(n), "Accept: false"),
        new("Vrrp.Instances.*.Strict", True),
        new("Vrrp.Instances.*.LowerPriorityNoAdvert", True),
        new("Vrrp.Instances.*.HigherPrioritySendAdvert", True),
        new("Vrrp.Instances.*.DownTimerAdverts", n => !Is(n, "3"), "another value than 3"),
        new("Vrrp.Instances.*.Garp.Refresh", NotZero),
        new("Vrrp.Instances.*.Garp.RefreshRepeat", Given),
        new("Vrrp.Instances.*.Garp.LowerPriorityRepeat", Given),
        new("Vrrp.Instances.*.Garp.Interval", NotZero),
    ];

    /// <summary>The words of a virtual address that keepalived has and this version does not carry out.</summary>
    public static readonly IReadOnlyList<string> AddressWords =
        ["brd", "scope", "peer", "home", "nodad", "mngtmpaddr", "noprefixroute", "autojoin", "no_track", "use_vmac", "preferred_lft"];

    /// <summary>The keys of the rows.</summary>
    public static IEnumerable<string> Paths => Rows.Select(r => r.Path);

    /// <summary>The line about a part that is not carried out.</summary>
    public static string Message(string what) => $"{what} is not supported by this version";

    /// <summary>Reports every use; what only a node would do is a warning where none is to run.</summary>
    public static void Check(ConfigurationNode section, ProblemList problems, bool runsNode)
    {
        foreach (var row in Rows)
        {
            foreach (var node in Match(section, row.Path.Split('.'), 0))
            {
                if (!problems.HasErrorAt(node.Path) && row.IsUsed(node))
                    problems.Add(node.Location, Message(row.What is null ? node.Path : $"{node.Path}: {row.What}"), node.Path, isWarning: !runsNode && row.IsOfNode);
            }
        }
    }

    private static IEnumerable<ConfigurationNode> Match(ConfigurationNode node, string[] path, int at)
    {
        if (at == path.Length)
            return [node];
        var next = path[at] == "*" ? node.Children.Select(c => c.Value) : node[path[at]] is { } child ? [child] : [];
        return next.SelectMany(n => Match(n, path, at + 1));
    }

    private static bool NotEmpty(ConfigurationNode node) => node.Children.Count > 0;

    private static bool Given(ConfigurationNode node) => node.Kind != NodeKind.Null;

    private static bool True(ConfigurationNode node) => Is(node, "true");

    private static bool Is(ConfigurationNode node, string value) => string.Equals(node.Text, value, StringComparison.OrdinalIgnoreCase);

    private static bool NotZero(ConfigurationNode node) => TimeSpan.TryParse(node.Text, CultureInfo.InvariantCulture, out var time) && time != TimeSpan.Zero;

    private static bool IsIPv6(ConfigurationNode node)
    {
        var text = node.Text ?? node["Address"]?.Text ?? "";
        return IPAddress.TryParse(text.TrimStart().Split(' ', '/', '\t')[0], out var address) && address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6;
    }

    /// <param name="Path">The key; a star is any name.</param>
    /// <param name="IsUsed">Whether the value asks for the feature.</param>
    /// <param name="What">The feature in words; the key itself where null.</param>
    private sealed record Row(string Path, Func<ConfigurationNode, bool> IsUsed, string? What = null)
    {
        /// <summary>Whether it matters to a running node alone.</summary>
        public bool IsOfNode => !Path.StartsWith("Providers.", StringComparison.Ordinal);
    }
}
