using FailoverIp.Vrrp.Netfilter;
using Microsoft.Extensions.Logging;

namespace FailoverIp.Node;

/// <summary>The redirections to this machine, for the virtual servers that ask for them. One caller at a time; a failure is told once and tried again with the next call.</summary>
/// <param name="servers">The virtual servers with <see cref="NodeVirtualServer.Bypass"/>, each with the instance it follows.</param>
/// <param name="rules">The kernel's packet filter.</param>
/// <param name="logger">Where failures are told.</param>
internal sealed class Bypass(IReadOnlyList<NodeVirtualServer> servers, IRedirectRules rules, ILogger logger)
{
    private volatile string? _problem;
    private bool _isClear = true;
    private bool _looked;

    /// <summary>Why the kernel does not have the rules, one line; null where it has.</summary>
    public string? Problem => _problem;

    /// <summary>
    /// Makes the rules what the roles say. While this node is Active nothing new is redirected: its own table decides where a connection goes. Connections
    /// that came here by redirection before go on.
    /// </summary>
    public void Follow(Func<string, bool> isActive)
    {
        if (servers.Count == 0)
            ClearLeftovers();
        else
            Apply([.. servers.Select(s => Rule(s) with { EstablishedOnly = isActive(s.Follows!) })]);
    }

    /// <summary>Leaves nothing behind.</summary>
    public void Clear()
    {
        if (!_isClear)
            Apply([]);
    }

    /// <summary>A run that crashed may have had rules that this one has not. Where nobody asked for rules, a kernel that can have none is no problem.</summary>
    private void ClearLeftovers()
    {
        if (_looked)
            return;
        _looked = true;
        try
        {
            if (rules.Apply([]).Changed)
                logger.RedirectsRemoved();
        }
        catch (Exception e) when (e is NetfilterException or PlatformNotSupportedException or IOException)
        {
            logger.NoLeftovers(e.Message);
        }
    }

    private static RedirectRule Rule(NodeVirtualServer server)
    {
        var key = server.Options.Key;
        return new(key.Address!.Address, key.Protocol, key.Address.Port == 0 ? null : (ushort)key.Address.Port);
    }

    private void Tell(IReadOnlyCollection<RedirectRule> rules, int flows)
    {
        if (rules.Where(r => !r.EstablishedOnly).ToList() is { Count: > 0 } redirected)
            logger.Redirecting(string.Join(", ", redirected), flows);
        else if (rules.Count > 0)
            logger.NotRedirecting();
        else
            logger.RedirectsRemoved();
    }

    private void Apply(IReadOnlyCollection<RedirectRule> wanted)
    {
        _isClear = false;
        try
        {
            var change = rules.Apply(wanted);
            if (change.Changed)
                Tell(wanted, change.ForgottenFlows);
            if (_problem is not null)
                logger.RedirectsAgain();
            _problem = null;
            _isClear = wanted.Count == 0;
        }
        catch (Exception e) when (e is NetfilterException or PlatformNotSupportedException or IOException)
        {
            if (_problem != e.Message)
                logger.CannotRedirect(e.Message);
            _problem = e.Message;
        }
    }
}
