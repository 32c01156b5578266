namespace FailoverIp.Node;

/// <summary>How addresses are announced: for all instances in <c>global_defs</c>, for one in its own block. The words are the same but for their beginning.</summary>
internal static class GarpWords
{
    private const long MostSeconds = uint.MaxValue / 1_000_000;

    /// <summary>The words of <c>global_defs</c>.</summary>
    public static void AddGlobal(ConfBlock block, ConfContext context)
    {
        var garp = context.Globals.Garp;
        Add(block, context, "vrrp_", () => garp);
        block["vrrp_garp_interval"] = line => garp.Interval = Interval(line, context) ?? garp.Interval;
        block["vrrp_gna_interval"] = line => garp.NeighbourInterval = Interval(line, context) ?? garp.NeighbourInterval;
        block["vrrp_min_garp"] = line =>
        {
            // One announcement and no second set, but what was given before stays.
            if (context.Switch(line) != true)
                return;
            garp.Repeat ??= new(1, line.Location);
            garp.Delay ??= new(TimeSpan.Zero, line.Location);
        };
        block["vrrp_garp_extra_if"] = line => garp.ExtraInterval = ExtraInterval(line, context) ?? garp.ExtraInterval;
        block["vrrp_vmac_garp_intvl"] = line =>
        {
            context.Complain("vrrp_vmac_garp_intvl is now called vrrp_garp_extra_if");
            garp.ExtraInterval = ExtraInterval(line, context) ?? garp.ExtraInterval;
        };
    }

    /// <summary>The words of an instance.</summary>
    public static void AddInstance(ConfBlock block, ConfContext context, Func<ConfGarp> garp)
    {
        Add(block, context, "", garp);
        block["garp_extra_if"] = line => garp().ExtraInterval = ExtraInterval(line, context) ?? garp().ExtraInterval;
        block["vmac_garp_intvl"] = line =>
        {
            context.Complain("vmac_garp_intvl is now called garp_extra_if");
            garp().ExtraInterval = ExtraInterval(line, context) ?? garp().ExtraInterval;
        };
    }

    private static void Add(ConfBlock block, ConfContext context, string prefix, Func<ConfGarp> garp)
    {
        block[prefix + "garp_master_delay"] = line => garp().Delay = Seconds(line, context, MostSeconds) ?? garp().Delay;
        block[prefix + "garp_master_repeat"] = line => garp().Repeat = Repeat(line, context) ?? garp().Repeat;
        block[prefix + "garp_master_refresh"] = line => garp().Refresh = Seconds(line, context, uint.MaxValue) ?? new(TimeSpan.Zero, line.Location);
        block[prefix + "garp_master_refresh_repeat"] = line => garp().RefreshRepeat = Repeat(line, context) ?? garp().RefreshRepeat;
        block[prefix + "garp_lower_prio_delay"] = line => garp().LowerPriorityDelay = Seconds(line, context, MostSeconds) ?? garp().LowerPriorityDelay;
        block[prefix + "garp_lower_prio_repeat"] = line => garp().LowerPriorityRepeat = context.Integer(line, 1, 0, int.MaxValue) is { } count ? new(count, line.Location) : garp().LowerPriorityRepeat;
    }

    private static Given<TimeSpan>? Seconds(ConfLine line, ConfContext context, long most) =>
        context.Integer(line, 1, 0, most) is { } seconds ? new(TimeSpan.FromSeconds(seconds), line.Location) : null;

    private static Given<TimeSpan>? Interval(ConfLine line, ConfContext context) =>
        context.Seconds(line, 1, TimeSpan.FromMicroseconds(1), TimeSpan.FromMicroseconds(uint.MaxValue)) is { } time ? new(time, line.Location) : null;

    private static Given<long>? Repeat(ConfLine line, ConfContext context)
    {
        if (context.Integer(line, 1, 0, uint.MaxValue) is not { } count)
            return null;
        if (count == 0)
            context.Complain($"{line.Keyword} is 1 at least, which is taken");
        return new(Math.Max(count, 1), line.Location);
    }

    private static Given<TimeSpan>? ExtraInterval(ConfLine line, ConfContext context)
    {
        long? seconds = null;
        var all = false;
        for (var i = 1; i < line.Count; i++)
        {
            if (line[i] == "all")
                all = true;
            else if ((seconds = context.Integer(line, i, 1, 86400)) is null)
                return null;
        }
        if (seconds is null)
            context.Complain($"{line.Keyword} needs a number of seconds");
        else if (!all)
            context.NotSupported($"{line.Keyword} counts for all other interfaces of the addresses here, as with all");
        return seconds is { } s ? new(TimeSpan.FromSeconds(s), line.Location) : null;
    }
}
