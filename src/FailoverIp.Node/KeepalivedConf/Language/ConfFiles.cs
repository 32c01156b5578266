using System.Text;
using System.Text.Unicode;

namespace FailoverIp.Node;

/// <summary>The lines of a file and of those that it includes.</summary>
/// <param name="problems">Hears of what is not there.</param>
internal sealed class ConfFiles(ConfProblems problems) : IConfSource
{
    private readonly Stack<Open> _open = [];
    private readonly List<ConfRecord> _record = [];
    private string _last = "";
    private long _length;
    private int _files;

    public NodeLocation Location => _open.TryPeek(out var file) ? new(file.Name, file.Line) : new(_last, 0);

    public string Folder => _open.TryPeek(out var file) ? file.Folder : Environment.CurrentDirectory;

    /// <summary>What <c>include_check</c> asks of every include.</summary>
    public ConfIncludeDemands Always { get; set; }

    /// <summary>What was read, to read it again.</summary>
    public List<ConfRecord> Record => _record;

    public ReadOnlyMemory<char>? Read()
    {
        while (_open.TryPeek(out var file))
        {
            if (file.Next() is { } line)
                return line;
            Close(file);
        }
        return null;
    }

    /// <summary>Records the line that was read last, which is passed over when it is read again where it is one that includes others.</summary>
    public void Note(bool isInclude)
    {
        if (!_open.TryPeek(out var file))
            return;
        if (isInclude)
            _record.Add(new(ConfRecordKind.Include, ""));
        else if (_record[^1] is { Kind: ConfRecordKind.Lines } last)
            _record[^1] = last with { Length = file.At - last.Start };
        else
            _record.Add(new(ConfRecordKind.Lines, file.Text, file.LineStart, file.At - file.LineStart));
    }

    /// <summary>Begins with a file. False, with the reason, where it cannot be read.</summary>
    public string? Begin(string path)
    {
        if (Check(path) is { } problem)
            return problem;
        try
        {
            Push([path], Environment.CurrentDirectory);
            return null;
        }
        catch (ConfUnreadableException e)
        {
            return e.Message;
        }
    }

    public void Include(string pattern, ConfIncludeDemands demands)
    {
        demands |= Always;
        var here = Location;
        var found = ConfGlob.Find(Folder, pattern, out var isMissing, out var hasWildcards);
        var hasBraces = pattern.Contains('{', StringComparison.Ordinal);
        if (isMissing && found.Count == 0)
            Tell(hasBraces ? ConfIncludeDemands.BraceMatch : ConfIncludeDemands.Match, $"there is no file {pattern} to include");
        else if (isMissing)
            Tell(ConfIncludeDemands.BraceMatch, $"some of the files {pattern} are not there");
        else if (found.Count == 0 && hasWildcards)
            Tell(ConfIncludeDemands.WildcardMatch, $"no file matches {pattern}");
        if (found.Count == 0 || (isMissing && demands.HasFlag(ConfIncludeDemands.BraceMatch)))
            return;

        var files = new List<string>();
        foreach (var path in found.Select(f => Path.Combine(Folder, f)))
        {
            if (Check(path) is { } problem)
                Tell(ConfIncludeDemands.Readable, $"{path} {problem}; it is passed over");
            else
                files.Add(path);
        }
        if (_open.Count >= ConfLimits.IncludeDepth)
            throw new ConfUnreadableException(here, $"more than {ConfLimits.IncludeDepth} files include one another; does one include itself?");
        if (files.Count > 0)
            Push(files, Folder);

        // What is told only where it is demanded is passed over in silence otherwise: that is what a plain include is for. keepalived's test reports it all the same.
        void Tell(ConfIncludeDemands demand, string message)
        {
            if ((demands & demand) != ConfIncludeDemands.None)
                problems.Die(here, message);
            else
                problems.Note(here, message);
        }
    }

    private void Push(List<string> files, string outer)
    {
        var first = files[0];
        if (++_files > ConfLimits.Files)
            throw new ConfUnreadableException(Location, $"more than {ConfLimits.Files} files are included");
        var text = Text(first);
        _record.Add(new(ConfRecordKind.Enter, first));
        var folder = first.Contains('/', StringComparison.Ordinal) ? Path.GetDirectoryName(Path.GetFullPath(first, outer))! : outer;
        _open.Push(new(first, text, folder, Always, files[1..], outer));
    }

    private void Close(Open file)
    {
        _open.Pop();
        _last = file.Name;
        Always = file.AlwaysBefore;
        _record.Add(new(ConfRecordKind.Leave, ""));
        if (file.Rest.Count > 0)
            Push(file.Rest, file.Outer);
    }

    /// <summary>Why a file is not one to be read; null where it is.</summary>
    private static string? Check(string path)
    {
        try
        {
            if (Directory.Exists(path))
                return "is a directory";
            if (!File.Exists(path))
                return ConfigurationFile.DoesNotExist;
            if (!OperatingSystem.IsWindows() && !ConfNative.IsRegular(path))
                return "is not a regular file"; // one that is a FIFO would hold whoever opens it
            return !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != UnixFileMode.None
                ? "is executable, which a configuration file may not be" : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "cannot be read";
        }
    }

    private string Text(string path)
    {
        var place = _open.Count == 0 ? new NodeLocation(path, 0) : Location;
        var subject = _open.Count == 0 ? "" : path + " ";
        byte[] bytes;
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            bytes = BoundedFile.Read(stream, (int)(ConfLimits.TotalLength - _length)) ?? throw new ConfUnreadableException(place, $"{subject}is larger than {ConfLimits.TotalLength >> 20} MiB");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfUnreadableException(place, $"{subject}cannot be read{(e is UnauthorizedAccessException ? ": permission denied" : "")}");
        }
        _length += bytes.Length;
        if (bytes.AsSpan().Contains((byte)0))
            throw new ConfUnreadableException(place, $"{subject}is not a text file");
        // Older files have names in Latin-1 in their comments.
        return Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : Encoding.Latin1.GetString(bytes);
    }

    private sealed class Open(string name, string text, string folder, ConfIncludeDemands alwaysBefore, List<string> rest, string outer)
    {
        private ConfCursor _lines = new(text, 0, text.Length);

        public string Name => name;

        public string Folder => folder;

        public ConfIncludeDemands AlwaysBefore => alwaysBefore;

        public List<string> Rest => rest;

        public string Outer => outer;

        public int Line => _lines.Ended;

        public string Text { get; } = text;

        /// <summary>Where the line that was read last begins in the text.</summary>
        public int LineStart => _lines.LineStart;

        /// <summary>Where the next one begins.</summary>
        public int At => _lines.At;

        public ReadOnlyMemory<char>? Next() => _lines.Next();
    }
}
