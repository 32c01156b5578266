namespace FailoverIp.Node;

/// <summary><c>BFD_CHECK</c>, which is read and not carried out.</summary>
internal sealed class BfdCheckWords
{
    private readonly ConfBlock _block;
    private readonly ConfContext _context;
    private bool _hasName;

    public BfdCheckWords(ConfContext context)
    {
        _context = context;
        _block = new() { End = End };
        _block["name"] = line =>
        {
            _hasName = true;
            if (line.Count != 2)
                context.Complain("name takes the name of one bfd_instance");
            else if (!context.Trackers.Bfd.Contains(line[1]))
                context.Complain($"there is no bfd_instance {SchemaChecker.Shown(line[1])} before this");
        };
        _block["alpha"] = line => context.Switch(line);
    }

    public void AddTo(ConfBlock block) => block.Add("BFD_CHECK", line =>
    {
        _hasName = false;
        _context.Problems.NotSupported(line.Location, "BFD_CHECK is not carried out: let a MISC_CHECK ask the BFD daemon. As far as this check is concerned the real server is up");
    }, _block);

    private void End()
    {
        if (!_hasName)
            _context.Complain("BFD_CHECK has no name");
    }
}
