namespace FailoverIp.Node;

/// <summary><c>interface_up_down_delays</c>: how long an interface must be down, or up again, before that counts.</summary>
internal sealed class DelayWords(ConfContext context)
{
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(255);
    private readonly Dictionary<string, (NodeLocation At, TimeSpan Down, TimeSpan Up)> _all = new(StringComparer.Ordinal);

    public ConfRoot Root => new("interface_up_down_delays", ConfProcesses.Vrrp, head =>
    {
        foreach (var line in context.Lines(head))
            Read(line);
    });

    /// <summary>Takes delays back that an instance would not live with.</summary>
    public void Complete(IEnumerable<ConfInstance> instances)
    {
        foreach (var instance in instances)
        {
            if (instance.Interface is not { } found || !_all.TryGetValue(found.Value.Name, out var delay))
                continue;
            var adverts = (instance.DownTimerAdverts ?? context.Globals.DownTimerAdverts)?.Value ?? 3;
            var room = (adverts - 1) * TimeSpan.FromMicroseconds(instance.AdvertInterval?.Value ?? 1_000_000);
            if (delay.Down < room)
                continue;
            context.Problems.Note(delay.At, $"{found.Value.Name} would be down for longer than {instance.Name} may be silent; the delay is left out");
            _all.Remove(found.Value.Name);
        }
    }

    public void Write(ConfigurationNode instance, string name)
    {
        if (!_all.TryGetValue(name, out var delay))
            return;
        if (delay.Down > TimeSpan.Zero)
            instance.Time("InterfaceDownDelay", delay.Down, delay.At);
        if (delay.Up > TimeSpan.Zero)
            instance.Time("InterfaceUpDelay", delay.Up, delay.At);
    }

    private void Read(ConfLine line)
    {
        if (context.Machine.FindInterface(line[0]) is null)
        {
            context.Problems.Die(line.Location, $"there is no interface {SchemaChecker.Shown(line[0])}");
            return;
        }
        if (line.Count < 2)
        {
            context.Problems.Note(line.Location, "there is no delay behind the name of the interface");
            return;
        }
        if (context.Seconds(line, 1, TimeSpan.Zero, Most) is { } down && (line.Count == 2 ? TimeSpan.Zero : context.Seconds(line, 2, TimeSpan.Zero, Most)) is { } up)
            _all[line[0]] = (line.Location, down, up);
    }
}
