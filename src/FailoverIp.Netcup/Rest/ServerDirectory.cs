using System.Collections.Concurrent;
using System.Globalization;

namespace FailoverIp.Netcup;

/// <summary>
/// Servers by what the configuration calls them: the name, or the number. Each is looked up once and remembered until the service says that
/// it is not there. Safe for concurrent use.
/// </summary>
internal sealed class ServerDirectory(ScpClient client)
{
    private readonly ConcurrentDictionary<string, ScpServer> _servers = new(StringComparer.Ordinal);

    /// <summary>Remembers a server that another answer named; what is known already (its site) stays.</summary>
    public void Learn(ScpServer server)
    {
        if (server.Id <= 0 || server.Name is not { Length: > 0 } name)
            return;
        Remember(name, server);
        Remember(server.Id.ToString(CultureInfo.InvariantCulture), server);
    }

    /// <summary>The server with this name or number.</summary>
    /// <exception cref="FailoverIpException">There is none (<see cref="FailoverErrorKind.NotFound"/>), or the service could not tell.</exception>
    public async Task<ScpServer> FindAsync(string target, RequestBounds bounds) =>
        _servers.TryGetValue(target, out var known) ? known : Remember(target, await LookUpAsync(target, bounds).ConfigureAwait(false));

    /// <summary>
    /// The same, looked up anew and with its site, so that a server which was set up again under its old name is found before its old number is
    /// written to.
    /// </summary>
    /// <exception cref="FailoverIpException">There is none, or the service could not tell; what is remembered stays in the second case only.</exception>
    public async Task<ScpServer> RefreshAsync(string target, RequestBounds bounds)
    {
        try
        {
            var server = Remember(target, await LookUpAsync(target, bounds).ConfigureAwait(false));
            return server.Site is not null ? server : Remember(target, await client.GetServerAsync(server.Id, bounds).ConfigureAwait(false));
        }
        catch (FailoverIpException e) when (e.Kind == FailoverErrorKind.NotFound)
        {
            Forget(target);
            throw;
        }
    }

    /// <summary>Looks it up anew next time.</summary>
    public void Forget(string target) => _servers.TryRemove(target, out _);

    private ScpServer Remember(string target, ScpServer server) =>
        _servers.AddOrUpdate(target, server, (_, known) => known.Id == server.Id ? server with { Site = server.Site ?? known.Site } : server);

    private async Task<ScpServer> LookUpAsync(string target, RequestBounds bounds)
    {
        if (IsNumber(target, out var id))
            return await client.GetServerAsync(id, bounds).ConfigureAwait(false);
        var found = await client.FindServersAsync(target, bounds).ConfigureAwait(false);
        return Array.Find(found, s => s is { Id: > 0 } && string.Equals(s.Name, target, StringComparison.Ordinal))
            ?? throw new FailoverIpException(FailoverErrorKind.NotFound, $"this netcup account has no server named '{OneLine.Of(target)}'");
    }

    private static bool IsNumber(string target, out int id) => int.TryParse(target, NumberStyles.None, CultureInfo.InvariantCulture, out id);
}
