namespace FailoverIp.Node;

/// <summary><c>BFD_CHECK</c>, which is read and not carried out.</summary>
internal sealed class BfdCheckWords
{
    private readonly ConfBlock _block;
    private readonly ConfContext _context;
    private bool _hasName;
    private bool _isWrong;

    public BfdCheckWords(ConfContext context, Func<ConfRealServer> server)
    {
        _context = context;
        _block = new() { End = End };
        _block["name"] = line =>
        {
            _hasName = line.Count == 2;
            _isWrong = !_hasName;
        };
        _block["alpha"] = line => context.Switch(line);
        _ = server;
    }

    public void AddTo(ConfBlock block) => block.Add("BFD_CHECK", line =>
    {
        (_hasName, _isWrong) = (false, false);
        _context.Problems.NotSupported(line.Location, "BFD_CHECK is not carried out: let a MISC_CHECK ask the BFD daemon. The real server counts as up as far as this check is concerned");
    }, _block);

    private void End()
    {
        if (_isWrong)
            _context.Complain("name takes the name of one bfd_instance");
        else if (!_hasName)
            _context.Complain("BFD_CHECK has no name");
    }
}
