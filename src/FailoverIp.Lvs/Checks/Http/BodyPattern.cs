using System.Text;
using System.Text.RegularExpressions;

namespace FailoverIp.Lvs.Http;

/// <summary>
/// A regular expression over the bytes of a body. Bytes are taken for the characters of Latin-1, one each, and so are the UTF-8 bytes of the pattern:
/// offsets count bytes, and a pattern that is not ASCII finds itself.
/// </summary>
internal sealed class BodyPattern
{
    /// <summary>So many bytes of a body are searched.</summary>
    public const int Window = 1 << 20;

    // One thread makes all checks. Without backtracking the time grows with the body alone, which has its bound; with it there is no bound but this one.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BacktrackingPatience = TimeSpan.FromMilliseconds(50);
    private readonly Regex _regex;
    private readonly string _shown;
    private readonly bool _mustNotMatch;
    private readonly int _min;
    private readonly int _max;

    /// <exception cref="ArgumentException">It is not a regular expression, or an offset is out of range; the message names the option.</exception>
    public BodyPattern(HttpCheckUrl url)
    {
        if (url.RegexMinOffset is < 0 or >= Window)
            throw BadOption.Of($"{nameof(url.RegexMinOffset)}: {url.RegexMinOffset} is not in 0 to {Window - 1}");
        if (url.RegexMaxOffset < url.RegexMinOffset)
            throw BadOption.Of($"{nameof(url.RegexMaxOffset)}: {url.RegexMaxOffset} is less than {nameof(url.RegexMinOffset)} ({url.RegexMinOffset})");
        _regex = Compile(url.Regex!, url.RegexOptions | RegexOptions.CultureInvariant);
        _shown = Shown(url.Regex!);
        _mustNotMatch = url.RegexNoMatch;
        _min = url.RegexMinOffset;
        _max = url.RegexMaxOffset ?? int.MaxValue;
    }

    /// <summary>Null where the body is as it should be; else what is wrong with it.</summary>
    public string? Problem(ReadOnlySpan<char> body)
    {
        try
        {
            var found = Found(body);
            return found != _mustNotMatch ? null : found ? $"the body matches '{_shown}'" : $"the body does not match '{_shown}'";
        }
        catch (RegexMatchTimeoutException)
        {
            return $"matching '{_shown}' took longer than {_regex.MatchTimeout.TotalSeconds:0.##} s";
        }
    }

    // The first match is the one that begins earliest: where it begins too late, so do all.
    private bool Found(ReadOnlySpan<char> body)
    {
        if (_min > body.Length)
            return false;
        foreach (var match in _regex.EnumerateMatches(body, _min))
            return match.Index <= _max;
        return false;
    }

    private static string Shown(string pattern)
    {
        const int longest = 100;
        var line = string.Concat(pattern.Select(c => char.IsControl(c) ? '.' : c));
        return line.Length > longest ? line[..longest] + "…" : line;
    }

    private static Regex Compile(string pattern, RegexOptions options)
    {
        var bytes = Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(pattern));
        try
        {
            return new(bytes, options | RegexOptions.NonBacktracking, Patience);
        }
        catch (NotSupportedException)
        {
            return Backtracking(bytes, options); // look-around and back-references
        }
        catch (ArgumentException e)
        {
            throw BadOption.Of($"{nameof(HttpCheckUrl.Regex)}: {e.Message}", e);
        }
    }

    private static Regex Backtracking(string pattern, RegexOptions options)
    {
        try
        {
            return new(pattern, options, BacktrackingPatience);
        }
        catch (ArgumentException e)
        {
            throw BadOption.Of($"{nameof(HttpCheckUrl.Regex)}: {e.Message}", e);
        }
    }
}
