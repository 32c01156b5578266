using System.Globalization;
using System.Text.RegularExpressions;

namespace FailoverIp.Node;

/// <summary>The words of a <c>url</c> about a regular expression. keepalived's test says nothing of what is wrong with them.</summary>
/// <param name="context">Hears what is wrong.</param>
/// <param name="url">What the words are written to.</param>
internal sealed class RegexWords(ConfContext context, Func<ConfigurationNode> url)
{
    private const int MostOffset = (1 << 20) - 1;

    private static readonly string[] Known = ["caseless", "multiline", "dotall", "extended"];

    /// <summary>Of these nothing is to be seen in what matches.</summary>
    private static readonly string[] WithoutEffect = ["auto_callout", "no_auto_possess", "no_dotstar_anchor", "no_start_optimize", "never_ucp", "never_utf", "never_backslash_c", "use_offset_limit"];

    private static readonly string[] Others =
        ["allow_empty_class", "alt_bsux", "dollar_endonly", "dupnames", "firstline", "match_unset_backref", "no_auto_capture", "ucp", "ungreedy", "utf", "alt_circumflex", "alt_verbnames"];

    private readonly List<Given<string>> _options = [];
    private readonly Dictionary<string, Given<int>> _offsets = new(StringComparer.Ordinal);
    private Given<string>? _pattern;
    private NodeLocation? _noMatch;

    public void AddTo(ConfBlock block)
    {
        block["regex"] = line =>
        {
            if (ConfWords.SplitCommand(line.Text) is [_, var pattern])
                _pattern = new(pattern, line.Location);
            else
                context.Problems.Note(line.Location, "regex takes one word, in quotes where it has blanks; this one is left out");
        };
        block["regex_no_match"] = line => _noMatch = line.Location;
        block["regex_options"] = line => _options.AddRange(line.Words.Skip(1).Select(w => new Given<string>(w, line.Location)));
        block["regex_min_offset"] = line => Offset(line, "RegexMinOffset");
        block["regex_max_offset"] = line => Offset(line, "RegexMaxOffset");
        block["regex_stack"] = line => context.Problems.NotSupported(line.Location, "regex_stack is not carried out: a match needs no stack of its own");
    }

    public void Begin()
    {
        _options.Clear();
        _offsets.Clear();
        (_pattern, _noMatch) = (null, null);
    }

    public void End()
    {
        if (_pattern is not { } pattern)
        {
            if (_noMatch is not null || _offsets.Count > 0 || _options.Count > 0)
                context.Problems.Note(_noMatch ?? context.Here, "there is no regex, and what is said about it is left out");
            return;
        }
        if (!IsUnderstood(pattern))
            return;
        url().Text("Regex", pattern.Value, pattern.At);
        if (_noMatch is { } noMatch)
            url().Boolean("RegexNoMatch", true, noMatch);
        foreach (var option in _options)
            Option(option);
        if (_offsets.TryGetValue("RegexMinOffset", out var least) && _offsets.TryGetValue("RegexMaxOffset", out var most) && least.Value > most.Value)
        {
            context.Problems.Note(least.At, $"no match begins at {least.Value} or later and at {most.Value} or before; both are left out");
            return;
        }
        foreach (var (key, offset) in _offsets)
            url().Number(key, offset.Value, offset.At);
    }

    /// <summary>A page that was to be looked at must not pass unseen: an expression that cannot be used ends it.</summary>
    private bool IsUnderstood(Given<string> pattern)
    {
        try
        {
            _ = new Regex(pattern.Value, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
            return pattern.Value.Length > 0;
        }
        catch (ArgumentException e)
        {
            context.Problems.Refuse(pattern.At, $"the regular expression is none that .NET understands: {e.Message.ReplaceLineEndings(" ")}");
            return false;
        }
    }

    private void Option(Given<string> option)
    {
        if (Known.Contains(option.Value, StringComparer.Ordinal))
            url().List("RegexOptions", option.At).Add(option.Value, option.At);
        else if (Others.Contains(option.Value, StringComparer.Ordinal))
            context.Problems.NotSupported(option.At, $"the option {option.Value} is not carried out; {string.Join(", ", Known)} are");
        else if (!WithoutEffect.Contains(option.Value, StringComparer.Ordinal))
            context.Problems.Note(option.At, $"there is no option '{SchemaChecker.Shown(option.Value)}' of a regular expression");
    }

    private void Offset(ConfLine line, string key)
    {
        if (line.Count == 2 && int.TryParse(line[1], NumberStyles.None, CultureInfo.InvariantCulture, out var offset) && offset <= MostOffset)
            _offsets[key] = new(offset, line.Location);
        else
            context.Problems.Note(line.Location, $"{line.Keyword} takes one number, at most {MostOffset}; this one is left out");
    }
}
