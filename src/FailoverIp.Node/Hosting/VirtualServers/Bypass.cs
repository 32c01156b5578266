using System.Collections.Immutable;
using FailoverIp.Vrrp.Netfilter;
using Microsoft.Extensions.Logging;

namespace FailoverIp.Node;

/// <summary>The redirections to this machine, for the virtual servers that ask for them. One caller at a time; a failure is told once and tried again with the next call.</summary>
/// <param name="rules">The kernel's packet filter.</param>
/// <param name="logger">Where failures are told.</param>
internal sealed class Bypass(IRedirectRules rules, ILogger logger)
{
    private volatile string? _problem;
    private volatile ImmutableHashSet<string> _redirected = [];
    private bool _mayHaveLeftovers = true;
    private string? _unknown;

    /// <summary>Why the kernel does not have the rules, one line; null where it has.</summary>
    public string? Problem => _problem;

    /// <summary>Whether the kernel was made to redirect what arrives for a virtual server, and has not failed since.</summary>
    public bool Redirects(NodeVirtualServer server) => _redirected.Contains(server.Options.Name);

    /// <summary>
    /// Makes the rules what the roles say. While this node is Active nothing new is redirected: its own table decides where a connection goes. Connections
    /// that came here by redirection before go on.
    /// </summary>
    /// <param name="servers">The virtual servers with <see cref="NodeVirtualServer.Bypass"/>, each with the instance it follows; those of an earlier call that are left out are redirected no more.</param>
    /// <param name="active">The instances for which this node is Active.</param>
    public void Follow(IReadOnlyList<NodeVirtualServer> servers, IReadOnlySet<string> active)
    {
        if (servers.Count == 0)
            ClearLeftovers();
        else
            Apply(servers, active);
    }

    /// <summary>
    /// The rules of a node that is stopped, to be called when its addresses are gone. The directors that are left still hand clients to this machine's web
    /// server, which would drop them, or send them back, without the redirection.
    /// </summary>
    public void Leave(IReadOnlyList<NodeVirtualServer> servers)
    {
        Follow(servers, ImmutableHashSet<string>.Empty);
        if (servers.Count > 0 && _problem is null)
            logger.RedirectsStay(string.Join(", ", servers.Select(Rule)));
    }

    /// <summary>An earlier run, or the time before a reload, may have left rules that there are to be none of. Where nobody asked for rules, a kernel that can have none is no problem.</summary>
    private void ClearLeftovers()
    {
        if (!_mayHaveLeftovers)
            return;
        try
        {
            if (rules.Apply([]).Changed)
                logger.RedirectsRemoved();
            (_mayHaveLeftovers, _problem, _redirected) = (false, null, []);
        }
        catch (Exception e)
        {
            if (_unknown != e.Message)
                logger.NoLeftovers(Reason(e));
            _unknown = e.Message;
        }
    }

    private void Apply(IReadOnlyList<NodeVirtualServer> servers, IReadOnlySet<string> active)
    {
        _mayHaveLeftovers = true;
        try
        {
            RedirectRule[] wanted = [.. servers.Select(s => Rule(s) with { EstablishedOnly = active.Contains(s.Follows!) })];
            var change = rules.Apply(wanted);
            if (change.Changed)
                Tell(wanted, change.ForgottenFlows);
            if (_problem is not null)
                logger.RedirectsAgain();
            _problem = null;
            _redirected = [.. servers.Where(s => !active.Contains(s.Follows!)).Select(s => s.Options.Name)];
        }
        catch (Exception e)
        {
            // Whatever it is: whoever follows the roles goes on doing so.
            var reason = Reason(e);
            if (_problem != reason)
                logger.CannotRedirect(reason);
            _problem = reason;
            _redirected = [];
        }
    }

    private void Tell(IReadOnlyCollection<RedirectRule> rules, int flows)
    {
        if (rules.Where(r => !r.EstablishedOnly).ToList() is { Count: > 0 } redirected)
            logger.Redirecting(string.Join(", ", redirected), flows);
        else
            logger.NotRedirecting();
    }

    private static RedirectRule Rule(NodeVirtualServer server)
    {
        var key = server.Options.Key;
        return new(key.Address!.Address, key.Protocol, key.Address.Port == 0 ? null : (ushort)key.Address.Port);
    }

    private static string Reason(Exception e) => (e is NetfilterException ? e.Message : $"{e.GetType().Name}: {e.Message}").ReplaceLineEndings(" ");
}
