using FailoverIp.Vrrp;

namespace FailoverIp.Node;

/// <summary>Finds the line of what a problem of the engine's options is about.</summary>
internal static class OptionPlace
{
    /// <summary>The keys of options that have another name, or several.</summary>
    private static readonly Dictionary<string, string[]> Keys = new(StringComparer.Ordinal)
    {
        ["Authentication"] = ["Authentication.PasswordFile", "Authentication.Password", "Authentication.Keys", "Authentication"],
        ["Password"] = ["Authentication.PasswordFile", "Authentication.Password", "Authentication"],
        ["UseAuthenticationHeader"] = ["Authentication.Type", "Authentication"],
        ["Hmac"] = ["Authentication.Keys", "Authentication"],
        ["VirtualMac"] = ["UseVmac", "UseIpvlan"],
        ["VirtualMac.Name"] = ["VmacName", "UseVmac", "UseIpvlan"],
        ["VirtualMac.Address"] = ["VmacAddress", "UseVmac"],
        ["VirtualMac.TransmitOnBase"] = ["VmacTransmitBase"],
        ["AnnouncementGroups"] = ["GarpGroups"],
        ["TrackedInterfaces"] = ["TrackInterfaces"],
        ["TrackedHealth"] = ["TrackScripts", "TrackFiles", "TrackProcesses", "TrackHealthChecks"],
        ["Garp.ArpInterval"] = ["Garp.Interval"],
    };

    /// <summary>Tells all of them. Where something in a list could not be read, the engine has not seen it: places are counted without it.</summary>
    public static void Tell(IEnumerable<VrrpOptionProblem> found, ConfigurationNode section, ProblemList problems)
    {
        foreach (var place in found.Select(p => Find(p, section, problems)).ToList())
        {
            if (!problems.HasErrorAt(place.Key) || place.Problem.IsWarning)
                problems.Add(place.Node.Location, $"{place.Path}: {place.Problem.Message}{Other(section, place.Problem)}", place.Key, place.Problem.IsWarning);
        }
    }

    /// <summary>A problem that only the machine could find, as one of the configuration.</summary>
    public static ConfigurationProblem Locate(VrrpOptionProblem problem, ConfigurationNode section)
    {
        var place = Find(problem, section, new());
        return new(place.Node.Location.Source, place.Node.Location.Line, $"{place.Path}: {problem.Message}", problem.IsWarning);
    }

    private static Place Find(VrrpOptionProblem problem, ConfigurationNode section, ProblemList problems)
    {
        var owner = string.IsNullOrEmpty(problem.Router) ? section : section["Instances"]?[problem.Router] ?? section;
        // Of the longest key that is there: an option of a missing section is told at the instance.
        var option = problem.Option.Replace("Announcements.", "Garp.", StringComparison.Ordinal);
        var named = (Keys.GetValueOrDefault(option) ?? [option]).Select(k => (Key: k, Node: At(owner, k))).FirstOrDefault(k => k.Node is not null, (Key: option, Node: null));
        // Several keys say one thing: an error in one of them is known, and what follows from it is not told again.
        var key = Keys.ContainsKey(option) && option is "Authentication" or "Password" ? "Authentication" : named.Key;
        var path = owner.ChildPath(key);
        if (named.Node is not { } list)
            return new(problem, owner, path, path);
        if (problem.Index is not { } index)
            return new(problem, Element(list, problem.Message), path, path);
        var element = list.Children.Select(c => c.Value).Where(c => !problems.HasErrorAt(c)).ElementAtOrDefault(index);
        return element is null ? new(problem, list, path, path) : new(problem, element, path, element.Path);
    }

    private static ConfigurationNode? At(ConfigurationNode owner, string key)
    {
        ConfigurationNode? node = owner;
        foreach (var part in key.Split('.'))
            node = node?[part];
        return node;
    }

    /// <summary>The element of a list that the message begins with.</summary>
    private static ConfigurationNode Element(ConfigurationNode list, string message) =>
        list.Children.Where(c => Begins(message, c.Value.Kind == NodeKind.Object && list.Kind != NodeKind.Array ? c.Key : Subject(c.Value))).Select(c => c.Value).FirstOrDefault()
        ?? list.Children.Where(c => list.Kind == NodeKind.Object && Begins(message, c.Key)).Select(c => c.Value).FirstOrDefault() ?? list;

    private static string Subject(ConfigurationNode item) => (item.Text ?? item["Address"]?.Text ?? item["To"]?.Text ?? "").Trim().Split(' ', '\t')[0].Split('/')[0];

    private static bool Begins(string message, string word) =>
        word.Length > 0 && message.StartsWith(word, StringComparison.Ordinal) && (message.Length == word.Length || message[word.Length] is ' ' or ':' or '/');

    /// <summary>Where the other instance of a collision is.</summary>
    private static string Other(ConfigurationNode section, VrrpOptionProblem problem)
    {
        var name = problem.Message[(problem.Message.LastIndexOf(' ') + 1)..];
        return problem.Option == nameof(VirtualRouterOptions.VirtualRouterId) && section["Instances"]?[name] is { Location.Line: > 0 and var line } ? $" (line {line})" : "";
    }

    /// <param name="Problem">The problem.</param>
    /// <param name="Node">Where it stands.</param>
    /// <param name="Path">The path that it is told by.</param>
    /// <param name="Key">The path that another problem would be the same at.</param>
    private readonly record struct Place(VrrpOptionProblem Problem, ConfigurationNode Node, string Path, string Key);
}
