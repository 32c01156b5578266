using FailoverIp.Vrrp.Netfilter;

namespace FailoverIp.Node;

/// <summary>
/// Redirections with a note in the file system for as long as some of them may stand in the kernel: a later run that is to have none finds by it that there is
/// something to remove. The packet filter itself is not asked for that: asking loads it into kernels that do not use it.
/// </summary>
/// <param name="rules">The redirections.</param>
/// <param name="path">The note.</param>
internal sealed class NotedRedirects(IRedirectRules rules, string path) : IRedirectRules
{
    private bool _isNoted;

    /// <summary>Whether an earlier run has left the note.</summary>
    public bool HasNote => File.Exists(path);

    public RedirectChange Apply(IReadOnlyCollection<RedirectRule> wanted)
    {
        if (wanted.Count > 0 && !_isNoted)
            _isNoted = Try(Note);
        var change = rules.Apply(wanted);
        if (wanted.Count == 0)
            _isNoted = !Try(() => File.Delete(path));
        return change;
    }

    private void Note()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, []);
    }

    /// <summary>A redirection is worth more than its note.</summary>
    private static bool Try(Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
