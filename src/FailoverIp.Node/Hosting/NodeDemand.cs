using FailoverIp.Lvs;

namespace FailoverIp.Node;

/// <summary>
/// What options have to be like, also where no configuration was checked: an address that follows nothing would never be kept, and nobody would know.
/// </summary>
internal static class NodeDemand
{
    /// <summary>The options themselves.</summary>
    /// <exception cref="FailoverIpException">They do not fit together (<see cref="FailoverErrorKind.Configuration"/>).</exception>
    public static NodeOptions Of(NodeOptions options)
    {
        var problems = Problems(options).ToList();
        return problems.Count == 0 ? options : throw new FailoverIpException(FailoverErrorKind.Configuration, string.Join("; ", problems));
    }

    private static IEnumerable<string> Problems(NodeOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.Name))
            yield return "Node: the name is empty";
        if (options is { StatusListen: { IsLoopback: false } url, StatusToken: null })
            yield return $"Status.Listen: {url.Host} is not a loopback address: whoever can reach it would see the status of this node; it needs a token";
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var twice in options.Instances.Where(i => !names.Add(i.Name)))
            yield return $"Vrrp.Instances.{twice.Name} is there twice";
        foreach (var lost in options.Addresses.Where(a => a.Follows is not null && !names.Contains(a.Follows)))
            yield return $"Addresses.{lost.Route.Name}.Follows: there is no VRRP instance \"{lost.Follows}\"";
        foreach (var address in options.Addresses.Where(a => a.HandOver is { } h && (h.Timeout <= TimeSpan.Zero || h.Timeout > TimeSpan.FromSeconds(20))))
            yield return $"Addresses.{address.Route.Name}.HandOver.Timeout: {address.HandOver!.Timeout:c} is not between more than zero and 20 seconds";
        foreach (var server in options.VirtualServers)
        {
            var path = $"VirtualServers.{server.Options.Name}";
            if (ServiceRole.Of(server, options) is { } role)
            {
                if (!names.Contains(role))
                    yield return $"{path}.Follows: there is no VRRP instance \"{role}\"";
            }
            else if (server.Bypass || server.Options is { HaSuspend: true, Key.Address: null })
                yield return $"{path}.{(server.Bypass ? "Bypass" : "HaSuspend")}: no VRRP instance says when this node is Active for it";
            if (server is { Bypass: true, Options.Key.Address: null })
                yield return $"{path}.Bypass: a firewall mark has no address";
        }
        foreach (var problem in VirtualServerValidator.Validate(options.VirtualServers.Select(s => s.Options)).Where(p => !p.IsWarning))
            yield return $"VirtualServers.{problem.VirtualServer}{(problem.Option.Length == 0 ? "" : "." + problem.Option.Replace(':', '.'))}: {problem.Message}";
    }
}
