namespace FailoverIp.Node;

/// <summary>A keepalived.conf that was read, with everything that it includes.</summary>
internal sealed class ConfDocument
{
    private ConfDocument(ConfProblems problems, ConfigurationNode? section, bool isReadable) => (Problems, Section, IsReadable) = (problems, section, isReadable);

    public ConfProblems Problems { get; }

    /// <summary>What it says, as the section of failoverip.json would; null where keepalived would not run it.</summary>
    public ConfigurationNode? Section { get; }

    /// <summary>False where there is no such file, or it is no text; the one complaint says so.</summary>
    public bool IsReadable { get; }

    /// <summary>Reads a file. Never throws for what is in it or in its place.</summary>
    /// <param name="path">The file.</param>
    /// <param name="id">What <c>@id</c> is compared with.</param>
    /// <param name="machine">The machine that it is for.</param>
    public static ConfDocument Read(string path, string id, IConfMachine machine)
    {
        var problems = new ConfProblems();
        var ofFiles = new ConfProblems();
        var files = new ConfFiles(ofFiles);
        if (files.Begin(path) is { } reason)
        {
            problems.Die(new(path, 0), reason);
            return new(problems, null, isReadable: false);
        }
        // One reading with all keywords is the same as keepalived's four, unless braces are wrong: then each of its processes goes on elsewhere, and so do we.
        var once = new Reading(problems, machine);
        var isBroken = once.Run(files, id, ConfProcesses.All);
        if (isBroken)
        {
            problems = new();
            once = new(problems, machine);
            foreach (var process in (ConfProcesses[])[ConfProcesses.Parent, ConfProcesses.Checkers, ConfProcesses.Vrrp, ConfProcesses.Bfd])
                once.Run(new ConfRecording(files.Record), id, process);
        }
        problems.Take(ofFiles);
        return new(problems, once.Finish(path), isReadable: true);
    }

    private sealed class Reading
    {
        private readonly ConfProblems _problems;
        private readonly ConfContext _context;
        private readonly IConfSection[] _sections;

        public Reading(ConfProblems problems, IConfMachine machine)
        {
            _problems = problems;
            _context = new(problems, machine);
            _sections = ConfSections.Make(_context);
        }

        /// <summary>Reads everything. True where it would have to be read process by process.</summary>
        public bool Run(IConfSource source, string id, ConfProcesses process)
        {
            if (_problems.IsFatal)
                return false;
            var reader = new ConfReader(source, id, new(id, () => source.Folder, new()), _problems);
            _context.Parser = new(_sections.SelectMany(s => s.Roots), process, reader, _problems);
            _context.Files = source as ConfFiles;
            try
            {
                _context.Parser.Run();
            }
            catch (ConfMissingWordException e)
            {
                _problems.Die(e.Location, e.Message);
            }
            catch (ConfUnreadableException e)
            {
                _problems.Die(e.Location, e.Message);
                return false;
            }
            return reader.IsBroken;
        }

        public ConfigurationNode? Finish(string path)
        {
            foreach (var section in _sections)
            {
                if (!_problems.IsFatal)
                    section.Complete();
            }
            if (_problems.IsFatal)
                return null;
            var root = new ConfigurationNode(NodeKind.Object, new(path, 1), "");
            foreach (var section in _sections)
                section.Write(root);
            new ConfScripts(_context).WriteDefaultUser(root);
            return root;
        }
    }
}
