using System.Globalization;
using FailoverIp.Vrrp;

namespace FailoverIp.Node;

/// <summary>An instance: its state, how it came to it, and the time line of its transitions.</summary>
internal static class InstanceCard
{
    private const int ShownAtOnce = 3;

    public static string Of(string id, InstanceStatus i, DateTimeOffset now)
    {
        var html = new Html();
        html.Add($"<article id=\"{id}\" class=\"card\" data-name=\"{i.Name}\" data-state=\"{i.State.ToString()}\"><header><h3>{i.Name}</h3>{PageWords.Pill(i.State.ToString(), PageWords.Tone(i.State))}</header>");
        html.Add($"<p class=\"sub\">{i.Interface} · VRID {i.VirtualRouterId} · VRRPv{i.Version} over {i.Family}{(i.Group is { } group ? $" · group {group}" : "")}</p>");
        if (i.State == VrrpState.Fault)
            html.Add($"{PageWords.Wrong(i.Fault ?? i.Reason)}");
        else if (i.Reason is { } reason)
            html.Add($"<p class=\"why\">{reason}</p>");
        foreach (var problem in i.AddressProblems ?? [])
            html.Add($"{PageWords.Wrong(problem)}");
        html.Add($"<dl>{PageWords.Pair("Since", PageWords.Time(i.Since))}{PageWords.Pair("Active router", ActiveRouter(i))}{PageWords.Pair("Priority", Priority(i))}{PageWords.Pair("Addresses", Addresses(i))}</dl>");
        if (i.Transitions is { Count: > 0 } transitions)
            html.Add($"{StateStrip.Of(transitions, now)}{TimeLine(id, transitions)}");
        return html.Add($"{Adverts(id, i)}</article>").ToString();
    }

    /// <summary>One line, where there are many; it leads to the card.</summary>
    public static string Row(string id, InstanceStatus i)
    {
        var html = new Html();
        html.Add($"<p id=\"{id}\" class=\"row\" data-name=\"{i.Name}\" data-state=\"{i.State.ToString()}\">{PageWords.Pill(i.State.ToString(), PageWords.Tone(i.State))}");
        html.Add($"<a href=\"?instance={Uri.EscapeDataString(i.Name)}\">{i.Name}</a><span class=\"note\">{i.Fault ?? i.Reason ?? ""}</span>{PageWords.Time(i.Since)}</p>");
        return html.ToString();
    }

    private static Html TimeLine(string id, IReadOnlyList<TransitionStatus> transitions)
    {
        var html = new Html();
        html.Add($"<ol class=\"line\">");
        foreach (var transition in transitions.Take(ShownAtOnce))
            html.Add($"{Entry(transition)}");
        html.Add($"</ol>");
        if (transitions.Count <= ShownAtOnce)
            return html;
        html.Add($"<details data-key=\"{id}-line\"><summary>{PageWords.Count(transitions.Count - ShownAtOnce, "earlier transition", "earlier transitions")}</summary><ol class=\"line\">");
        foreach (var transition in transitions.Skip(ShownAtOnce))
            html.Add($"{Entry(transition)}");
        return html.Add($"</ol></details>");
    }

    private static Html Entry(TransitionStatus t) => new Html().Add(
        $"<li class=\"{PageWords.Tone(t.To)}\"><b>{t.From.ToString()} → {t.To.ToString()}</b>{PageWords.Time(t.At)}<span class=\"why\">{t.Reason}</span></li>");

    private static Html Adverts(string id, InstanceStatus i)
    {
        var html = new Html();
        var discarded = i.Discarded.Where(d => d.Value > 0).ToList();
        html.Add($"<details data-key=\"{id}-adverts\"><summary>Adverts{(discarded.Count > 0 ? $", {PageWords.Count(discarded.Sum(d => d.Value), "discarded", "discarded")}" : "")}</summary><dl>");
        html.Add($"{PageWords.Pair("Sent", Number(i.Sent))}{PageWords.Pair("Received", Number(i.Received))}");
        foreach (var (reason, count) in discarded)
            html.Add($"{PageWords.Pair($"Discarded, {PageWords.Spaced(reason)}", Number(count))}");
        if (i.Repairs is { } repairs)
            html.Add($"{PageWords.Pair("Put back", PageWords.Count(repairs, "time", "times"))}");
        foreach (var peer in i.Peers ?? [])
            html.Add($"{PageWords.Pair($"Peer {peer.Address}", new Html().Add($"priority {peer.Priority}, heard {PageWords.Time(peer.LastHeard)}"))}");
        return html.Add($"</dl></details>");
    }

    private static Html ActiveRouter(InstanceStatus i) => i switch
    {
        { State: VrrpState.Active } => new Html().Add($"this node{(i.ActiveRouter is { } own ? $", {own}" : "")}"),
        { ActiveRouter: { } other } => new Html().Add($"{other}"),
        _ => new Html().Add($"none known"),
    };

    private static string Priority(InstanceStatus i) => i.PriorityArithmetic ?? i.EffectivePriority.ToString(CultureInfo.InvariantCulture);

    private static Html Addresses(InstanceStatus i)
    {
        var html = new Html();
        foreach (var address in i.Addresses)
            html.Add($"<code>{address}</code> ");
        return i.Addresses.IsEmpty ? html.Add($"none") : html;
    }

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
