namespace FailoverIp.Node.Tests;

/// <summary>A provider with one owner per address that can be held in the middle of a read or a write.</summary>
internal sealed class FakeProvider : IFailoverIpProvider
{
    private readonly Lock _gate = new();
    private readonly Dictionary<FailoverAddress, string> _owners = [];
    private readonly List<(string What, FailoverAddress Address, CancellationToken Token)> _calls = [];

    /// <summary>Set to hold writes: each waits for it, or for its token.</summary>
    public TaskCompletionSource? HoldWrites { get; set; }

    /// <summary>Set to hold reads in the same way.</summary>
    public TaskCompletionSource? HoldReads { get; set; }

    /// <summary>A provider that does not hold to its token.</summary>
    public bool IgnoresCancellation { get; set; }

    /// <summary>A failure of every read; null for none.</summary>
    public FailoverIpException? Fails { get; set; }

    public IReadOnlyList<(string What, FailoverAddress Address, CancellationToken Token)> Calls
    {
        get
        {
            lock (_gate)
                return [.. _calls];
        }
    }

    public int Writes => Calls.Count(c => c.What == "write");

    public string? OwnerOf(string address)
    {
        lock (_gate)
            return _owners.GetValueOrDefault(FailoverAddress.Parse(address));
    }

    public void SetOwner(string address, string owner)
    {
        lock (_gate)
            _owners[FailoverAddress.Parse(address)] = owner;
    }

    public async Task<RouteReading> ReadRouteAsync(RouteRequest request, CancellationToken cancellationToken)
    {
        Note("read", request, cancellationToken);
        if (HoldReads is { } hold)
            await hold.Task.WaitAsync(cancellationToken);
        if (Fails is { } failure)
            throw failure;
        lock (_gate)
        {
            var owner = _owners.GetValueOrDefault(request.Address);
            return new(request.Target.Require("Server"), owner, owner == request.Target["Server"]);
        }
    }

    public async Task<Reroute> StartRerouteAsync(RouteRequest request, CancellationToken cancellationToken)
    {
        Note("write", request, cancellationToken);
        if (HoldWrites is { } hold)
            await hold.Task.WaitAsync(IgnoresCancellation ? CancellationToken.None : cancellationToken);
        if (!IgnoresCancellation)
            cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
            _owners[request.Address] = request.Target.Require("Server");
        return Reroute.Accepted;
    }

    private void Note(string what, RouteRequest request, CancellationToken token)
    {
        lock (_gate)
            _calls.Add((what, request.Address, token));
    }
}
