namespace FailoverIp.Simulation;

public sealed partial class ProfitBricksCloud
{
    private readonly Queue<(long Until, ProfitBricksState State)> _past = new();
    private int _assigned;
    private int _blockCount;

    /// <summary>The state that the consumers of IP blocks are told from.</summary>
    internal ProfitBricksState ConsumersState
    {
        get
        {
            lock (_gate)
            {
                DropPast();
                return _past.TryPeek(out var oldest) ? oldest.State : State;
            }
        }
    }

    /// <summary>
    /// An address that nobody has and nobody had in this run: 198.18.0.0/16 for the service's own public ones, 198.19.0.0/16 for reserved ones
    /// (RFC 2544), 10.0.0.0/8 for private LANs.
    /// </summary>
    internal string Assign(bool isPublic) => Next(isPublic ? "198.18" : "10.0");

    /// <summary>A block that nobody has; it becomes part of the state when it is added.</summary>
    internal ProfitBricksIpBlock NewBlock(string location, int size)
    {
        lock (_gate)
        {
            string id;
            do
                id = $"1b000000-0000-4000-9000-{++_blockCount:x12}";
            while (State.FindIpBlock(id) is not null);
            return new(id, location) { Ips = [.. Enumerable.Range(0, size).Select(_ => Next("198.19"))] };
        }
    }

    private string Next(string network)
    {
        lock (_gate)
        {
            string ip;
            do
            {
                _assigned++;
                ip = $"{network}.{(_assigned >> 8) & 255}.{_assigned & 255}";
            }
            while ((_assigned & 255) is 0 or 255 || State.HoldersOf(ip).Any() || State.IpBlocks.Any(b => b.Ips.Contains(ip)));
            return ip;
        }
    }

    private void Remember(ProfitBricksState before)
    {
        DropPast();
        if (before.Settings.ConsumersLag > TimeSpan.Zero)
            _past.Enqueue((TimeProvider.GetTimestamp(), before));
    }

    private void DropPast()
    {
        while (_past.TryPeek(out var oldest) && TimeProvider.GetElapsedTime(oldest.Until) >= State.Settings.ConsumersLag)
            _past.Dequeue();
    }
}
