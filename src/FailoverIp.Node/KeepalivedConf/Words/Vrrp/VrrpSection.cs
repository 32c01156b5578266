namespace FailoverIp.Node;

/// <summary>Everything about VRRP: instances, groups, what they track, and what stands around them.</summary>
internal sealed class VrrpSection : IConfSection
{
    private readonly ConfContext _context;
    private readonly ConfScripts _scripts;
    private readonly ScriptWords _scriptWords;
    private readonly ProcessWords _processWords;
    private readonly SyncGroupWords _groups;
    private readonly GarpGroupWords _garpGroups;
    private readonly DelayWords _delays;
    private readonly StaticWords _statics;
    private readonly List<ConfInstance> _instances = [];
    private readonly ConfRulePriorities _priorities = new();

    public VrrpSection(ConfContext context)
    {
        _context = context;
        _scripts = new(context);
        _scriptWords = new(context, _scripts, context.Trackers);
        _processWords = new(context);
        _groups = new(context);
        _garpGroups = new(context);
        _delays = new(context);
        _statics = new(context, _priorities);
    }

    public IEnumerable<ConfRoot> Roots =>
    [
        new("vrrp_instance", ConfProcesses.Vrrp, BeginInstance, new InstanceWords(_context, _context.Trackers, _instances, _priorities).Block()),
        _groups.Root, _scriptWords.Root, _processWords.Root, _garpGroups.Root, _delays.Root, .. _statics.Roots,
    ];

    public void Complete()
    {
        if (_context.MissingInterface is { } at)
        {
            _context.Problems.Die(at, "an interface that is named is not there; where it is to come later, global_defs has dynamic_interfaces");
            return;
        }
        var trackers = _context.Trackers;
        RefuseAlike(_instances.Select(i => (i.Name, i.At)));
        RefuseAlike(_groups.All.Select(g => (g.Name, g.At)));
        foreach (var kind in (Dictionary<string, ConfTracker>[])[trackers.Scripts, trackers.Files, trackers.Processes])
            RefuseAlike(kind.Values.Where(t => t.IsTracked).Select(t => (t.Name, t.At)));
        new ScriptCheck(_context, _scripts).Check(_scriptWords.Commands, _instances, _groups.All);
        new VrrpCompletion(_context, _instances, _groups.All).Complete();
        _delays.Complete(_instances);
    }

    public void Write(ConfigurationNode root)
    {
        foreach (var instance in _instances)
            new InstanceWriter(_context, instance, _delays).Write(root);
        foreach (var group in _groups.All.Where(g => g.Members.Count > 0))
            SyncGroupWords.Write(root, group);
        foreach (var script in _context.Trackers.Scripts.Values.Where(s => s.IsTracked))
            script.Write(Trackers(root, script.At).Object("Scripts", script.At));
        foreach (var process in _context.Trackers.Processes.Values.Where(p => p.IsTracked))
            process.Write(Trackers(root, process.At).Object("Processes", process.At));
        _garpGroups.Write(root);
    }

    private void RefuseAlike(IEnumerable<(string Name, NodeLocation At)> names)
    {
        foreach (var (name, at) in names.GroupBy(n => n.Name, StringComparer.OrdinalIgnoreCase).SelectMany(g => g.Skip(1)))
            _context.Problems.Refuse(at, $"the name {name} differs from another one by case alone, which nothing here tells apart");
    }

    private static ConfigurationNode Trackers(ConfigurationNode root, NodeLocation at) => root.Object("Vrrp", at).Object("Trackers", at);

    private void BeginInstance(ConfLine line)
    {
        var problem = line.Count != 2 ? "a vrrp_instance has a name" : _instances.Exists(i => i.Name == line[1]) ? $"there is a vrrp_instance {SchemaChecker.Shown(line[1])} already" : null;
        if (problem is null)
        {
            _instances.Add(new(line[1], line.Location));
            return;
        }
        _context.Complain(problem);
        _context.SkipBlock();
    }
}
