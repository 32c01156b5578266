namespace FailoverIp.Node;

/// <summary>Words of an instance that keepalived 2.2.7 does not know and later versions do. They are carried out, and told: its test would fail.</summary>
internal static class InstanceNewer
{
    public static void AddTo(ConfBlock block, ConfContext context, Func<ConfInstance> instance)
    {
        block["owner_ignore_adverts"] = line => instance().OwnerIgnoresAdverts = Tell(line, context, Switch(line, context)) ?? instance().OwnerIgnoresAdverts;
        block["v3_checksum_as_v2"] = line => instance().ChecksumAsVersion2 = Tell(line, context, Switch(line, context)) ?? instance().ChecksumAsVersion2;
        foreach (var word in (string[])["no_virtual_ipaddress", "timer_expired_backup", "thread_timer_expired"])
            block[word] = line => Tell(line, context, null); // always so
        HmacWords.AddTo(block, context, instance);
    }

    public static Given<bool>? Tell(ConfLine line, ConfContext context, Given<bool>? value)
    {
        context.Problems.Complain(line.Location, $"keepalived 2.2.7 does not know '{line.Keyword}', which later versions do; it is carried out here");
        return value;
    }

    private static Given<bool>? Switch(ConfLine line, ConfContext context) => context.Switch(line) is { } isOn ? new(isOn, line.Location) : null;
}
