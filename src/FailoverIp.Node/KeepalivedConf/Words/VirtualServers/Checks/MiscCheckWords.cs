namespace FailoverIp.Node;

/// <summary><c>MISC_CHECK</c>: a command.</summary>
internal sealed class MiscCheckWords
{
    private const long Longest = uint.MaxValue / 1_000_000;

    private readonly ConfContext _context;
    private readonly ConfScripts _scripts;
    private readonly CheckWords _words;
    private (string User, string? Group)? _user;

    public MiscCheckWords(ConfContext context, ConfScripts scripts, Func<ConfRealServer> server)
    {
        (_context, _scripts) = (context, scripts);
        _words = new(context, server, connects: false) { Ending = End };
        _words.Block["misc_path"] = Path;
        _words.Block["misc_timeout"] = line =>
        {
            if (context.Integer(line, 1, 0, Longest) is > 0 and var seconds)
                _words.Current.Keys.Time("Timeout", TimeSpan.FromSeconds(seconds), line.Location);
        };
        _words.Block["misc_dynamic"] = line =>
        {
            ServerLabels.NoteRest(line, 1, context);
            _words.Current.Keys.Boolean("Dynamic", true, line.Location);
        };
        _words.Block["user"] = User;
    }

    public void AddTo(ConfBlock block) => block.Add("MISC_CHECK", line =>
    {
        _user = null;
        _words.Begin("Misc", line);
    }, _words.Block);

    private void Path(ConfLine line)
    {
        // One word of the line is the command with its arguments; what follows it is not looked at.
        if (ConfWords.SplitCommand(line.Text) is not { Count: > 1 } outer || ConfWords.SplitCommand(outer[1]) is not [_, ..] words)
            return;
        if (outer.Count > 2)
            _context.Problems.Note(line.Location, $"'{SchemaChecker.Shown(outer[2])}' is passed over: a command with arguments stands in quotes");
        _words.Current.Command = new(new([.. words], null, null), line.Location);
    }

    private void User(ConfLine line)
    {
        if (line.Count < 2)
        {
            _context.Complain("nothing follows user");
        }
        else if (_context.Owner(line[1], line.At(2), out var problem) is { } user)
        {
            ServerLabels.NoteRest(line, 3, _context);
            _user = user;
        }
        else
        {
            _context.Complain($"{problem}; the check is left out");
            _words.Current.IsLeftOut = true;
        }
    }

    private void End()
    {
        var check = _words.Current;
        if (check.Command is not { } command)
        {
            if (!check.IsLeftOut)
                _context.Complain("MISC_CHECK has no command (misc_path), and is left out");
            check.IsLeftOut = true;
        }
        else if (_user is { } user)
        {
            check.Command = new(command.Value with { User = user.User, Group = user.Group }, command.At);
        }
        else if (!_scripts.HasDefaultUser)
        {
            _context.Complain("with enable_script_security a command wants a user (user here, or script_user in global_defs); the check is left out");
            check.IsLeftOut = true;
        }
    }
}
